package io.conncount.cli.check;

import io.conncount.cli.history.Recorded;
import io.conncount.cli.options.HistoryOptions.Period;
import io.conncount.cli.threshold.Measured;
import io.conncount.cli.threshold.Question;
import io.conncount.cli.threshold.Subject;
import io.conncount.counters.Measure;
import io.conncount.exporters.history.Extent;
import io.conncount.exporters.history.HistoryException;
import io.conncount.exporters.history.HistoryReader;
import io.conncount.exporters.history.Moment;
import io.conncount.exporters.history.RecordedSeries;
import io.conncount.view.Timestamps;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What subjects were in a period, by a history: of a minimum and a maximum, the one that is worse for a question. */
final class RecordedSubjects {
    private final HistoryReader reader;
    private final Period period;

    RecordedSubjects(HistoryReader reader, Period period) {
        this.reader = reader;
        this.period = period;
    }

    /** An extreme, and the end of the record that has it. */
    private record Extreme(double value, Instant time) {}

    /** The least and the most of a period. */
    private static final class Extremes {
        private Optional<Extreme> least = Optional.empty();
        private Optional<Extreme> most = Optional.empty();

        void add(double min, double max, Instant time) {
            if (least.isEmpty() || min < least.get().value()) {
                least = Optional.of(new Extreme(min, time));
            }
            if (most.isEmpty() || max > most.get().value()) {
                most = Optional.of(new Extreme(max, time));
            }
        }
    }

    /** The value of the period that a question is about. */
    Measured of(Question question) {
        try {
            if (question.subject() instanceof Subject.SocketCount count) {
                return worse(question, sockets(count), "");
            }
            if (question.subject() instanceof Subject.KernelMeasure measure) {
                boolean bytes = measure.measure().unit().isPresent();
                return worse(question, measures(moment -> of(moment, measure.measure())), bytes ? "B" : "");
            }
            if (question.subject() instanceof Subject.ShareOfLimit share) {
                return worse(question, measures(moment -> share(moment, share)), "%");
            }
        } catch (HistoryException e) {
            return Measured.unknown(e.getMessage());
        }
        return Measured.unknown("a history has only sockets, and the kernel's numbers of itself");
    }

    private Extremes sockets(Subject.SocketCount count) throws HistoryException {
        Recorded recorded = Recorded.of(reader, List.of(), count.selection());
        Extremes extremes = new Extremes();
        recorded.between(period.from(), period.to(), moment -> {
            Extent total = recorded.grouped(moment).total();
            extremes.add((double) total.min(), (double) total.max(), moment.time());
        });
        return extremes;
    }

    /** A least and a most, in the unit of the subject. */
    private record Bounds(double min, double max) {}

    private Extremes measures(Function<Moment, Optional<Bounds>> bounds) throws HistoryException {
        Extremes extremes = new Extremes();
        for (RecordedSeries series : reader.series()) {
            if (series.name().equals(RecordedSeries.MEASURES)) {
                reader.between(
                        series,
                        period.from(),
                        period.to(),
                        moment -> bounds.apply(moment)
                                .ifPresent(found -> extremes.add(found.min(), found.max(), moment.time())));
            }
        }
        return extremes;
    }

    private static Optional<Bounds> of(Moment moment, Measure measure) {
        Extent extent = moment.groups().get(List.of(measure.label()));
        return extent == null
                ? Optional.empty()
                : Optional.of(new Bounds((double) extent.min(), (double) extent.max()));
    }

    private static Optional<Bounds> share(Moment moment, Subject.ShareOfLimit share) {
        Optional<Bounds> use = of(moment, share.measure());
        Optional<Bounds> limit = of(moment, share.limit());
        if (use.isEmpty() || limit.isEmpty() || limit.get().min() <= 0) {
            return Optional.empty();
        }
        return Optional.of(new Bounds(
                percent(use.get().min(), limit.get().max()),
                percent(use.get().max(), limit.get().min())));
    }

    private static double percent(double part, double whole) {
        return Math.round(10_000 * part / whole) / 100.0;
    }

    private static Measured worse(Question question, Extremes extremes, String unit) {
        if (extremes.most.isEmpty() || extremes.least.isEmpty()) {
            return Measured.unknown("it was not recorded in this period");
        }
        Measured most = measured(extremes.most.get(), unit);
        Measured least = measured(extremes.least.get(), unit);
        return question.status(least).compareTo(question.status(most)) < 0 ? least : most;
    }

    private static Measured measured(Extreme extreme, String unit) {
        Measured value = Measured.of(extreme.value(), unit);
        return new Measured(value.value(), unit, value.max(), "until " + Timestamps.of(extreme.time()));
    }
}
