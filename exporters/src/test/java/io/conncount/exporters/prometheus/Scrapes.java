package io.conncount.exporters.prometheus;

import io.conncount.collect.CapacityView;
import io.conncount.collect.Collector;
import io.conncount.collect.Limit;
import io.conncount.collect.Limit.Unit;
import io.conncount.collect.ListenQueue;
import io.conncount.collect.ListenQueues;
import io.conncount.collect.Listener;
import io.conncount.collect.Listener.Connections;
import io.conncount.collect.Listener.Owner;
import io.conncount.collect.MemoryUse;
import io.conncount.collect.MemoryView;
import io.conncount.collect.PortUse;
import io.conncount.collect.PortView;
import io.conncount.counters.LocalPorts;
import io.conncount.counters.Measure;
import io.conncount.counters.Measures;
import io.conncount.counters.ProcNet;
import io.conncount.counters.SocketMemory;
import io.conncount.exporters.Snapshots;
import io.conncount.exporters.prometheus.Metrics.DaemonStats;
import io.conncount.exporters.prometheus.Metrics.RecordingStats;
import io.conncount.exporters.sampled.DaemonSeries;
import io.conncount.exporters.sampled.DaemonSeries.GroupSeries;
import io.conncount.exporters.sampled.DaemonSeries.GroupSpec;
import io.conncount.exporters.sampled.HistoryStatus;
import io.conncount.exporters.sampled.OwnedListeners;
import io.conncount.exporters.sampled.OwnedListeners.Owned;
import io.conncount.exporters.sampled.ViewSeries;
import io.conncount.group.GroupKey;
import io.conncount.group.GroupTable;
import io.conncount.query.Query;
import io.conncount.sampler.FixedSeries;
import io.conncount.sampler.Series;
import io.conncount.snapshot.Snapshot;
import io.conncount.socket.AddressFamily;
import io.conncount.socket.SocketView;
import io.conncount.socket.TcpState;
import io.conncount.source.Host;
import io.conncount.source.KernelVersion;
import io.conncount.source.LinuxSockDiag;
import io.conncount.sys.KernelException;
import io.conncount.testing.Golden;
import java.time.Instant;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What there is to scrape in tests, and what a scrape says. */
final class Scrapes {
    static final DaemonStats WORKINGS = new DaemonStats(
            0.02,
            () -> 1.5,
            () -> 7,
            () -> 2,
            Optional.of(new RecordingStats(() -> Optional.of(true), () -> 3, () -> 1)),
            () -> Optional.of(history()));

    private Scrapes() {}

    private static HistoryStatus history() {
        Instant oldest = Instant.parse("2026-01-01T03:04:05.500Z");
        return new HistoryStatus(Optional.empty(), 86_400, 3, 0, 48_000_000, 536_870_912, Optional.of(oldest));
    }

    /** A host as its kernel was recorded, sampled once: everything but {@link Measure}s, with a grouping. */
    static DaemonSeries recorded() throws KernelException {
        GroupKey[] keys = {Snapshots.key("local-port"), Snapshots.key("state")};
        GroupSpec spec = Snapshots.spec(4, keys);
        List<ListenQueue> queues = List.of(
                new ListenQueue(AddressFamily.IPV4, 0, 0x0a00_0001L, 443, 128, 128),
                new ListenQueue(AddressFamily.IPV6, 0, 0, 80, 3, 4096, 4, 2, 1024));
        return new DaemonSeries(
                FixedSeries.of("states", count(Snapshots.byState())),
                List.of(new GroupSeries(spec, FixedSeries.of(spec.name(), count(spec.query())))),
                FixedSeries.of("listen_queues", new ListenQueues(queues, 7, Optional.empty())),
                FixedSeries.of("measures", Measures.NONE),
                views());
    }

