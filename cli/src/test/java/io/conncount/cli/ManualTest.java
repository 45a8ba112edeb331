package io.conncount.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.cli.count.Count;
import io.conncount.cli.options.CommandNames;
import io.conncount.cli.options.HelpText;
import io.conncount.group.GroupKeys;
import io.conncount.view.SocketColumns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The manual names the options and keys that there are, no more and no fewer. */
class ManualTest {
    private static final Path MANUAL = Path.of("..", "man", "conncount.1");

    @Test
    void manualDocumentsEveryOptionOfEveryCommand() throws IOException {
        Set<String> options = Stream.concat(
                        Stream.of(new Count()),
                        CommandNames.all().stream()
                                .map(entry -> Commands.byName(entry.name()).orElseThrow()))
                .flatMap(command -> command.spec().options().stream())
                .flatMap(option -> Arrays.stream(option.names()))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> documented = items(Pattern.compile("Fl (\\S+)")).stream()
                .map(name -> "-" + name)
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(options, documented);
    }

    @Test
    void manualDocumentsEveryKey() throws IOException {
        Set<String> keys = GroupKeys.ALL.stream().map(GroupKeys.Entry::name).collect(Collectors.toSet());
        assertEquals(new TreeSet<>(keys), new TreeSet<>(keysInManual()));
    }

    @Test
    void manualDocumentsEveryColumnOfListings() throws IOException {
        assertEquals(SocketColumns.names(), itemsBetween(".Sh COLUMNS", ".Sh JSON"));
    }

    @Test
    void helpNamesEveryKey() {
        Count count = new Count();
        String help = HelpText.of(count, new CommandLine(count.spec()), false);
        assertTrue(GroupKeys.ALL.stream().allMatch(key -> help.contains(key.name())), help);
    }

    private static Set<String> keysInManual() throws IOException {
        return itemsBetween(".Sh KEYS", ".Sh HOW IT ASKS").stream()
                .flatMap(item -> Arrays.stream(item.split(" , ")))
                .collect(Collectors.toSet());
    }

    private static List<String> itemsBetween(String from, String to) throws IOException {
        String text = Files.readString(MANUAL);
        return text.substring(text.indexOf(from), text.indexOf(to))
                .lines()
                .filter(line -> line.startsWith(".It Cm "))
                .map(line -> line.substring(".It Cm ".length()))
                .toList();
    }

    /** What the pattern finds in the items of lists, which is where options are documented. */
    private static Set<String> items(Pattern pattern) throws IOException {
        List<String> lines = Files.readAllLines(MANUAL);
        return lines.stream()
                .filter(line -> line.startsWith(".It Fl"))
                .flatMap(line -> pattern.matcher(line).results())
                .map(match -> match.group(1))
                .collect(Collectors.toSet());
    }
}
