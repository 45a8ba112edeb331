package io.conncount.exporters.history;

/**
 * A number in a span of time.
 *
 * @param last at its end
 * @param min the least that was sampled in it
 * @param max the most
 */
public record Extent(long last, long min, long max) {
    /** What is not there. */
    public static final Extent NONE = of(0);

    /** A number that was sampled once. */
    public static Extent of(long number) {
        return new Extent(number, number, number);
    }

    /** True if it was the same in every sample. */
    public boolean steady() {
        return min == last && max == last;
    }

    /** In this span and the one that follows. */
    Extent then(Extent later) {
        return new Extent(later.last, Math.min(min, later.min), Math.max(max, later.max));
    }

    /** The sum of two numbers: its last value, and how small and how large it can have been. */
    public Extent plus(Extent other) {
        return new Extent(last + other.last, min + other.min, max + other.max);
    }
}