    /** A host with one process and one destination near their limits, and some orphans. */
    private static ViewSeries views() {
        List<Limit> limits = List.of(
                new Limit("process_open_files", "nginx/811", 900, 1000, Unit.COUNT, "LimitNOFILE", ""),
                new Limit("process_open_files", "nginx/812", 500, 1000, Unit.COUNT, "LimitNOFILE", ""),
                new Limit("accept_queue", "*:443", 3, 4, Unit.COUNT, "backlog", ""),
                new Limit("cgroup_memory", "/app/1", 1, 4, Unit.BYTES, "memory.max", ""),
                new Limit("conntrack", "", -1, -1, Unit.COUNT, "net.netfilter.nf_conntrack_max", "not loaded"));
        Measures files = new Measures(Map.of(Measure.OPEN_FILES, 100L, Measure.OPEN_FILES_MAX, 1100L));
        SocketMemory memory =
                new SocketMemory(Map.of("TCP", 2400L, "sock_inode_cache", 900L, "dentry", 192L, "filp", 256L));
        LocalPorts range = new LocalPorts(30_000, 30_999, new BitSet(), 0);
        List<PortUse> uses = List.of(
                new PortUse(AddressFamily.IPV4, 0, 0x0a00_0001L, 0, 0x0a00_0002L, 5432, 850, 200, 862),
                new PortUse(AddressFamily.IPV6, 1, 2, 3, 4, 443, 12, 0, 12),
                new PortUse(AddressFamily.IPV4, 0, 0x0a00_0001L, 0, 0x0a00_0003L, 80, 8, 8, 862));
        PortView ports = new PortView(uses, 5, Optional.of(range), 100, files, Optional.empty(), List.of(), "bpf");
        GroupTable states = new GroupTable(List.of(Snapshots.key("state")), 10);
        int finWait = states.add(new long[] {TcpState.FIN_WAIT1.ordinal()}, 0, 2);
        int timeWait = states.add(new long[] {TcpState.TIME_WAIT.ordinal()}, 0, 5);
        List<MemoryUse> used = List.of(
                new MemoryUse(states, finWait, true, 2, 0, 8192, 512, 0, 0),
                new MemoryUse(states, timeWait, false, 5, -1, -1, -1, -1, -1));
        return new ViewSeries(
                Optional.of(FixedSeries.of(
                        "capacity", new CapacityView(limits, files, memory, Optional.of(range), Optional.empty()))),
                Optional.of(FixedSeries.of("ports", ports)),
                Optional.of(
                        FixedSeries.of("memory", new MemoryView(used, 7, Optional.empty(), List.of(), "sock_diag"))),
                Optional.of(FixedSeries.of("listeners", listeners())));
    }

    /** One of a unit, with connections, and one of several users of which nothing else is known. */
    private static OwnedListeners listeners() {
        Listener web = new Listener(
                new ListenQueue(AddressFamily.IPV4, 0, 0x0a00_0001L, 443, 128, 128),
                128,
                new Owner(33, 7, List.of()),
                SocketView.UNKNOWN,
                Optional.of(new Connections(2, 900, 5, 30, 400)));
        Listener other = new Listener(
                new ListenQueue(AddressFamily.IPV6, 0, 0, 80, 3, 4096, 4, 2, 1024),
                0,
                new Owner(Owner.SEVERAL, 0, List.of()),
                SocketView.UNKNOWN,
                Optional.empty());
        return new OwnedListeners(
                List.of(new Owned(web, "www-data", "nginx.service", ""), new Owned(other, "(several)", "", "")),
                3,
                Optional.empty());
    }

    private static Snapshot count(Query query) throws KernelException {
        Host host = new Host(
                "golden", new LinuxSockDiag(Golden.kernel()), new ProcNet(Golden.procNet()), new KernelVersion(6, 18));
        return new Collector(host).collect(query);
    }

    /** Groupings and nothing else. */
    static DaemonSeries groups(List<GroupSeries> groups) {
        return new DaemonSeries(
                FixedSeries.empty("states"),
                groups,
                FixedSeries.empty("listen_queues"),
                FixedSeries.empty("measures"),
                ViewSeries.NONE);
    }

    /** A reading of every measure, each with a number of its own. */
    static Measures everyMeasure() {
        Map<Measure, Long> values = new EnumMap<>(Measure.class);
        for (Measure measure : Measure.published()) {
            values.put(measure, 1000L + measure.ordinal());
        }
        return new Measures(values);
    }

    /** A series that failed before it ever succeeded. */
    static <T> Series<T> refused(String name) {
        return FixedSeries.failed(name, "sock_diag: not permitted");
    }

    /** Values by series as Prometheus reads them, of metrics whose names begin so; comments are left out. */
    static Map<String, Double> values(String text, String prefix) {
        Map<String, Double> values = new TreeMap<>();
        text.lines()
                .filter(line -> line.startsWith(prefix))
                .forEach(line -> values.put(
                        line.substring(0, line.lastIndexOf(' ')),
                        Double.valueOf(line.substring(line.lastIndexOf(' ') + 1))));
        return values;
    }

    /** The lines about metrics of ours, without what differs from one run to the next. */
    static String ours(String text) {
        return text.lines()
                .filter(line -> line.matches("(# [A-Z]+ )?(conncount_|node_).*"))
                .map(line -> line.replaceFirst("^(conncount_sample_age_seconds\\{.*}) .*", "$1 AGE")
                        .replaceFirst("java=\"[^\"]*\"", "java=\"JAVA\""))
                .collect(Collectors.joining("\n", "", "\n"));
    }

    /** The same lines in Prometheus's text format, which names counters and infos by their series and has no units. */
    static String asText(String openMetrics) {
        return Pattern.compile("# TYPE (\\S+) (\\S+)\n(?:# UNIT .*\n)?# HELP \\S+ (.*)\n")
                .matcher(openMetrics)
                .replaceAll(family -> {
                    String type = family.group(2);
                    String name =
                            family.group(1) + (type.equals("counter") ? "_total" : type.equals("info") ? "_info" : "");
                    String help = "# HELP " + name + " " + family.group(3) + "\n# TYPE " + name + " ";
                    return Matcher.quoteReplacement(help + (type.equals("info") ? "gauge" : type) + "\n");
                });
    }
}
