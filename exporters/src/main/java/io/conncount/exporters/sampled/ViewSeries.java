package io.conncount.exporters.sampled;

import io.conncount.collect.CapacityView;
import io.conncount.collect.ListenerView;
import io.conncount.collect.MemoryView;
import io.conncount.collect.PortView;
import io.conncount.group.GroupKeys;
import io.conncount.query.Query;
import io.conncount.query.Selection;
import io.conncount.sampler.Sampler;
import io.conncount.sampler.Series;
import io.conncount.socket.AddressFamily;
import io.conncount.socket.Protocol;
import io.conncount.socket.TcpState;
import io.conncount.source.Host;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Views that the daemon samples, the same as those of the command line. Each is empty if it is not wanted.
 *
 * @param capacity limits and their use
 * @param ports where local ports run out
 * @param memory the memory of TCP sockets by state
 * @param listeners the connections of listeners, and whose these are
 */
public record ViewSeries(
        Optional<Series<CapacityView>> capacity,
        Optional<Series<PortView>> ports,
        Optional<Series<MemoryView>> memory,
        Optional<Series<OwnedListeners>> listeners) {
    /** None of them. */
    public static final ViewSeries NONE =
            new ViewSeries(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /** Those that look at every socket are taken so much less often than groups. */
    private static final int WALK_INTERVALS = 4;

    /** With many sockets, each of them would else delay the count by state as much as itself. */
    private static final double WALK_PART_MAX = 0.125;

    private static final Selection TCP =
            new Selection(EnumSet.of(Protocol.TCP), AddressFamily.IP, TcpState.ALL, Optional.empty());
    private static final ListenerView.Question LISTENERS = new ListenerView.Question(TCP, true, Set.of(), 1);
    private static final int STATES_MAX = 100;

    /** What can be left out. */
    public enum View {
        CAPACITY,
        PORTS,
        MEMORY,
        LISTENERS;

        /** Its name in metrics and options. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Lets a sampler take views of a host.
     *
     * @param interval how long after each other groups are counted at the least
     */
    public static ViewSeries of(Sampler sampler, Host host, Set<View> wanted, Duration interval) {
        Duration walks = interval.multipliedBy(WALK_INTERVALS);
        Query byState = new Query(TCP, GroupKeys.of(List.of("state")), true, 1, STATES_MAX);
        ViewSeries series = new ViewSeries(
                given(wanted, View.CAPACITY)
                        .map(view -> sampler.every(
                                interval, view.label(), () -> CapacityView.of(host), CapacityView::fault)),
                given(wanted, View.PORTS)
                        .map(view ->
                                sampler.every(walks, view.label(), () -> PortView.of(host, TCP, 1), PortView::fault)),
                given(wanted, View.MEMORY)
                        .map(view -> sampler.every(
                                walks, view.label(), () -> MemoryView.of(host, byState), MemoryView::fault)),
                given(wanted, View.LISTENERS)
                        .map(view -> sampler.every(
                                walks,
                                view.label(),
                                () -> OwnedListeners.of(ListenerView.of(host, LISTENERS), host.names()),
                                OwnedListeners::fault)));
        series.ports.ifPresent(walk -> sampler.limit(walk, WALK_PART_MAX));
        series.memory.ifPresent(walk -> sampler.limit(walk, WALK_PART_MAX));
        series.listeners.ifPresent(walk -> sampler.limit(walk, WALK_PART_MAX));
        return series;
    }

    private static Optional<View> given(Set<View> wanted, View view) {
        return wanted.contains(view) ? Optional.of(view) : Optional.empty();
    }

    /** Those that are sampled. */
    List<Series<?>> all() {
        return Stream.<Optional<? extends Series<?>>>of(capacity, ports, memory, listeners)
                .<Series<?>>flatMap(Optional::stream)
                .toList();
    }
}
