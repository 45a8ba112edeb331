package io.conncount.snapshot;

import io.conncount.group.GroupKey;
import io.conncount.group.GroupTable;
import io.conncount.snapshot.Ranking.Row;
import io.conncount.snapshot.StepReport.MissingTable;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** An answer: how many sockets each group had at a moment, and how far that can be trusted. It does not change. */
public final class Snapshot {
    /** The {@link #errorBar} if the kernel did not report what changed. */
    public static final long ERROR_BAR_UNKNOWN = -1;

    private final String host;
    private final Instant time;
    private final GroupTable table;
    private final Optional<String> filter;
    private final Optional<String> fault;
    private final long errorBar;
    private final String source;
    private final Duration elapsed;
    private final List<StepReport> steps;
    private final Optional<Duration> age;

    /**
     * @param table the counts; it must not change any more
     * @param filter what restricted the question, in the words of the command line
     * @param fault why sockets may be missing
     */
    public Snapshot(
            String host,
            Instant time,
            GroupTable table,
            Optional<String> filter,
            Optional<String> fault,
            long errorBar,
            String source,
            Duration elapsed,
            List<StepReport> steps) {
        this.host = host;
        this.time = time;
        this.table = table;
        this.filter = filter;
        this.fault = fault;
        this.errorBar = errorBar;
        this.source = source;
        this.elapsed = elapsed;
        this.steps = List.copyOf(steps);
        age = Optional.empty();
    }

    private Snapshot(Snapshot taken, GroupTable table, Optional<String> filter, Optional<Duration> age) {
        host = taken.host;
        time = taken.time;
        this.table = table;
        this.filter = filter;
        fault = taken.fault;
        errorBar = taken.errorBar;
        source = taken.source;
        elapsed = taken.elapsed;
        steps = taken.steps;
        this.age = age;
    }

    /** The same as a daemon gives it that took it so long ago. */
    public Snapshot given(Duration agedBy) {
        return new Snapshot(this, table, filter, Optional.of(agedBy));
    }

    /**
     * The answer to another question that follows from this one.
     *
     * @param regrouped the new counts; it must not change any more
     * @param words what restricts the other question, in the words of the command line
     */
    public Snapshot regrouped(GroupTable regrouped, Optional<String> words) {
        return new Snapshot(this, regrouped, words, age);
    }

    /** The name of the host that answered. */
    public String host() {
        return host;
    }

    /** When the first request was sent. */
    public Instant time() {
        return time;
    }

    /** The keys, in the requested order. */
    public List<GroupKey> keys() {
        return table.keys();
    }

    /** The total number of sockets. */
    public long total() {
        return table.total();
    }

    /** What restricted the question, in the words of the command line; empty if nothing did. */
    public Optional<String> filter() {
        return filter;
    }

    /** Why sockets may be missing; empty if the answer is complete. */
    public Optional<String> fault() {
        return fault;
    }

    /**
     * By how many sockets a number may be off, because sockets came and went while they were read; or
     * {@link #ERROR_BAR_UNKNOWN}.
     */
    public long errorBar() {
        return errorBar;
    }

    /** The source, such as {@code sock_diag+counters}. */
    public String source() {
        return source;
    }

    /** How long it took to ask and to count. */
    public Duration elapsed() {
        return elapsed;
    }

    /** How the answer came about. */
    public List<StepReport> steps() {
        return steps;
    }

    /** The requested tables that the kernel does not show. The answer is complete if they hold no sockets. */
    public List<MissingTable> missing() {
        return StepReport.missing(steps);
    }

    /** Why numbers may be wrong even where nothing failed and nothing changed. */
    public List<String> caveats() {
        return StepReport.caveats(steps);
    }

    /** Its age when a daemon sent it; empty if it was taken for this question. */
    public Optional<Duration> age() {
        return age;
    }

    /** The number of groups; they are numbered from 0. */
    public int groups() {
        return table.size();
    }

    /** The number of sockets in no group, because there were too many groups. */
    public long ungrouped() {
        return table.ungrouped();
    }

    /** How many sockets a group has. */
    public long count(int group) {
        return table.count(group);
    }

    /** A group's value of the key at this position, as machine formats show it. */
    public String value(int group, int key) {
        return table.value(group, key);
    }

    /** The group with these lanes, or {@link GroupTable#NO_GROUP}. */
    public int find(long[] lanes) {
        return table.find(lanes, 0);
    }

    /** The natural order of two groups by all keys. */
    public int compareLanes(int group, int other) {
        return table.compare(group, other);
    }

    /** How many longs the values of all keys take. */
    public int lanes() {
        return table.lanes();
    }

    /** Copies the values of a group's keys, as {@link GroupKey#write} wrote them. */
    public void copyLanes(int group, long[] to) {
        table.copyLanes(group, to);
    }

    GroupTable table() {
        return table;
    }

    /**
     * What changed from one snapshot to the next, both with the same keys.
     *
     * @param now the later one
     * @param last the earlier one
     */
    public record Rates(Snapshot now, Snapshot last) {
        /** By how many sockets a group has grown. */
        public long delta(Row row) {
            return row.count() - row.countIn(last);
        }

        /** By how many sockets all groups together have grown. */
        public long totalDelta() {
            return now.total() - last.total();
        }

        /** By how many sockets those in none of the rows have grown. */
        public long otherDelta(Ranking ranking) {
            return totalDelta() - ranking.rows().stream().mapToLong(this::delta).sum();
        }

        /** What a growth amounts to in a second. */
        public double perSecond(long delta) {
            double seconds = Duration.between(last.time(), now.time()).toNanos() / 1e9;
            return seconds > 0 ? delta / seconds : 0;
        }
    }
}
