package io.conncount.names;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Files such as {@code /etc/services}: a line has a name, what it names, and other names; a comment begins with a hash sign. */
final class TextTable {
    private TextTable() {}

    /**
     * Shows the words of each line. A file that cannot be read has none: then numbers are shown.
     *
     * @param linesMax no line after so many is read
     * @param second what the second word of a line must match
     */
    static void read(Path file, int linesMax, String second, Consumer<String[]> sink) {
        try (Stream<String> lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
            lines.limit(linesMax)
                    .map(line -> line.split("#", 2)[0].strip().split("\\s+"))
                    .filter(words -> words.length >= 2 && words[1].matches(second))
                    .forEach(sink);
        } catch (IOException | UncheckedIOException e) {
            return;
        }
    }
}
