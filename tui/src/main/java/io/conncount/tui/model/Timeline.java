package io.conncount.tui.model;

import io.conncount.counters.Measure;
import io.conncount.tui.model.Data.Activity;
import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.function.Function;

/** What the kernel's counters said in the last quarter of an hour or so, whatever was looked at. It does not change. */
public final class Timeline {
    /** Nothing yet. */
    public static final Timeline EMPTY = new Timeline(new long[0], new double[Line.values().length][0]);

    /** A quarter of an hour, at one a second. */
    static final int MOMENTS_MAX = 900;

    private static final double NANOS_PER_SECOND = 1e9;

    /** What is kept. */
    public enum Line {
        CONNECTIONS("connections", Line::connections),
        OPENS("connects + accepts/s", activity -> sum(activity, Measure.TCP_ACTIVE_OPENS, Measure.TCP_PASSIVE_OPENS)),
        RETRANSMITS("retransmits/s", activity -> activity.perSecond(Measure.TCP_RETRANSMITTED_SEGMENTS)),
        DROPS("listen drops/s", activity -> activity.perSecond(Measure.TCP_LISTEN_DROPS));

        private final String title;
        private final Function<Activity, OptionalDouble> value;

        Line(String title, Function<Activity, OptionalDouble> value) {
            this.title = title;
            this.value = value;
        }

        /** What it is, for people. */
        public String title() {
            return title;
        }

        private static OptionalDouble connections(Activity activity) {
            var established = activity.now().of(Measure.TCP_ESTABLISHED);
            return established.isPresent()
                    ? OptionalDouble.of((double) established.getAsLong())
                    : OptionalDouble.empty();
        }

        private static OptionalDouble sum(Activity activity, Measure one, Measure other) {
            OptionalDouble first = activity.perSecond(one);
            OptionalDouble second = activity.perSecond(other);
            return first.isEmpty() || second.isEmpty()
                    ? OptionalDouble.empty()
                    : OptionalDouble.of(first.getAsDouble() + second.getAsDouble());
        }
    }

    private final long[] takenNanos;
    private final double[][] values;

    private Timeline(long[] takenNanos, double[][] values) {
        this.takenNanos = takenNanos;
        this.values = values;
    }

    /** The same with one moment more; the oldest is forgotten if there are too many. */
    Timeline and(Activity activity, long nanos) {
        int from = Math.max(0, takenNanos.length + 1 - MOMENTS_MAX);
        int size = takenNanos.length + 1 - from;
        long[] times = Arrays.copyOfRange(takenNanos, from, from + size);
        times[size - 1] = nanos;
        double[][] all = new double[values.length][];
        for (Line line : Line.values()) {
            double[] grown = Arrays.copyOfRange(values[line.ordinal()], from, from + size);
            grown[size - 1] = line.value.apply(activity).orElse(Double.NaN);
            all[line.ordinal()] = grown;
        }
        return new Timeline(times, all);
    }

    /** The last values of a line, at most so many, the latest last; {@code NaN} where it was unknown. */
    public double[] last(Line line, int most) {
        double[] of = values[line.ordinal()];
        return Arrays.copyOfRange(of, Math.max(0, of.length - most), of.length);
    }

    /** How many seconds the first of the last so many moments is older than the last; 0 if there are fewer than two. */
    public double seconds(int most) {
        int count = Math.min(most, takenNanos.length);
        return count < 2
                ? 0
                : (takenNanos[takenNanos.length - 1] - takenNanos[takenNanos.length - count]) / NANOS_PER_SECOND;
    }
}
