package io.conncount.cli.history;

import io.conncount.exporters.history.Extent;
import io.conncount.exporters.history.HistoryException;
import io.conncount.exporters.history.HistoryReader;
import io.conncount.exporters.history.Moment;
import io.conncount.exporters.history.Place;
import io.conncount.exporters.history.RecordedSeries;
import io.conncount.group.GroupKey;
import io.conncount.group.GroupKeys;
import io.conncount.query.Selection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A question about sockets, and the series of a history that answers it: one by these keys or more, of these sockets or more. */
public final class Recorded {
    private static final String TABLE_KEY = "proto";
    private static final String FAMILY_KEY = "family";
    private static final String STATE_KEY = "state";

    private final HistoryReader reader;
    private final RecordedSeries series;
    private final List<GroupKey> keys;
    private final List<Part> parts;
    private final List<Integer> places;

    /**
     * Of which values of a key the question is.
     *
     * @param whole true if that is all that was recorded
     */
    private record Part(int place, List<String> wanted, boolean whole) {}

    /**
     * The groups of a question at a moment.
     *
     * @param total all sockets of it
     * @param otherGroups how many groups are not known by name
     */
    public record Grouped(Moment moment, Map<List<String>, Extent> groups, Extent total, long otherGroups) {
        /** How many sockets are in groups that are not known by name. */
        public long otherCount() {
            return total.last()
                    - groups.values().stream().mapToLong(Extent::last).sum();
        }
    }

    private Recorded(HistoryReader reader, RecordedSeries series, List<GroupKey> keys, Selection selection) {
        this.reader = reader;
        this.series = series;
        this.keys = keys;
        parts = parts(series, selection);
        places = GroupKeys.names(keys).stream().map(series.keys()::indexOf).toList();
    }

    /**
     * Finds the series that answers a question and was sampled most often; of those alike, one with the fewest keys.
     *
     * @throws HistoryException if none does; the message says what was recorded
     */
    public static Recorded of(HistoryReader reader, List<GroupKey> keys, Selection selection) throws HistoryException {
        Optional<Recorded> answering = answering(reader, keys, selection);
        if (answering.isPresent()) {
            return answering.get();
        }
        String counts = counts(reader);
        if (counts.isEmpty()) {
            throw new HistoryException("the history " + reader.file() + " has no counts yet");
        }
        String by = String.join(",", GroupKeys.names(keys));
        throw new HistoryException("the history " + reader.file() + " has no counts of "
                + selection.words().map(words -> "'" + words + "'").orElse("TCP sockets") + " by " + by + ", only: "
                + counts + ". conncount serve --group 'by=" + by + "' records more");
    }

    /** The same; empty if no series answers the question. */
    public static Optional<Recorded> answering(HistoryReader reader, List<GroupKey> keys, Selection selection)
            throws HistoryException {
        List<RecordedSeries> answering = counting(reader)
                .filter(series -> answers(series, GroupKeys.names(keys), selection))
                .toList();
        return answering.isEmpty()
                ? Optional.empty()
                : Optional.of(new Recorded(reader, finest(reader, answering), keys, selection));
    }

    private static Stream<RecordedSeries> counting(HistoryReader reader) {
        return reader.series().stream()
                .filter(RecordedSeries::countsSockets)
                .sorted(Comparator.comparingInt(series -> series.keys().size()));
    }

    /** The first of those that were sampled most often: a spike may be in no sample of the others. */
    private static RecordedSeries finest(HistoryReader reader, List<RecordedSeries> answering) throws HistoryException {
        RecordedSeries finest = answering.get(0);
        for (RecordedSeries series : answering) {
            // Those of the same interval differ by some milliseconds, now one way and then the other.
            if (reader.intervalMillis(series) < reader.intervalMillis(finest) / 10 * 9) {
                finest = series;
            }
        }
        return finest;
    }

    /** All counts that a history has, in words. */
    public static String counts(HistoryReader reader) {
        return counting(reader).map(Recorded::words).collect(Collectors.joining("; "));
    }

    private static String words(RecordedSeries series) {
        StringJoiner words = new StringJoiner(" ");
        words.add("by " + String.join(",", series.keys())).add("of " + String.join(",", series.tables()));
        series.filter().ifPresent(filter -> words.add("with '" + filter + "'"));
        return words.toString();
    }

    private static boolean answers(RecordedSeries series, List<String> keys, Selection selection) {
        return series.keys().containsAll(keys)
                && series.filter().equals(selection.filter().map(filter -> filter.text()))
                && answers(series, TABLE_KEY, series.tables(), RecordedSeries.tables(selection))
                && answers(series, FAMILY_KEY, series.families(), RecordedSeries.families(selection.families()))
                && answers(series, STATE_KEY, series.states(), RecordedSeries.states(selection.states()));
    }

