package io.conncount.cli.rules;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The program knows its commands, and these options and formats, which know neither. */
class ArchitectureTest {
    private static final String[] COMMANDS = Stream.of(
                    "count",
                    "list",
                    "check",
                    "diff",
                    "fleet",
                    "stats",
                    "events",
                    "kill",
                    "record",
                    "recordings",
                    "serve",
                    "top",
                    "views")
            .map(name -> "io.conncount.cli." + name)
            .toArray(String[]::new);

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.conncount.cli");

    @Test
    void packagesHaveNoCycle() {
        slices().matching("io.conncount.(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void outputKnowsNoCommandLine() {
        packagesKnowNone(List.of("io.conncount.cli.output"), "io.conncount.cli", "picocli..");
        packagesKnowNone(List.of("io.conncount.cli.output"), "io.conncount.exporters..", "io.conncount.tui..");
        packagesKnowNone(List.of("io.conncount.cli.output"), "io.conncount.cli.options");
    }

    @Test
    void optionsKnowNoCommand() {
        packagesKnowNone(List.of("io.conncount.cli.options"), COMMANDS);
        packagesKnowNone(List.of("io.conncount.cli.options"), "io.conncount.cli");
    }

    @Test
    void onlyTheDashboardEventsAndKillAreMadeOfOtherCommands() {
        for (String command :
                List.of("count", "list", "check", "diff", "fleet", "stats", "record", "recordings", "serve", "views")) {
            String itself = "io.conncount.cli." + command;
            packagesKnowNone(
                    List.of(itself),
                    Stream.concat(Stream.of("io.conncount.cli"), Stream.of(COMMANDS))
                            .filter(other -> !other.equals(itself))
                            .toArray(String[]::new));
        }
    }

    private static void packagesKnowNone(List<String> packages, String... others) {
        noClasses()
                .that()
                .resideInAnyPackage(packages.toArray(String[]::new))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(others)
                .check(CLASSES);
    }
}
