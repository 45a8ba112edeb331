package io.conncount.cli.history;

import io.conncount.cli.history.Recorded.Grouped;
import io.conncount.cli.options.HistoryOptions.Period;
import io.conncount.exporters.history.HistoryException;
import io.conncount.exporters.history.Moment;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a history has of a period, in parts of the same length.
 *
 * @param lines for each part of which there are records, in their order
 * @param missing how many parts there are of which there are none
 * @param damaged how many records could not be read
 */
record PeriodReading(Recorded recorded, Period period, List<Line> lines, long missing, long damaged) {
    /**
     * A part.
     *
     * @param time its end
     */
    record Line(Instant time, Grouped grouped) {}

    /** Reads a period; parts begin and end at multiples of their length, except the last, which ends with the period. */
    static PeriodReading of(Recorded recorded, Period period) throws HistoryException {
        long every = period.every().toMillis();
        Map<Long, Moment> parts = new TreeMap<>();
        long damaged = recorded.between(
                period.from(),
                period.to(),
                moment -> parts.merge(end(moment.time().toEpochMilli(), every), moment, Moment::then));
        List<Line> lines = new ArrayList<>();
        parts.forEach((end, moment) -> {
            Instant time = Instant.ofEpochMilli(Math.min(end, period.to().toEpochMilli()));
            lines.add(new Line(time, recorded.grouped(moment)));
        });
        long first = end(period.from().toEpochMilli() + 1, every);
        long last = end(period.to().toEpochMilli(), every);
        return new PeriodReading(recorded, period, lines, (last - first) / every + 1 - lines.size(), damaged);
    }

    private static long end(long millis, long every) {
        return -Math.floorDiv(-millis, every) * every;
    }
}
