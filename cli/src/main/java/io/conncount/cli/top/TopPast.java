package io.conncount.cli.top;

import io.conncount.cli.history.Recorded;
import io.conncount.cli.history.Recorded.Grouped;
import io.conncount.cli.history.RecordedCounts;
import io.conncount.counters.Measure;
import io.conncount.counters.Measures;
import io.conncount.exporters.history.Extent;
import io.conncount.exporters.history.HistoryException;
import io.conncount.exporters.history.HistoryReader;
import io.conncount.exporters.history.Moment;
import io.conncount.exporters.history.Place;
import io.conncount.exporters.history.RecordedSeries;
import io.conncount.group.GroupKey;
import io.conncount.group.GroupKeys;
import io.conncount.query.Query;
import io.conncount.query.Selection;
import io.conncount.sampler.Series;
import io.conncount.sampler.Series.Sample;
import io.conncount.snapshot.Snapshot;
import io.conncount.tui.History;
import io.conncount.tui.model.Event;
import io.conncount.tui.model.Event.Sampled;
import io.conncount.tui.model.Event.Topic;
import io.conncount.tui.model.Model;
import io.conncount.tui.model.Question;
import io.conncount.tui.model.Recorded.Range;
import io.conncount.tui.model.Recorded.Span;
import io.conncount.tui.model.Tab;
import io.conncount.tui.model.Travel;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Shows moments of a daemon's history in the dashboard. The file is opened for each anew, so that nothing of it is held. */
final class TopPast implements History {
    private static final List<GroupKey> STATE = GroupKeys.of(List.of("state"));

    /** What led up to a moment becomes its rates and trends: a thousand groups of each take some ten milliseconds to read. */
    private static final int RECORDS_MAX = 12;

    private static final long NANOS_PER_MILLI = 1_000_000;

    private final Path file;
    private final Optional<String> refusal;
    private final TopCourse course = new TopCourse();
    private Optional<Place> place = Optional.empty();

    /**
     * @param file the history, or its directory
     * @param refusal why it says nothing of what is shown; empty if it does
     */
    TopPast(Path file, Optional<String> refusal) {
        this.file = file;
        this.refusal = refusal;
    }

    @Override
    public void leave() {
        place = Optional.empty();
    }

    @Override
    public Event.Recalled recall(Model model, Travel travel) throws HistoryException {
        if (refusal.isPresent()) {
            throw new HistoryException(refusal.get());
        }
        try (HistoryReader reader = HistoryReader.open(file)) {
            Reading reading = new Reading(reader, model);
            place = Optional.of(reading.travelled(travel));
            return reading.recalled(place.get());
        }
    }

    /** What is read for one event. */
    private final class Reading {
        private final HistoryReader reader;
        private final Model model;
        private final List<Sampled<?>> samples = new ArrayList<>();
        private final Map<Topic<Snapshot>, Span> spans = new HashMap<>();

        Reading(HistoryReader reader, Model model) {
            this.reader = reader;
            this.model = model;
        }

        /** Steps are those of the records that the view is about. */
        Place travelled(Travel travel) throws HistoryException {
            if (travel instanceof Travel.To to) {
                return main().place(to.time());
            } else if (travel instanceof Travel.Step step) {
                long from = place.map(Place::millis).orElse(Long.MAX_VALUE);
                Optional<Place> there = main().step(from, step.records());
                return there.orElseThrow(() -> new HistoryException(
                        step.records() < 0
                                ? "there is no earlier record in " + reader.file()
                                : "this is the newest record; L returns to the present"));
            }
            return place.orElseThrow(() -> new HistoryException("no moment of the past is shown"));
        }

        private Recorded main() throws HistoryException {
            Question asked = model.question();
            Query states = Question.count(asked.sockets(), STATE);
            List<Query> wanted = model.tab() == Tab.GROUPS
                    ? List.of(asked.groups(), states, Question.count(asked.all(), STATE))
                    : List.of(states, asked.groups(), Question.count(asked.all(), STATE));
            for (Query query : wanted) {
                Optional<Recorded> answering = Recorded.answering(reader, query.keys(), query.selection());
                if (answering.isPresent()) {
                    return answering.get();
                }
            }
            return Recorded.of(reader, STATE, asked.all());
        }

        Event.Recalled recalled(Place shown) throws HistoryException {
            Question asked = model.question();
            count(Topic.STATES, Question.count(asked.all(), STATE), shown);
            if (model.showsFilteredStates()) {
                count(Topic.FILTERED_STATES, Question.count(asked.sockets(), STATE), shown);
            }
            if (model.showsGroups()) {
                count(Topic.GROUPS, asked.groups(), shown);
            }
            measures(shown);
            if (model.tab().isTable()) {
                samples.add(TopRecordedTables.of(model.tab(), reader, shown));
            }
            Span span = span(main().upTo(shown, 1).get(0));
            Selection sockets = asked.sockets();
            return new Event.Recalled(
                    new io.conncount.tui.model.Recorded(
                            reader.host(), span, spans, course.read(reader, sockets, shown, model.window())),
                    samples);
        }

        private void count(Topic<Snapshot> topic, Query query, Place shown) {
            try {
                Recorded recorded = Recorded.of(reader, query.keys(), query.selection());
                List<Grouped> moments = recorded.upTo(shown, RECORDS_MAX);
                RecordedCounts counts = new RecordedCounts(recorded, query.selection());
                for (Grouped moment : moments) {
                    Snapshot snapshot = counts.of(moment);
                    samples.add(new Sampled<>(topic, sampled(snapshot, snapshot.time(), snapshot.fault())));
                }
                spans.put(topic, span(moments.get(moments.size() - 1)));
            } catch (HistoryException e) {
                samples.add(new Sampled<>(topic, failed(e.getMessage())));
            }
        }

        /** A kernel's numbers are of no use without those before them. */
        private void measures(Place shown) throws HistoryException {
            for (RecordedSeries series : reader.series()) {
                if (series.name().equals(RecordedSeries.MEASURES)) {
                    for (Moment moment : reader.upTo(series, shown.millis(), 2)) {
                        samples.add(
                                new Sampled<>(Topic.MEASURES, sampled(numbers(moment), moment.time(), moment.fault())));
                    }
                }
            }
        }
    }

    private static Measures numbers(Moment moment) {
        Map<Measure, Long> values = new EnumMap<>(Measure.class);
        for (Measure measure : Measure.published()) {
            Extent extent = moment.groups().get(List.of(measure.label()));
            if (extent != null) {
                values.put(measure, extent.last());
            }
        }
        return new Measures(values);
    }

    private static Span span(Grouped grouped) {
        Map<List<String>, Range> ranges = new HashMap<>();
        grouped.groups().forEach((values, extent) -> {
            if (!extent.steady()) {
                ranges.put(values, new Range(extent.min(), extent.max()));
            }
        });
        Moment moment = grouped.moment();
        return new Span(moment.time(), moment.span(), moment.samples(), ranges);
    }

    static <T> Series.State<T> sampled(T value, Instant time, Optional<String> fault) {
        Sample<T> sample =
                new Sample<>(value, time, time.toEpochMilli() * NANOS_PER_MILLI, Duration.ZERO, Duration.ZERO, fault);
        return new Series.State<>(
                Optional.of(sample), 1, 0, fault.isPresent() ? 1 : 0, fault, Duration.ZERO, Duration.ZERO);
    }

    static <T> Series.State<T> failed(String reason) {
        return new Series.State<>(Optional.empty(), 1, 1, 0, Optional.of(reason), Duration.ZERO, Duration.ZERO);
    }
}
