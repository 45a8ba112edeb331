package io.conncount.rules;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;

/** Which package may know which. */
class ArchitectureTest {
    private static final JavaClasses COLLECTOR = new ClassFileImporter()
            .withImportOption(location -> !location.contains("test-classes"))
            .importPackages("io.conncount");

    @Test
    void socketKnowsNobody() {
        onlyOursKnownTo("socket");
    }

    @Test
    void filtersKnowSocketsOnly() {
        onlyOursKnownTo("expression", "socket");
        onlyOursKnownTo("filter", "socket", "expression");
    }

    @Test
    void wireKnowsSocketsAndFiltersOnly() {
        onlyOursKnownTo("wire", "socket", "filter", "expression");
    }

    @Test
    void sysKnowsNobody() {
        onlyOursKnownTo("sys");
    }

    @Test
    void readersOfJsonKnowNobody() {
        onlyOursKnownTo("json");
    }

    @Test
    void programsKnowWhatIsAskedAndHowToCallTheKernel() {
        onlyOursKnownTo("bpf", "socket", "expression", "sys");
    }

    @Test
    void countersKnowWhatTheyAreReadFrom() {
        onlyOursKnownTo("counters", "socket", "wire", "sys");
    }

    @Test
    void groupsKnowNoSourceAndNoPlan() {
        onlyOursKnownTo("names", "socket", "filter", "sys");
        onlyOursKnownTo("group", "socket", "expression", "filter", "names");
    }

    @Test
    void sourcesKnowNeitherGroupsNorPlansNorSnapshots() {
        onlyOursKnownTo("source", "bpf", "expression", "socket", "filter", "wire", "sys", "counters", "names");
    }

    @Test
    void queriesSayWhatIsAskedAndNotHow() {
        onlyOursKnownTo("query", "socket", "filter", "group", "names");
    }

    @Test
    void snapshotsKnowWhatWasCountedAndNotHow() {
        onlyOursKnownTo("snapshot", "socket", "filter", "group");
    }

    @Test
    void collectingKnowsNoBytesAndNoViews() {
        onlyOursKnownTo(
                "collect",
                "bpf",
                "expression",
                "socket",
                "filter",
                "sys",
                "counters",
                "source",
                "group",
                "query",
                "snapshot");
    }

    @Test
    void viewsKnowWhatIsShownAndNotHowItCame() {
        onlyOursKnownTo("view", "socket", "expression", "names", "sys", "group", "snapshot", "distribution", "collect");
    }

    @Test
    void distributionsKnowWhatWasCountedAndNotHow() {
        onlyOursKnownTo("distribution", "socket", "expression", "filter", "group", "snapshot");
    }

    @Test
    void samplersKnowNeitherPlansNorSources() {
        onlyOursKnownTo("sampler", "sys");
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("io.conncount.(**)").should().beFreeOfCycles().check(COLLECTOR);
    }

    @Test
    void wireDoesNoInputOrOutput() {
        noClasses()
                .that()
                .resideInAPackage("io.conncount.wire..")
                .should()
                .dependOnClassesThat(inPackages("java.io", "java.net", "java.nio.channels", "java.nio.file", "com.sun"))
                .check(COLLECTOR);
    }

    @Test
    void onlySysCallsNativeCode() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.conncount.sys..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.sun.jna..")
                .check(COLLECTOR);
    }

    @Test
    void platformsDoNotSeeEachOther() {
        ArchRule linux = noClasses()
                .that()
                .resideInAPackage("..linux..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("..freebsd..");
        ArchRule freebsd = noClasses()
                .that()
                .resideInAPackage("..freebsd..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("..linux..");
        linux.check(COLLECTOR);
        freebsd.check(COLLECTOR);
    }

    @Test
    void onlyOneClassAsksWhichSystemThisIs() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName("io.conncount.sys.HostSystem")
                .should()
                .callMethod(System.class, "getProperty", String.class)
                .orShould()
                .callMethod(System.class, "getProperty", String.class, String.class)
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("com.sun.jna.Platform")
                .check(COLLECTOR);
    }

    /** Only the sampler wants to know what its process costs. */
    @Test
    void onlyTheSamplerLooksAtTheVirtualMachine() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.conncount.sampler..")
                .should()
                .dependOnClassesThat(inPackages("java.lang.management", "com.sun.management"))
                .check(COLLECTOR);
    }

    @Test
    void collectorDependsOnTheJdkAndJnaAlone() {
        classes()
                .should()
                .onlyDependOnClassesThat(
                        inPackages("io.conncount", "java", "javax.crypto", "com.sun.jna", "com.sun.management"))
                .check(COLLECTOR);
    }

    /** Of our packages, this one may know itself and those named behind it. */
    private static void onlyOursKnownTo(String name, String... known) {
        DescribedPredicate<JavaClass> allowed =
                DescribedPredicate.not(inPackages("io.conncount")).or(inPackages("io.conncount." + name));
        for (String other : known) {
            allowed = allowed.or(inPackages("io.conncount." + other));
        }
        classes()
                .that()
                .resideInAPackage("io.conncount." + name + "..")
                .should()
                .onlyDependOnClassesThat(allowed)
                .check(COLLECTOR);
    }

    private static DescribedPredicate<JavaClass> inPackages(String... packages) {
        DescribedPredicate<JavaClass> any = DescribedPredicate.alwaysFalse();
        for (String name : packages) {
            any = any.or(JavaClass.Predicates.resideInAPackage(name + ".."));
        }
        return any.as("in " + String.join(", ", packages));
    }
}
