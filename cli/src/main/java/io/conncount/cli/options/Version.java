package io.conncount.cli.options;

/** The version of this program. */
public final class Version {
    private Version() {}

    /** As the jar's manifest has it; null where classes are not in a jar. */
    public static String text() {
        return Version.class.getPackage().getImplementationVersion();
    }
}
