package io.conncount.exporters;

import io.conncount.collect.Collector;
import io.conncount.collect.ListenQueues;
import io.conncount.counters.Measures;
import io.conncount.exporters.flight.FlightRecorder;
import io.conncount.exporters.history.History;
import io.conncount.exporters.message.Request;
import io.conncount.exporters.pages.Health;
import io.conncount.exporters.pages.LandingPage;
import io.conncount.exporters.prometheus.Metrics;
import io.conncount.exporters.prometheus.Metrics.DaemonStats;
import io.conncount.exporters.prometheus.Metrics.RecordingStats;
import io.conncount.exporters.sampled.DaemonSeries;
import io.conncount.exporters.sampled.DaemonSeries.GroupSeries;
import io.conncount.exporters.sampled.DaemonSeries.GroupSpec;
import io.conncount.exporters.sampled.ViewSeries;
import io.conncount.exporters.sampled.ViewSeries.View;
import io.conncount.exporters.socket.LocalServer;
import io.conncount.exporters.web.WebServer;
import io.conncount.exporters.web.WebServer.Page;
import io.conncount.group.GroupKey;
import io.conncount.group.GroupKeys;
import io.conncount.query.Query;
import io.conncount.query.Selection;
import io.conncount.sampler.Sampler;
import io.conncount.sampler.Series;
import io.conncount.snapshot.Snapshot;
import io.conncount.socket.AddressFamily;
import io.conncount.socket.Protocol;
import io.conncount.socket.TcpState;
import io.conncount.source.Host;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Samples a host's sockets and serves what it found: the parts of {@code conncount serve}, put together. */
public final class Daemon implements AutoCloseable {
    private static final double NANOS_PER_SECOND = 1e9;

    private final Sampler sampler;
    private final Metrics metrics;
    private final WebServer web;
    private final Optional<LocalServer> local;
    private final Optional<FlightRecorder> flight;
    private final Optional<History> history;

