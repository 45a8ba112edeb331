package io.conncount.tui.model;

import io.conncount.counters.Measures;
import io.conncount.plan.ListenQueues;
import io.conncount.sampler.Sample;
import io.conncount.sampler.Series;
import io.conncount.snapshot.Order;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What was heard so far.
 *
 * @param states all sockets by state
 * @param groups those that the filter leaves, by the keys asked for
 * @param warnings what follows from all of it that should be looked at
 * @param ports those with ports from the kernel, by local address and remote end
 */
public record Data(
        Counted states,
        Counted groups,
        Counted ports,
        Series.State<Measures> measures,
        Optional<Activity> activity,
        Series.State<ListenQueues> queues,
        Series.State<SocketPage> sockets,
        HostFacts host,
        List<Warning> warnings) {
    /** By state in the order in which connections live, as ss lists them. */
    private static final Order BY_STATE = new Order(0, false);

    static Data none(Order order) {
        return new Data(
                Counted.none(BY_STATE),
                Counted.none(order),
                Counted.none(Order.LARGEST_FIRST),
                nothing(),
                Optional.empty(),
                nothing(),
                nothing(),
                HostFacts.UNKNOWN,
                List.of());
    }

    static <T> Series.State<T> nothing() {
        return new Series.State<>(Optional.empty(), 0, 0, 0, Optional.empty(), Duration.ZERO, Duration.ZERO);
    }

    /** A series that was begun anew and has nothing yet keeps what there was. */
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

    /** How much of a processor the series take together, as far as is known. */
    public double cpuShare() {
        double share = 0;
        for (Series.State<?> series :
                List.of(states.state(), groups.state(), ports.state(), measures, queues, sockets)) {
            if (!series.interval().isZero()) {
                share += (double) series.lastCpu().toNanos() / series.interval().toNanos();
            }
        }
        return share;
    }

    /** True if what an event brings is there already, if older: while paused, that stays. */
    boolean has(Event event) {
        if (event instanceof Event.Prepared prepared) {
            return has(prepared.event());
        } else if (event instanceof Event.StatesCounted) {
            return states.ranking().isPresent();
        } else if (event instanceof Event.GroupsCounted) {
            return groups.ranking().isPresent();
        } else if (event instanceof Event.PortsCounted) {
            return ports.ranking().isPresent();
        } else if (event instanceof Event.MeasuresRead) {
            return measures.last().isPresent();
        } else if (event instanceof Event.QueuesRead) {
            return queues.last().isPresent();
        }
        return event instanceof Event.SocketsListed && sockets.last().isPresent();
    }

    /** The same after an event that is about data; as it is after another. */
    @SuppressWarnings("ReferenceEquality") // others may be equal, and to find that out takes longer than to begin anew
    Data after(Event event) {
        if (event instanceof Event.Prepared prepared) {
            return prepared.before() == this ? prepared.after() : after(prepared.event());
        }
        Data next = heard(event);
        Optional<Sample<?>> sample = sample(event);
        if (sample.isEmpty()) {
            return next;
        }
        return new Data(
                next.states,
                next.groups,
                next.ports,
                next.measures,
                next.activity,
                next.queues,
                next.sockets,
                next.host,
                Warnings.of(next, sample.get().time(), sample.get().takenNanos()));
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
        if (event instanceof Event.StatesCounted counted) {
            return withStates(states.after(counted.state()));
        } else if (event instanceof Event.GroupsCounted counted) {
            return withGroups(groups.after(counted.state()));
        } else if (event instanceof Event.PortsCounted counted) {
            return new Data(
                    states, groups, ports.after(counted.state()), measures, activity, queues, sockets, host, warnings);
        } else if (event instanceof Event.MeasuresRead read) {
            return new Data(
                    states,
                    groups,
                    ports,
                    kept(measures, read.state()),
                    Activity.between(measures, read.state()).or(() -> activity),
                    queues,
                    sockets,
                    host,
                    warnings);
        } else if (event instanceof Event.QueuesRead read) {
            return new Data(
                    states, groups, ports, measures, activity, kept(queues, read.state()), sockets, host, warnings);
        } else if (event instanceof Event.SocketsListed listed) {
            return withSockets(kept(sockets, listed.state()));
        } else if (event instanceof Event.HostRead read) {
            return new Data(states, groups, ports, measures, activity, queues, sockets, read.facts(), warnings);
        }
        return this;
    }

    private Data withStates(Counted counted) {
        return new Data(counted, groups, ports, measures, activity, queues, sockets, host, warnings);
    }

    Data withGroups(Counted counted) {
        return new Data(states, counted, ports, measures, activity, queues, sockets, host, warnings);
    }

    Data withSockets(Series.State<SocketPage> listed) {
        return new Data(states, groups, ports, measures, activity, queues, listed, host, warnings);
    }
}
