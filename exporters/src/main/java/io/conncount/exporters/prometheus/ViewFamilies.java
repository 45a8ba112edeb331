package io.conncount.exporters.prometheus;

import io.conncount.collect.CapacityView;
import io.conncount.collect.Limit;
import io.conncount.collect.ListenQueue;
import io.conncount.collect.Listener;
import io.conncount.collect.Listener.Connections.Kind;
import io.conncount.collect.MemoryUse;
import io.conncount.collect.PortUse;
import io.conncount.collect.Room;
import io.conncount.exporters.prometheus.Family.SeriesBuilder;
import io.conncount.exporters.prometheus.ScrapeContext.SeriesStatus;
import io.conncount.exporters.sampled.OwnedListeners.Owned;
import io.conncount.sampler.Series.Sample;
import io.prometheus.metrics.model.snapshots.Unit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** What views of the command line show: {@code conncount capacity}, {@code ports}, {@code memory} and {@code listeners -c}. */
final class ViewFamilies {
    /** Of the destinations near the end of their local ports. */
    static final int DESTINATIONS_MAX = 10;

    private static final List<String> PLACE_LABELS = List.of("source", "destination", "port");

    private ViewFamilies() {}

    static List<Family> all() {
        List<Family> families = new ArrayList<>(limits());
        families.addAll(ports());
        families.addAll(listeners());
        families.add(Family.gauge(
                "conncount_tcp_socket_memory_by_state_bytes",
                Optional.of(Unit.BYTES),
                "Memory of the TCP sockets in a state, by what it is used for; orphans are apart.",
                List.of("state", "orphans", "part"),
                of(ScrapeContext::memory, (view, points) -> view.uses().forEach(use -> addMemory(use, points)))));
        return families;
    }

    private static List<Family> limits() {
        return List.of(
                Family.gauge(
                        "conncount_limit_used_ratio",
                        Optional.of(Unit.RATIO),
                        "How much of a limit is used, 1 for all of it.",
                        List.of("limit", "of"),
                        capacity(ViewFamilies::addLimits)),
                Family.gauge(
                        "conncount_room_connections",
                        Optional.of(new Unit("connections")),
                        "How many more connections there is room for, by the limit that they reach first.",
                        List.of(),
                        capacity((view, points) -> Room.of(view).ifPresent(room -> points.add(room.connections())))),
                Family.gauge(
                        "conncount_connection_memory_bytes",
                        Optional.of(Unit.BYTES),
                        "Kernel memory for a TCP connection, without the data in its queues.",
                        List.of(),
                        capacity((view, points) ->
                                view.memory().connectionBytes().ifPresent(points::add))));
    }

    private static List<Family> ports() {
        return List.of(
                place(
                        "conncount_destination_local_ports_used",
                        "Connections from an address to an address and port, each with a local port of its own:"
                                + " the destinations with the fewest ports left.",
                        PortUse::used),
                place(
                        "conncount_destination_local_ports_time_wait",
                        "Those of these connections that are in TIME_WAIT.",
                        PortUse::timeWait),
                Family.gauge(
                        "conncount_local_ports_usable",
                        "Local ports for the connections to one destination: those that the kernel assigns, without those"
                                + " that are bound.",
                        List.of(),
                        of(ScrapeContext::ports, (view, points) -> view.usable().ifPresent(points::add))),
                Family.gauge(
                        "conncount_local_ports_bound",
                        "Local ports that the kernel would assign and that are taken whatever the destination.",
                        List.of(),
                        of(ScrapeContext::ports, (view, points) -> points.add(view.bound()))));
    }

