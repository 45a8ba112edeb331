package io.conncount.tui.model;

import io.conncount.counters.Measure;
import io.conncount.counters.Measures;
import io.conncount.sampler.Series;
import io.conncount.sampler.Series.Sample;
import io.conncount.snapshot.Churn;
import io.conncount.snapshot.Ranking.Order;
import io.conncount.snapshot.Snapshot;
import io.conncount.tui.model.Event.Topic;
import io.conncount.tui.model.Warnings.Warning;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * What was heard so far.
 *
 * @param counts the answers of those topics that are counts
 * @param series the samples of the other topics
 * @param activity what the kernel's counters say has happened since the reading before
 * @param timeline the same for the last quarter of an hour
 * @param warnings what follows from all of it that should be looked at
 */
public record Data(
        Map<Topic<Snapshot>, Counted> counts,
        Map<Topic<?>, Series.State<?>> series,
        Optional<Activity> activity,
        Timeline timeline,
        HostFacts host,
        List<Warning> warnings) {
    /** By state in the order in which connections live, as ss lists them. */
    static final Order BY_STATE = new Order(0, false);

    private static final Set<Topic<?>> WARNED_OF = Set.of(Topic.STATES, Topic.PORTS, Topic.MEASURES, Topic.QUEUES);

    /** Copies what it is given. */
    public Data {
        counts = Map.copyOf(counts);
        series = Map.copyOf(series);
    }

    static Data none(Order order) {
        return new Data(
                Map.of(
                        Topic.STATES, Counted.none(BY_STATE),
                        Topic.FILTERED_STATES, Counted.none(BY_STATE),
                        Topic.GROUPS, Counted.none(order),
                        Topic.PORTS, Counted.none(Order.LARGEST_FIRST)),
                Map.of(),
                Optional.empty(),
                Timeline.EMPTY,
                HostFacts.UNKNOWN,
                List.of());
    }

    /** The answers to a count so far. */
    public Counted count(Topic<Snapshot> topic) {
        return counts.get(topic);
    }

    /** How the series of a topic stands. */
    @SuppressWarnings("unchecked") // a topic has states of its own type only
    public <T> Series.State<T> state(Topic<T> topic) {
        Counted counted = counts.get(topic);
        return (Series.State<T>) (counted == null ? series.getOrDefault(topic, nothing()) : counted.state());
    }

    static <T> Series.State<T> nothing() {
        return new Series.State<>(Optional.empty(), 0, 0, 0, Optional.empty(), Duration.ZERO, Duration.ZERO);
    }

    /** A restarted series without an answer keeps the previous answer. */
    static <T> Series.State<T> kept(Series.State<T> before, Series.State<T> now) {
        return now.last().isPresent() || before.last().isEmpty()
                ? now
                : new Series.State<>(
                        before.last(),
                        now.taken(),
                        now.failed(),
                        now.incomplete(),
                        now.failure(),
                        now.interval(),
                        now.lastCpu());
    }

    /** True if what an event brings is there already, if older: while paused, that stays. */
    boolean has(Event event) {
        if (event instanceof Event.Prepared prepared) {
            return has(prepared.event());
        }
        return event instanceof Event.Sampled<?> sampled
                && state(sampled.topic()).last().isPresent();
    }

    /** The same after an event that is about data; as it is after another. */
    @SuppressWarnings("ReferenceEquality") // equal ones may exist, but comparing takes longer than starting again
    Data after(Event event) {
        if (event instanceof Event.Prepared prepared) {
            return prepared.before() == this ? prepared.after() : after(prepared.event());
        } else if (event instanceof Event.HostRead read) {
            return new Data(counts, series, activity, timeline, read.facts(), warnings);
        }
        return event instanceof Event.Sampled<?> sampled ? sampled(sampled) : this;
    }

    private <T> Data sampled(Event.Sampled<T> sampled) {
        Topic<T> topic = sampled.topic();
        Data next = this;
        for (Map.Entry<Topic<Snapshot>, Counted> count : counts.entrySet()) {
            if (count.getKey().equals(topic)) {
                next = with(count.getKey(), count.getValue().after(snapshots(sampled)));
            }
        }
        if (!counts.containsKey(topic)) {
            next = with(topic, kept(state(topic), sampled.state()));
        }
        if (topic.equals(Topic.CHURN)) {
            Optional<Churn> churn = next.state(Topic.CHURN).last().flatMap(Sample::value);
            next = next.with(Topic.GROUPS, next.count(Topic.GROUPS).with(churn));
        }
        Optional<Activity> active = Activity.between(state(Topic.MEASURES), next.state(Topic.MEASURES));
        Timeline later = active.isEmpty()
                ? timeline
                : timeline.and(
                        active.get(),
                        next.state(Topic.MEASURES).last().orElseThrow().takenNanos());
        next = new Data(next.counts, next.series, active.or(() -> activity), later, host, warnings);
        Optional<Sample<T>> last = sampled.state().last();
        return last.isEmpty() || !WARNED_OF.contains(topic)
                ? next
                : next.with(Warnings.of(next, last.get().time(), last.get().takenNanos()));
    }

    private Data with(List<Warning> changed) {
        return new Data(counts, series, activity, timeline, host, changed);
    }

    @SuppressWarnings("unchecked") // called for topics that are counts
    private static Series.State<Snapshot> snapshots(Event.Sampled<?> sampled) {
        return (Series.State<Snapshot>) sampled.state();
    }

    Data with(Topic<Snapshot> topic, Counted counted) {
        Map<Topic<Snapshot>, Counted> changed = new HashMap<>(counts);
        changed.put(topic, counted);
        return new Data(changed, series, activity, timeline, host, warnings);
    }

    private <T> Data with(Topic<T> topic, Series.State<T> state) {
        Map<Topic<?>, Series.State<?>> changed = new HashMap<>(series);
        changed.put(topic, state);
        return new Data(counts, changed, activity, timeline, host, warnings);
    }

    /** Without the samples of the previous filter, after the filter has changed. */
    Data withoutFiltered() {
        return with(Topic.FILTERED_STATES, Counted.none(BY_STATE));
    }

    Data withoutChurn() {
        return with(Topic.CHURN, nothing());
    }

    /** Without the answers of those tables that answer another question otherwise. */
    Data asked(Question before, Question now) {
        Data known = this;
        for (Tab tab : Tab.tables()) {
            known = tab.asked(now).equals(tab.asked(before)) ? known : known.with(tab.topic(), nothing());
        }
        return known;
    }

    /**
     * What the kernel's counters say has happened between two readings.
     *
     * @param seconds how far they lie apart
     */
    public record Activity(Measures now, Measures last, double seconds) {
        private static final double NANOS_PER_SECOND = 1e9;

        /** Empty without two readings. */
        static Optional<Activity> between(Series.State<Measures> before, Series.State<Measures> after) {
            if (before.last().isEmpty() || after.last().isEmpty()) {
                return Optional.empty();
            }
            Sample<Measures> first = before.last().get();
            Sample<Measures> second = after.last().get();
            long nanos = second.takenNanos() - first.takenNanos();
            return nanos <= 0
                    ? Optional.empty()
                    : Optional.of(new Activity(second.value(), first.value(), nanos / NANOS_PER_SECOND));
        }

        /** The increase of a counter per second; empty if the kernel does not report it. */
        public OptionalDouble perSecond(Measure counter) {
            if (now.of(counter).isEmpty() || last.of(counter).isEmpty()) {
                return OptionalDouble.empty();
            }
            // A counter that was begun anew has not shrunk.
            long grown =
                    Math.max(0, now.of(counter).getAsLong() - last.of(counter).getAsLong());
            return OptionalDouble.of(grown / seconds);
        }
    }

    /**
     * Facts about the host other than its sockets.
     *
     * @param system its operating system and kernel, such as {@code Debian 12, Linux 6.1.0}
     * @param load processes that run or want to, on average over 1, 5 and 15 minutes; fewer or none where not known
     * @param openFilesMax 0 if there is no limit, or it is unknown
     */
    public record HostFacts(
            String system,
            Optional<Duration> uptime,
            List<Double> load,
            long memoryUsedBytes,
            long memoryBytes,
            long openFiles,
            long openFilesMax) {
        /** Nothing is known, or not yet. */
        public static final HostFacts UNKNOWN = new HostFacts("", Optional.empty(), List.of(), 0, 0, 0, 0);

        /** Copies what it is given. */
        public HostFacts {
            load = List.copyOf(load);
        }
    }
}
