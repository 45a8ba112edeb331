package io.conncount.tui.model;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/** How many sockets there were in a window of time, in parts of the same length. It does not change. */
public final class Course {
    /** How long the window may be, from short to long. */
    static final List<Duration> WINDOWS =
            List.of(Duration.ofMinutes(10), Duration.ofHours(1), Duration.ofHours(6), Duration.ofHours(24));

    /** How long it is at first. */
    public static final Duration WINDOW = Duration.ofHours(1);

    /** Stands where nothing was recorded. */
    public static final long MISSING = -1;

    private final Instant from;
    private final Instant to;
    private final long[] least;
    private final long[] most;
    private final double place;

    /**
     * Copies what it is given.
     *
     * @param from when the window begins, by the clock of the host
     * @param least the fewest sockets in each part, or {@link #MISSING}
     * @param most the most
     * @param place where in the window the moment is that is shown, from 0 to 1
     */
    public Course(Instant from, Instant to, long[] least, long[] most, double place) {
        this.from = from;
        this.to = to;
        this.least = least.clone();
        this.most = most.clone();
        this.place = place;
    }

    /** When the window begins. */
    public Instant from() {
        return from;
    }

    /** When it ends. */
    public Instant to() {
        return to;
    }

    /** The most in the whole window, or {@link #MISSING}. */
    public long most() {
        return Arrays.stream(most).max().orElse(MISSING);
    }

    /** The most in each of so many columns, or {@link #MISSING}. */
    public long[] most(int columns) {
        long[] drawn = new long[columns];
        for (int column = 0; column < columns; column++) {
            drawn[column] = Arrays.stream(most, first(column, columns), end(column, columns))
                    .max()
                    .orElse(MISSING);
        }
        return drawn;
    }

    /** The fewest in each of so many columns, or {@link #MISSING}. */
    public long[] least(int columns) {
        long[] drawn = new long[columns];
        for (int column = 0; column < columns; column++) {
            drawn[column] = Arrays.stream(least, first(column, columns), end(column, columns))
                    .filter(number -> number != MISSING)
                    .min()
                    .orElse(MISSING);
        }
        return drawn;
    }

    /** A column of more than there are parts shows the part that it is in. */
    private int first(int column, int columns) {
        return (int) ((long) column * most.length / columns);
    }

    private int end(int column, int columns) {
        return Math.max(first(column, columns) + 1, first(column + 1, columns));
    }

    /** In which of so many columns the moment is that is shown. */
    public int column(int columns) {
        return Math.max(0, Math.min(columns - 1, (int) (place * columns)));
    }
}
