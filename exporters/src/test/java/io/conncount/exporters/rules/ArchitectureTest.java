package io.conncount.exporters.rules;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The layers that ARCHITECTURE.md draws: the daemon at the top, what is sampled at the bottom. */
class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.conncount.exporters");

    @Test
    void packagesHaveNoCycle() {
        slices().matching("io.conncount.(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void layersPointDown() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("daemon")
                .definedBy("io.conncount.exporters")
                .layer("prometheus")
                .definedBy("io.conncount.exporters.prometheus")
                .layer("pages")
                .definedBy("io.conncount.exporters.pages")
                .layer("web")
                .definedBy("io.conncount.exporters.web")
                .layer("socket")
                .definedBy("io.conncount.exporters.socket")
                .layer("client")
                .definedBy("io.conncount.exporters.client")
                .layer("message")
                .definedBy("io.conncount.exporters.message")
                .layer("history")
                .definedBy("io.conncount.exporters.history")
                .layer("sampled")
                .definedBy("io.conncount.exporters.sampled")
                .layer("flight")
                .definedBy("io.conncount.exporters.flight")
                .whereLayer("daemon")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("client")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("prometheus")
                .mayOnlyBeAccessedByLayers("daemon")
                .whereLayer("flight")
                .mayOnlyBeAccessedByLayers("daemon")
                .whereLayer("socket")
                .mayOnlyBeAccessedByLayers("daemon")
                .whereLayer("web")
                .mayOnlyBeAccessedByLayers("daemon", "prometheus", "pages")
                .whereLayer("pages")
                .mayOnlyBeAccessedByLayers("daemon", "prometheus")
                .whereLayer("message")
                .mayOnlyBeAccessedByLayers("daemon", "client", "socket")
                .whereLayer("history")
                .mayOnlyBeAccessedByLayers("daemon")
                .whereLayer("sampled")
                .mayOnlyBeAccessedByLayers("daemon", "prometheus", "pages", "history")
                .check(CLASSES);
    }
}
