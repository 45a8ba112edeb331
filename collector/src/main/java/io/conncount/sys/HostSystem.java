package io.conncount.sys;

/** The operating system that this is. Nobody else asks: where two systems differ, a constant or a class is chosen by this. */
public enum HostSystem {
    LINUX,
    FREEBSD,
    /** One that conncount knows nothing of. */
    OTHER;

    private static final String NAME = System.getProperty("os.name");

    /** This one. */
    public static HostSystem current() {
        return switch (NAME) {
            case "Linux" -> LINUX;
            case "FreeBSD" -> FREEBSD;
            default -> OTHER;
        };
    }

    /** What it calls itself, such as {@code Linux}. */
    public static String currentName() {
        return NAME;
    }

    /** The processor's architecture, as Java names it. */
    public static String architecture() {
        return System.getProperty("os.arch");
    }

    /** A number to which the header files of the two systems give different values. */
    static int constant(int linux, int freeBsd) {
        return current() == FREEBSD ? freeBsd : linux;
    }
}