    /**
     * A daemon that has its addresses already, and begins when it is started.
     *
     * @throws IOException if an address cannot be had or a file is wrong; the message says which and why
     * @throws UnsupportedOperationException if this host cannot know what a group asks of processes; the message says why
     */
    public Daemon(Host host, Options options, String version) throws IOException {
        sampler = new Sampler(options.cpuBudget(), options.deadline());
        Collector collector = new Collector(host);
        Map<Query, Series<Snapshot>> questions = new HashMap<>();
        Series<Measures> measures = sampler.every(
                options.statesInterval(), "measures", () -> host.counters().readAll(), Measures::fault);
        Query byState = byState();
        Series<Snapshot> states =
                sampler.every(options.statesInterval(), "states", () -> collector.collect(byState), Snapshot::fault);
        questions.put(byState, states);
        Series<ListenQueues> queues = sampler.every(
                options.groupsInterval(), "listen_queues", () -> ListenQueues.of(host), ListenQueues::fault);
        List<GroupSeries> groups = new ArrayList<>();
        for (GroupSpec spec : options.groups()) {
            host.holders().require(spec.query().allDetails());
            Series<Snapshot> series = sampler.every(
                    options.groupsInterval(), spec.name(), () -> collector.collect(spec.query()), Snapshot::fault);
            questions.put(spec.query(), series);
            groups.add(new GroupSeries(spec, series));
        }
        DaemonSeries sampled = new DaemonSeries(
                states,
                groups,
                queues,
                measures,
                ViewSeries.of(sampler, host, options.views(), options.groupsInterval()));
        history = options.history().isEmpty()
                ? Optional.empty()
                : Optional.of(history(options.history().get(), sampled, byState, host.name()));
        local = options.local().isEmpty()
                ? Optional.empty()
                : Optional.of(new LocalServer(options.local().get(), sampler, collector, questions));
        flight = options.flight().isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new FlightRecorder(sampler, host, options.flight().get(), options.statesInterval(), version));
        metrics = new Metrics(sampled, workings(), options.compatNode(), options.seriesMax(), version);
        sampler.onSample(metrics::renew);
        sampler.onSample(new SamplingLog(sampled, System::nanoTime)::look);
        Health health = new Health(sampled, options.deadline());
        sampler.onSample(health::heard);
        LandingPage landing = new LandingPage(sampled, options.telemetryPath(), host.name(), version);
        web = new WebServer(options.web(), pages(options.telemetryPath(), metrics, landing, health));
    }

    private History history(History.Options options, DaemonSeries sampled, Query byState, String host)
            throws IOException {
        History recording = new History(options, sampled, byState, host, this::cost, System::nanoTime);
        sampler.onSample(recording::look);
        return recording;
    }

    private DaemonStats workings() {
        return new DaemonStats(
                sampler.cpuBudget(),
                () -> sampler.cpuTotal().toNanos() / NANOS_PER_SECOND,
                () -> local.map(LocalServer::callers).orElse(0L),
                () -> local.map(LocalServer::walks).orElse(0L),
                flight.map(recorder -> new RecordingStats(recorder::holds, recorder::taken, recorder::failed)),
                () -> history.map(History::status));
    }

    /** What the daemon takes, as its history has it. */
    private Map<String, Long> cost() {
        Runtime runtime = Runtime.getRuntime();
        return Map.of(
                "sampling_cpu_ms",
                sampler.cpuTotal().toMillis(),
                "heap_bytes",
                runtime.totalMemory() - runtime.freeMemory());
    }

    /** What answers over HTTP, by path. */
    private static Map<String, Page> pages(String telemetryPath, Metrics metrics, LandingPage landing, Health health) {
        Map<String, Page> pages = new LinkedHashMap<>();
        pages.put("/", landing.page());
        pages.put("/healthz", health.live());
        pages.put("/readyz", health.ready());
        pages.put(telemetryPath, metrics.page());
        return pages;
    }

    /** TCP and UDP sockets by protocol, family and state, on one thread. */
    private static Query byState() {
        List<GroupKey> keys = List.of(key("proto"), key("family"), key("state"));
        Selection selection =
                new Selection(EnumSet.of(Protocol.TCP, Protocol.UDP), AddressFamily.IP, TcpState.ALL, Optional.empty());
        return new Query(selection, keys, false, 1, Request.GROUPS_MAX);
    }

    private static GroupKey key(String word) {
        return GroupKeys.byWord(word).orElseThrow();
    }

    /** Begins to sample and to answer. */
    public void start() {
        history.ifPresent(History::start);
        sampler.start();
        web.start();
        local.ifPresent(LocalServer::start);
    }

    /** The addresses on which HTTP is answered. */
    public List<InetSocketAddress> addresses() {
        return web.addresses();
    }

    /** The same for people: {@code [::]:80 (IPv4 too)}. */
    public List<String> places() {
        return web.places();
    }

    /** When it records all sockets, and where, for people; empty if never. */
    public Optional<String> recording() {
        return flight.map(FlightRecorder::toString);
    }

    /** Reads the web configuration again. */
    public void reload() {
        web.reload();
    }

    /** Ends within a second. */
    @Override
    public void close() {
        local.ifPresent(LocalServer::close);
        flight.ifPresent(FlightRecorder::close);
        web.close();
        sampler.close();
        history.ifPresent(History::close);
        metrics.close();
    }

    /**
     * What the daemon is to do, checked.
     *
     * @param telemetryPath where the metrics are, from the slash on
     * @param compatNode true to give TCP states under node_exporter's names as well
     * @param seriesMax at most this many series in a scrape
     * @param cpuBudget how much of a processor sampling may take, such as 0.02
     * @param statesInterval how long after each other states are counted at the least
     * @param groupsInterval the same of groupings
     * @param deadline how long a sample may take
     * @param views which views are sampled
     * @param local where callers on this host are answered; empty if nowhere
     * @param flight when to record all sockets; empty for never
     * @param history where samples are recorded; empty if nowhere
     */
    public record Options(
            WebServer.Options web,
            String telemetryPath,
            boolean compatNode,
            int seriesMax,
            double cpuBudget,
            Duration statesInterval,
            Duration groupsInterval,
            Duration deadline,
            List<GroupSpec> groups,
            Set<View> views,
            Optional<LocalServer.Address> local,
            Optional<FlightRecorder.Options> flight,
            Optional<History.Options> history) {
        /** Copies what it is given. */
        public Options {
            groups = List.copyOf(groups);
            views = Set.copyOf(views);
        }
    }
}
