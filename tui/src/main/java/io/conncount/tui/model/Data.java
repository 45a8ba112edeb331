package io.conncount.tui.model;

import io.conncount.collect.ListenQueues;
import io.conncount.counters.Measure;
import io.conncount.counters.Measures;
import io.conncount.sampler.Series;
import io.conncount.sampler.Series.Sample;
import io.conncount.snapshot.Ranking.Order;
import io.conncount.tui.model.Warnings.Warning;
import io.conncount.view.SocketColumn;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What was heard so far.
 *
 * @param states all sockets by state
 * @param filteredStates those that the filter leaves, by state
 * @param groups the groups that the filter selects, by the requested keys
 * @param warnings what follows from all of it that should be looked at
 * @param ports those with ports from the kernel, by local address and remote end
 * @param queues the accept queues of all listeners
 * @param filteredQueues those of the listeners that the filter leaves
 */
public record Data(
        Counted states,
        Counted filteredStates,
        Counted groups,
        Counted ports,
        Series.State<Measures> measures,
        Optional<Activity> activity,
        Series.State<ListenQueues> queues,
        Series.State<ListenQueues> filteredQueues,
        Series.State<SocketPage> sockets,
        HostFacts host,
        List<Warning> warnings) {
    /** By state in the order in which connections live, as ss lists them. */
    static final Order BY_STATE = new Order(0, false);

    static Data none(Order order) {
        return new Data(
                Counted.none(BY_STATE),
                Counted.none(BY_STATE),
                Counted.none(order),
                Counted.none(Order.LARGEST_FIRST),
                nothing(),
                Optional.empty(),
                nothing(),
                nothing(),
                nothing(),
                HostFacts.UNKNOWN,
                List.of());
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
        } else if (event instanceof Event.StatesCounted) {
            return states.ranking().isPresent();
        } else if (event instanceof Event.FilteredStatesCounted) {
            return filteredStates.ranking().isPresent();
        } else if (event instanceof Event.GroupsCounted) {
            return groups.ranking().isPresent();
        } else if (event instanceof Event.PortsCounted) {
            return ports.ranking().isPresent();
        } else if (event instanceof Event.MeasuresRead) {
            return measures.last().isPresent();
        } else if (event instanceof Event.QueuesRead) {
            return queues.last().isPresent();
        } else if (event instanceof Event.FilteredQueuesRead) {
            return filteredQueues.last().isPresent();
        }
        return event instanceof Event.SocketsListed && sockets.last().isPresent();
    }

    /** The same after an event that is about data; as it is after another. */
    @SuppressWarnings("ReferenceEquality") // equal ones may exist, but comparing takes longer than starting again
    Data after(Event event) {
        if (event instanceof Event.Prepared prepared) {
            return prepared.before() == this ? prepared.after() : after(prepared.event());
        }
        Data next = heard(event);
        Optional<Sample<?>> sample = sample(event);
        if (sample.isEmpty()) {
            return next;
        }
        Next warned = new Next(next);
        warned.warnings = Warnings.of(next, sample.get().time(), sample.get().takenNanos());
        return warned.data();
    }

    /** The last sample of the series that an event is about. */
    private static Optional<Sample<?>> sample(Event event) {
        Optional<? extends Sample<?>> last = Optional.empty();
        if (event instanceof Event.StatesCounted counted) {
            last = counted.state().last();
        } else if (event instanceof Event.PortsCounted counted) {
            last = counted.state().last();
        } else if (event instanceof Event.MeasuresRead read) {
            last = read.state().last();
        } else if (event instanceof Event.QueuesRead read) {
            last = read.state().last();
        }
        return last.map(sample -> sample);
    }

    private Data heard(Event event) {
        Next next = new Next(this);
        if (event instanceof Event.StatesCounted counted) {
            next.states = states.after(counted.state());
        } else if (event instanceof Event.FilteredStatesCounted counted) {
            next.filteredStates = filteredStates.after(counted.state());
        } else if (event instanceof Event.GroupsCounted counted) {
            next.groups = groups.after(counted.state());
        } else if (event instanceof Event.PortsCounted counted) {
            next.ports = ports.after(counted.state());
        } else if (event instanceof Event.MeasuresRead read) {
            next.measures = kept(measures, read.state());
            next.activity = Activity.between(measures, read.state()).or(() -> activity);
        } else if (event instanceof Event.QueuesRead read) {
            next.queues = kept(queues, read.state());
        } else if (event instanceof Event.FilteredQueuesRead read) {
            next.filteredQueues = kept(filteredQueues, read.state());
        } else if (event instanceof Event.SocketsListed listed) {
            next.sockets = kept(sockets, listed.state());
        } else if (event instanceof Event.HostRead read) {
            next.host = read.facts();
        } else {
            return this;
        }
        return next.data();
    }

    Data withGroups(Counted counted) {
        Next next = new Next(this);
        next.groups = counted;
        return next.data();
    }

    /** Without the samples of the previous filter, after the filter has changed. */
    Data withoutFiltered() {
        Next next = new Next(this);
        next.filteredStates = Counted.none(BY_STATE);
        next.filteredQueues = nothing();
        return next.data();
    }

    Data withoutSockets() {
        Next next = new Next(this);
        next.sockets = nothing();
        return next.data();
    }

    /** Other data that are like some but for what is set. */
    private static final class Next {
        private Counted states;
        private Counted filteredStates;
        private Counted groups;
        private Counted ports;
        private Series.State<Measures> measures;
        private Optional<Activity> activity;
        private Series.State<ListenQueues> queues;
        private Series.State<ListenQueues> filteredQueues;
        private Series.State<SocketPage> sockets;
        private HostFacts host;
        private List<Warning> warnings;

        Next(Data before) {
            states = before.states;
            filteredStates = before.filteredStates;
            groups = before.groups;
            ports = before.ports;
            measures = before.measures;
            activity = before.activity;
            queues = before.queues;
            filteredQueues = before.filteredQueues;
            sockets = before.sockets;
            host = before.host;
            warnings = before.warnings;
        }

        Data data() {
            return new Data(
                    states,
                    filteredStates,
                    groups,
                    ports,
                    measures,
                    activity,
                    queues,
                    filteredQueues,
                    sockets,
                    host,
                    warnings);
        }
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

    /**
     * The first sockets of a listing.
     *
     * @param rows a cell for each of the columns
     * @param fault why rows may be missing; empty if only those after the end of the page are
     */
    public record SocketPage(List<SocketColumn> columns, List<List<String>> rows, Optional<String> fault) {
        /** Copies what it is given. */
        public SocketPage {
            columns = List.copyOf(columns);
            rows = List.copyOf(rows);
        }
    }
}
