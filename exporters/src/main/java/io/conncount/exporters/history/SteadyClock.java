package io.conncount.exporters.history;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The time of records, which never goes back and never leaps: the host's clock, until that is set. From then on it goes on as
 * the time that has passed says, and how far the host's clock is ahead of it is kept as a {@link Shift}. So a record is never
 * older than one that was written before it, nothing grows old because a clock was set, and every record can still be found by
 * what the clock showed. Used by one thread.
 */
final class SteadyClock {
    /** The host's clock may stray from the time that passes by so much between two samples: NTP moves it by less. */
    private static final long STRAY_MILLIS_MAX = 1000;

    private static final long NANOS_PER_MILLI = 1_000_000;

    private final List<Shift> shifts;
    private long lastMillis;
    private boolean running;
    private long lastNanos;

    /**
     * From a time on, the host's clock shows {@code aheadMillis} more than the time of records.
     *
     * @param fromMillis by the time of records, since 1970
     */
    record Shift(long fromMillis, long aheadMillis) {}

    /**
     * A clock that goes on where an earlier one was.
     *
     * @param shifts of the records there are, in their order
     * @param lastMillis the time of the last of them; 0 if there is none
     */
    SteadyClock(List<Shift> shifts, long lastMillis) {
        this.shifts = new ArrayList<>(shifts);
        this.lastMillis = lastMillis;
    }

    /** All shifts so far, in their order. Before the first, the host's clock is the time of records. */
    List<Shift> shifts() {
        return List.copyOf(shifts);
    }

    /**
     * The time of a record, in milliseconds since 1970.
     *
     * @param shown what the host's clock showed
     * @param nanos the same moment by {@link System#nanoTime}
     */
    long at(Instant shown, long nanos) {
        long wall = shown.toEpochMilli();
        long millis = running ? goOn(wall, (nanos - lastNanos) / NANOS_PER_MILLI) : begin(wall);
        running = true;
        lastNanos = nanos;
        lastMillis = millis;
        return millis;
    }

    /** How long the daemon did not run, only the host's clock knows; that it cannot have gone back is all that is certain. */
    private long begin(long wall) {
        if (wall > lastMillis) {
            return shifted(wall, 0);
        }
        long ahead = ahead();
        return wall - ahead > lastMillis ? wall - ahead : shifted(lastMillis + 1, wall - lastMillis - 1);
    }

    private long goOn(long wall, long passedMillis) {
        long expected = lastMillis + passedMillis;
        long shown = wall - ahead();
        if (Math.abs(shown - expected) <= STRAY_MILLIS_MAX) {
            // Two series may be sampled in the same millisecond.
            return Math.max(lastMillis, shown);
        }
        long ahead = wall - expected;
        return Math.abs(ahead) <= STRAY_MILLIS_MAX && wall > lastMillis ? shifted(wall, 0) : shifted(expected, ahead);
    }

    private long shifted(long millis, long ahead) {
        if (ahead != ahead()) {
            shifts.add(new Shift(millis, ahead));
        }
        return millis;
    }

    private long ahead() {
        return shifts.isEmpty() ? 0 : shifts.get(shifts.size() - 1).aheadMillis();
    }

    /**
     * When, by the time of records, the host's clock can have shown a time: once, unless it was set. The latest comes first.
     */
    static List<Long> when(List<Shift> shifts, long shownMillis) {
        List<Long> times = new ArrayList<>();
        for (int i = shifts.size() - 1; i >= -1; i--) {
            long from = i < 0 ? Long.MIN_VALUE : shifts.get(i).fromMillis();
            long until = i + 1 < shifts.size() ? shifts.get(i + 1).fromMillis() : Long.MAX_VALUE;
            long millis = shownMillis - (i < 0 ? 0 : shifts.get(i).aheadMillis());
            if (millis >= from && millis < until) {
                times.add(millis);
            }
        }
        return times;
    }

    /** What the host's clock showed at a time of records. */
    static long shown(List<Shift> shifts, long millis) {
        long ahead = 0;
        for (Shift shift : shifts) {
            ahead = shift.fromMillis() <= millis ? shift.aheadMillis() : ahead;
        }
        return millis + ahead;
    }
}