    private static boolean answers(RecordedSeries series, String key, List<String> recorded, List<String> wanted) {
        return wanted.equals(recorded) || (series.keys().contains(key) && recorded.containsAll(wanted));
    }

    private static List<Part> parts(RecordedSeries series, Selection selection) {
        List<Part> parts = new ArrayList<>();
        addPart(parts, series, TABLE_KEY, series.tables(), RecordedSeries.tables(selection));
        addPart(parts, series, FAMILY_KEY, series.families(), RecordedSeries.families(selection.families()));
        addPart(parts, series, STATE_KEY, series.states(), RecordedSeries.states(selection.states()));
        return parts;
    }

    private static void addPart(
            List<Part> parts, RecordedSeries series, String key, List<String> recorded, List<String> wanted) {
        parts.add(new Part(series.keys().indexOf(key), wanted, wanted.equals(recorded)));
    }

    /** What was recorded that answers it. */
    String words() {
        return "counts " + words(series);
    }

    /** What is asked by. */
    List<GroupKey> keys() {
        return keys;
    }

    /** The host that was recorded. */
    public String host() {
        return reader.host();
    }

    /** The file of the history. */
    public String file() {
        return reader.file().toString();
    }

    /**
     * The answer at a time.
     *
     * @throws HistoryException if nothing was recorded then; the message says when it was
     */
    public Grouped at(Instant time) throws HistoryException {
        return grouped(found(reader.at(series, time), time));
    }

    /** Says that nothing was recorded in a period, and when something was. */
    HistoryException nothing(Instant from, Instant to) throws HistoryException {
        return nothing("from " + LocalTimes.of(from) + " to " + LocalTimes.of(to), to);
    }

    private HistoryException nothing(String when, Instant time) throws HistoryException {
        return nothing(reader, series, when, time);
    }

    /** Says that a series has no record of a time, and when it has some. */
    public static HistoryException nothing(HistoryReader reader, RecordedSeries series, String when, Instant time)
            throws HistoryException {
        String nearest =
                reader.nearest(series, time).stream().map(LocalTimes::of).collect(Collectors.joining(" and "));
        return new HistoryException("nothing was recorded " + when + " in " + reader.file()
                + (nearest.isEmpty() ? "" : "; the nearest records are of " + nearest));
    }

    /** Where the answer at a time is; says that nothing was recorded then, and when something was. */
    public Place place(Instant time) throws HistoryException {
        return found(reader.place(series, time), time);
    }

    private <T> T found(Optional<T> recorded, Instant time) throws HistoryException {
        if (recorded.isPresent()) {
            return recorded.get();
        }
        throw nothing("at " + LocalTimes.of(time), time);
    }

    /** Where a record is so many before or after a time: {@link HistoryReader#step}. */
    public Optional<Place> step(long fromMillis, long records) throws HistoryException {
        return reader.step(series, fromMillis, records);
    }

    /** The answer at a time of records, and those that lead up to it: {@link HistoryReader#upTo}. */
    public List<Grouped> upTo(Place place, int recordsMax) throws HistoryException {
        List<Moment> moments = reader.upTo(series, place.millis(), recordsMax);
        if (moments.isEmpty()) {
            throw nothing("at " + LocalTimes.of(place.shown()), place.shown());
        }
        return moments.stream().map(this::grouped).toList();
    }

    /** The answers of a window by the time of records: {@link HistoryReader#within}. */
    public void within(long fromMillis, long toMillis, HistoryReader.Sink sink) throws HistoryException {
        reader.within(series, fromMillis, toMillis, sink);
    }

    /** The answers of a period, in their order; returns how many records were damaged. */
    public long between(Instant from, Instant to, HistoryReader.Sink sink) throws HistoryException {
        return reader.between(series, from, to, sink);
    }

    /** The groups of the question in a record. */
    public Grouped grouped(Moment moment) {
        boolean whole = parts.stream().allMatch(Part::whole);
        Map<List<String>, Extent> groups = new HashMap<>();
        Extent sum = Extent.NONE;
        for (Map.Entry<List<String>, Extent> group : moment.groups().entrySet()) {
            if (isWanted(group.getKey())) {
                List<String> values = places.stream().map(group.getKey()::get).toList();
                groups.merge(values, group.getValue(), Extent::plus);
                sum = sum.plus(group.getValue());
            }
        }
        return new Grouped(moment, groups, whole ? moment.total() : sum, whole ? moment.otherGroups() : 0);
    }

    private boolean isWanted(List<String> values) {
        for (Part part : parts) {
            if (!part.whole() && !part.wanted().contains(values.get(part.place()))) {
                return false;
            }
        }
        return true;
    }
}