    private static List<Family> listeners() {
        return List.of(
                Family.gauge(
                        "conncount_listener_connections",
                        "Connections that came to the TCP listeners on an address and port, by state: closing are those that this"
                                + " side has closed. The listeners with the least room left in their accept queues.",
                        List.of("family", "address", "port", "state"),
                        of(
                                ScrapeContext::listeners,
                                (view, points) ->
                                        view.listeners().forEach(owned -> addConnections(owned.listener(), points)))),
                Family.info(
                        "conncount_listener",
                        "The user, systemd unit and container of the TCP listeners on an address and port.",
                        List.of("family", "address", "port", "user", "unit", "container"),
                        of(
                                ScrapeContext::listeners,
                                (view, points) -> view.listeners().forEach(owned -> addOwner(owned, points)))),
                Family.gauge(
                        "conncount_listeners_left_out",
                        "Addresses and ports of TCP listeners whose connections and owners are left out because there are too"
                                + " many.",
                        List.of(),
                        of(ScrapeContext::listeners, (view, points) -> points.add(view.leftOut()))));
    }

    private static void addConnections(Listener listener, SeriesBuilder points) {
        ListenQueue queue = listener.queue();
        listener.connections().ifPresent(connections -> {
            for (Kind kind : Kind.values()) {
                points.add(
                        connections.of(kind),
                        queue.family().label(),
                        queue.address(),
                        Integer.toString(queue.port()),
                        kind.label());
            }
        });
    }

    private static void addOwner(Owned owned, SeriesBuilder points) {
        ListenQueue queue = owned.listener().queue();
        points.add(
                1,
                queue.family().label(),
                queue.address(),
                Integer.toString(queue.port()),
                owned.user(),
                owned.unit(),
                owned.container());
    }

    private static Family place(String name, String help, ToLongFunction<PortUse> value) {
        return Family.gauge(
                name,
                help,
                PLACE_LABELS,
                of(
                        ScrapeContext::ports,
                        (view, points) -> view.nearTheEnd(DESTINATIONS_MAX)
                                .forEach(use -> points.add(
                                        value.applyAsLong(use),
                                        use.source(),
                                        use.destination(),
                                        Integer.toString(use.port())))));
    }

    private static BiConsumer<ScrapeContext, SeriesBuilder> capacity(BiConsumer<CapacityView, SeriesBuilder> source) {
        return of(ScrapeContext::capacity, source);
    }

    /** From the last sample of a view, if there is one. */
    private static <T> BiConsumer<ScrapeContext, SeriesBuilder> of(
            Function<ScrapeContext, Optional<SeriesStatus<T>>> view, BiConsumer<T, SeriesBuilder> source) {
        return (moment, points) -> view.apply(moment)
                .flatMap(SeriesStatus::last)
                .map(Sample::value)
                .ifPresent(value -> source.accept(value, points));
    }

    private static void addLimits(CapacityView view, SeriesBuilder points) {
        Map<List<String>, Double> fullest = new LinkedHashMap<>();
        for (Limit limit : view.limits()) {
            if (limit.isKnown()) {
                fullest.merge(List.of(limit.name(), owner(limit)), limit.share(), Math::max);
            }
        }
        fullest.forEach((names, share) -> points.add(share, names.get(0), names.get(1)));
    }

    /**
     * Whose a limit is, in words that do not change all the time, which would make new series. Processes of one name are one, and the
     * fullest accept queue is whichever it is.
     */
    private static String owner(Limit limit) {
        return switch (limit.name()) {
            case "process_open_files" -> limit.of().replaceFirst("/\\d+$", "");
            case "accept_queue" -> "";
            default -> limit.of();
        };
    }

    private static void addMemory(MemoryUse use, SeriesBuilder points) {
        if (use.totalBytes() == MemoryUse.UNKNOWN) {
            return;
        }
        String state = use.value(0);
        String orphans = use.orphans() ? "yes" : "no";
        points.add(use.receiveBytes(), state, orphans, "receive");
        points.add(use.sendBytes(), state, orphans, "send");
        points.add(use.forwardBytes(), state, orphans, "forward");
        points.add(use.optionBytes(), state, orphans, "optmem");
        points.add(use.backlogBytes(), state, orphans, "backlog");
    }
}
