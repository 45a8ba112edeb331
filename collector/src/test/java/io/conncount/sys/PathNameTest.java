package io.conncount.sys;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.conncount.testing.Command;
import io.conncount.testing.property.ForAll;
import io.conncount.testing.property.Property;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Paths as bytes, whatever the locale. */
class PathNameTest {
    @Property
    void bytesComeBack(@ForAll byte[] name) {
        ByteArrayOutputStream path = new ByteArrayOutputStream();
        path.writeBytes("/nowhere/x".getBytes(StandardCharsets.US_ASCII));
        for (byte b : name) {
            if (b != 0 && b != '/') {
                path.write(b);
            }
        }
        assertArrayEquals(path.toByteArray(), NameText.bytes(NameText.path(path.toByteArray())));
    }

    @Test
    void namesInADirectoryAreThoseOfTheFileSystem(@TempDir Path directory) throws IOException, InterruptedException {
        Command.lines(
                "bash", "-c", "cd '" + directory + "' && mkdir $'a\\xe9' $'a\\xe8' && touch $'a\\xc3\\xa9' 'a%41'");
        int prefix = NameText.bytes(directory).length + 1;
        Set<String> names = new HashSet<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                byte[] bytes = NameText.bytes(file);
                names.add(new String(bytes, prefix, bytes.length - prefix, StandardCharsets.ISO_8859_1));
                assertEquals(file, NameText.path(bytes));
            }
        }
        assertEquals(Set.of("a\u00e9", "a\u00e8", "a\u00c3\u00a9", "a%41"), names);
    }
}
