package io.conncount.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.cli.count.Count;
import io.conncount.cli.options.Command;
import io.conncount.cli.options.CommandNames;
import io.conncount.cli.options.HelpText;
import io.conncount.group.GroupKeys;
import io.conncount.view.SocketColumns;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** The pages of the manual name the options, keys and columns that there are, no more and no fewer, and each other. */
class ManualTest {
    private static final ManualPage COUNT = ManualPage.ofCommand(Count.NAME);

    static List<Command> commands() {
        return HelpTest.commands();
    }

    static List<ManualPage> pages() {
        return ManualPage.all();
    }

    private static Set<String> optionsOf(Command command) {
        return command.spec().options().stream()
                .flatMap(option -> Arrays.stream(option.names()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void pageDocumentsTheOptionsOfItsCommand(Command command) {
        ManualPage page = ManualPage.ofCommand(command.spec().name());
        Set<String> missing = optionsOf(command);
        assertTrue(missing.containsAll(page.options()), () -> page + " has options that the command has not");
        missing.removeAll(page.options());
        missing.removeAll(COUNT.options());
        assertEquals(Set.of(), missing, page.name());
    }

    /** What is only in the page of counting must mean the same elsewhere. */
    @ParameterizedTest
    @MethodSource("commands")
    void pageDocumentsOptionsThatMeanSomethingElseThanInACount(Command command) {
        ManualPage page = ManualPage.ofCommand(command.spec().name());
        Map<String, String> helpOfCount = new Count()
                .spec().options().stream()
                        .collect(Collectors.toMap(OptionSpec::longestName, option -> option.description()[0]));
        for (OptionSpec option : command.spec().options()) {
            String help = option.description()[0];
            String usual = helpOfCount.getOrDefault(option.longestName(), help);
            boolean same = help.equals(usual) || help.startsWith("JSON") || usual.startsWith("JSON");
            assertTrue(same || page.options().contains(option.names()[0]), () -> page + ": " + option.longestName());
        }
    }

    @Test
    void everyCommandIsNamedInTheFirstPageAndHasAPage() {
        Set<String> names = Stream.concat(
                        CommandNames.all().stream().map(CommandNames.Entry::name), Stream.of("ss", "netstat"))
                .collect(Collectors.toCollection(TreeSet::new));
        for (String name : names) {
            assertTrue(COUNT.words().contains(name), name);
            assertTrue(COUNT.links().contains("conncount-" + name + ".1"), name);
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void pageIsLinkedAndItsLinksLeadToPages(ManualPage page) {
        Set<String> names = pages().stream().map(ManualPage::name).collect(Collectors.toSet());
        assertTrue(names.containsAll(page.links()), () -> page + ": " + page.links());
        assertTrue(page.sections().containsAll(page.sectionsNamed()), () -> page + ": " + page.sectionsNamed());
        assertTrue(page.equals(COUNT) || COUNT.links().contains(page.name()), () -> page + " is not in " + COUNT);
        assertTrue(
                page.equals(COUNT) || page.links().contains(COUNT.name()), () -> page + " does not lead to " + COUNT);
    }

    @ParameterizedTest
    @MethodSource("pages")
    void exampleInAPageIsAccepted(ManualPage page) {
        assertTrue(!page.name().endsWith("1") || page.sections().contains("Examples"), page.name());
        page.examples().forEach(ExampleLine::assertAccepted);
    }

    @Test
    void manualDocumentsEveryKey() {
        Set<String> keys = GroupKeys.ALL.stream().map(GroupKeys.Entry::name).collect(Collectors.toSet());
        List<String> documented = ManualPage.named("conncount-keys.7").words().stream()
                .flatMap(item -> Arrays.stream(item.split(" , ")))
                .toList();
        assertEquals(new TreeSet<>(keys), new TreeSet<>(documented));
    }

    @Test
    void manualDocumentsEveryColumnOfListings() {
        assertEquals(
                SocketColumns.names(), ManualPage.named("conncount-columns.7").words());
    }

    @Test
    void helpNamesEveryKey() {
        Count count = new Count();
        String help = HelpText.all(count, new CommandLine(count.spec()), false);
        assertTrue(GroupKeys.ALL.stream().allMatch(key -> help.contains(key.name())), help);
    }
}
