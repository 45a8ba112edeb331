package io.conncount.collect;

/**
 * What this host allows, or does not.
 *
 * @param check what was tried
 * @param detail what came of it
 * @param remedy what would mend it; empty if nothing is to be mended, or nobody knows
 */
public record Finding(String check, Status status, String detail, String remedy) {
    /** What came of a check. */
    public enum Status {
        YES("yes"),
        PARTLY("partly"),
        NO("no"),
        /** Nothing here shows it. */
        UNKNOWN("unknown");

        private final String label;

        Status(String label) {
            this.label = label;
        }

        /** The name in every format. */
        public String label() {
            return label;
        }
    }

    static Finding yes(String check, String detail) {
        return new Finding(check, Status.YES, detail, "");
    }

    static Finding no(String check, String detail, String remedy) {
        return new Finding(check, Status.NO, detail, remedy);
    }
}
