package io.conncount.tui.rules;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;

/** Model, view and terminal are apart. */
class ArchitectureTest {
    private static final JavaClasses TUI = new ClassFileImporter()
            .withImportOption(location -> !location.contains("test-classes"))
            .importPackages("io.conncount.tui");

    @Test
    void packagesHaveNoCycles() {
        slices().matching("io.conncount.(**)").should().beFreeOfCycles().check(TUI);
    }

    @Test
    void terminalKnowsTheModelAlone() {
        noClasses()
                .that()
                .resideInAPackage("io.conncount.tui.terminal")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.conncount.tui", "io.conncount.tui.view")
                .check(TUI);
    }

    @Test
    void modelDoesNothingButAnswer() {
        noClasses()
                .that()
                .resideInAPackage("io.conncount.tui.model")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "com.googlecode..",
                        "io.conncount.tui",
                        "io.conncount.tui.view",
                        "io.conncount.tui.terminal",
                        "io.conncount.sys",
                        "java.io",
                        "java.util.concurrent..")
                .check(TUI);
    }

    @Test
    void viewKnowsTheModelAndWhatItDrawsOn() {
        noClasses()
                .that()
                .resideInAPackage("io.conncount.tui.view")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.conncount.tui",
                        "io.conncount.tui.terminal",
                        "io.conncount.sys",
                        "com.googlecode.lanterna.screen..",
                        "com.googlecode.lanterna.terminal..",
                        "java.io")
                .check(TUI);
    }

    @Test
    void nobodyButTheLoopAsksOshi() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.conncount.tui")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("oshi..")
                .check(TUI);
    }
}
