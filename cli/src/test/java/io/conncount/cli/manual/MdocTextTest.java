package io.conncount.cli.manual;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.testing.Command;
import io.conncount.testing.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Pages as {@code conncount help} shows them, against what mandoc(1) makes of the same sources. */
class MdocTextTest {
    private static final Path PAGES = Repository.root().resolve("man");
    private static final int COLUMNS = 80;

    static List<Path> pages() throws IOException {
        try (Stream<Path> files = Files.list(PAGES)) {
            return files.sorted().toList();
        }
    }

    private static String name(Path page) {
        return page.getFileName().toString().replaceAll("\\.[0-9]$", "");
    }

    /** Without blanks, because lines are broken in other places, and with one kind of quotes. */
    private static String letters(Stream<String> lines) {
        return lines.collect(Collectors.joining()).replaceAll("\\s+", "").replace('`', '\'');
    }

    @ParameterizedTest
    @MethodSource("pages")
    void pageHasTheWordsThatMandocWrites(Path page) throws Exception {
        List<String> rendered = Command.lines("mandoc", "-T", "ascii", page.toString());
        String text = Manual.text(name(page)).orElseThrow();
        // The first line and the last are those of the paper.
        Stream<String> body = rendered.subList(1, rendered.size() - 1).stream().map(line -> line.replaceAll(".\b", ""));
        assertEquals(letters(body), letters(text.lines()));
    }

    @ParameterizedTest
    @MethodSource("pages")
    void pageFitsTheScreen(Path page) throws IOException {
        String text = Manual.text(name(page)).orElseThrow();
        assertTrue(text.startsWith("NAME\n     " + name(page) + " - "), text);
        text.lines().forEach(line -> assertTrue(line.length() <= COLUMNS, line));
        assertEquals(
                Optional.empty(),
                text.lines().filter(line -> line.endsWith(" ")).findFirst());
    }

    @Test
    void everyPageIsATopic() throws IOException {
        Set<String> names = pages().stream()
                .map(page -> name(page).replaceFirst("^conncount-", ""))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(names, new TreeSet<>(Manual.topics()));
    }
}
