package io.conncount.cli.rules;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Commands use rows and formats, and these know nothing of the command line. */
class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.conncount.cli");

    @Test
    void packagesHaveNoCycle() {
        slices().matching("io.conncount.(cli..)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void onlyCommandsKnowPicocli() {
        noClasses()
                .that()
                .resideInAnyPackage("io.conncount.cli.list", "io.conncount.cli.output")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("picocli..")
                .check(CLASSES);
    }

    @Test
    void outputKnowsNeitherWordsNorOtherModules() {
        noClasses()
                .that()
                .resideInAnyPackage("io.conncount.cli.list", "io.conncount.cli.output")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.conncount.cli", "io.conncount.exporters..", "io.conncount.tui..")
                .check(CLASSES);
    }
}
