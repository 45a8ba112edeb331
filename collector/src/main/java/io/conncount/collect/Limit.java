package io.conncount.collect;

/**
 * Something of which there is only so much.
 *
 * @param name such as {@code open_files}
 * @param of whose it is, such as {@code nginx/811}; empty for the host's or the network namespace's own
 * @param use how much is used; negative if that is not known
 * @param max how much there may be; negative if there is no limit, or it is not known
 * @param raise what raises the limit: a sysctl, where it has one
 * @param note what else is to be known, such as why a number is missing; empty if nothing
 */
public record Limit(String name, String of, long use, long max, Unit unit, String raise, String note)
        implements Comparable<Limit> {
    /** What is counted. */
    public enum Unit {
        COUNT("count"),
        BYTES("bytes");

        private final String label;

        Unit(String label) {
            this.label = label;
        }

        /** The name in machine formats. */
        public String label() {
            return label;
        }
    }

    /** A number of the host. */
    static Limit count(String name, long use, long max, String raise) {
        return new Limit(name, "", use, max, Unit.COUNT, raise, "");
    }

    /** Bytes of the host. */
    static Limit bytes(String name, long use, long max, String raise) {
        return new Limit(name, "", use, max, Unit.BYTES, raise, "");
    }

    /** The same of somebody. */
    Limit of(String owner) {
        return new Limit(name, owner, use, max, unit, raise, note);
    }

    /** The same with a note. */
    Limit noted(String text) {
        return new Limit(name, of, use, max, unit, raise, text);
    }

    /** The same with a note if a number of it is not known. */
    Limit notedIfUnknown(String text) {
        return isKnown() ? this : noted(text);
    }

    /** True if both numbers are known. */
    public boolean isKnown() {
        return use >= 0 && max >= 0;
    }

    /** The order by which those nearest to their limit come first. */
    @Override
    public int compareTo(Limit other) {
        return Double.compare(other.share(), share());
    }

    /** How much of it is used, 1 for all; negative if that is not known. */
    public double share() {
        return isKnown() ? (double) use / Math.max(1, max) : -1;
    }
}
