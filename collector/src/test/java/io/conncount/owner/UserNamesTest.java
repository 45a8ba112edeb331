package io.conncount.owner;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Users by name and by number. */
class UserNamesTest {
    @TempDir
    private Path directory;

    private UserNames users(String passwd) throws IOException {
        return new UserNames(Files.writeString(directory.resolve("passwd"), passwd), false);
    }

    @Test
    void everyNameOfANumberIsFoundAndTheFirstIsShown() throws IOException {
        UserNames users = users("root:x:0:0::/root:/bin/sh\ntoor:x:0:0::/root:/bin/sh\njos\u00e9:x:7:7::/:/bin/sh\n");
        assertEquals("root", users.of(0));
        assertEquals(Optional.of(0L), users.uid("root"));
        assertEquals(Optional.of(0L), users.uid("toor"));
        assertEquals("jos\u00e9", users.of(7));
        assertEquals(Optional.empty(), users.uid("nobody-here"));
        assertEquals("8", users.of(8));
    }

    @Test
    void namesMayBeAnyBytesAndHideNobody() throws IOException {
        byte[] passwd = "j\u00e9r:x:5:5::/:/bin/sh\nlast:x:9:9::/:/bin/sh\n".getBytes(StandardCharsets.ISO_8859_1);
        UserNames users = new UserNames(Files.write(directory.resolve("passwd"), passwd), false);
        assertEquals("j\udce9r", users.of(5));
        assertEquals(Optional.of(5L), users.uid("j\udce9r"));
        assertEquals("last", users.of(9));
    }

    @Test
    void damagedLinesAreLeftOut() throws IOException {
        UserNames users = users(":::\nx\na:b:99999999999:\nlast:x:9:9::/:/bin/sh\n");
        assertEquals("last", users.of(9));
    }

    /** Without the file, only the name service switch is left to ask. */
    @Test
    void nameServiceSwitchIsAskedForWhomTheFileLacks() {
        UserNames users = new UserNames(directory.resolve("none"), true);
        assertEquals("root", users.of(0));
        assertEquals(Optional.of(0L), users.uid("root"));
        assertEquals("3999999999", users.of(3_999_999_999L));
        assertEquals(Optional.empty(), users.uid("no-such-user-anywhere"));
    }
}
