package io.conncount.exporters.prometheus;

import io.conncount.exporters.sampled.DaemonSeries;
import io.conncount.exporters.sampled.HistoryStatus;
import io.conncount.exporters.web.WebServer.Page;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** All exported metrics. */
public final class Metrics implements AutoCloseable {
    private final SocketMetrics sockets;
    private final SampleCache cache = new SampleCache();
    private final Page scrapes;
    private final OwnMeters own;

    /**
     * Metrics, made from the last samples on each scrape.
     *
     * @param compatNode true to give TCP states under node_exporter's names as well
     * @param seriesMax at most this many series of groups in a scrape
     * @throws IllegalArgumentException if two groupings would have the same name
     */
    public Metrics(DaemonSeries sampled, DaemonStats workings, boolean compatNode, int seriesMax, String version) {
        PrometheusRegistry registry = new PrometheusRegistry();
        sockets = new SocketMetrics(sampled, families(sampled, workings, compatNode, seriesMax, version), cache);
        registry.register(sockets);
        own = new OwnMeters(registry);
        scrapes = new ScrapePage(registry, cache);
    }

    /** Every metric that is made of samples. */
    static List<Family> families(
            DaemonSeries sampled, DaemonStats workings, boolean compatNode, int seriesMax, String version) {
        List<Family> families = new ArrayList<>();
        families.addAll(SocketFamilies.all(compatNode));
        families.addAll(ViewFamilies.all());
        families.addAll(new GroupFamilies(sampled.groups(), seriesMax).all());
        families.addAll(DaemonFamilies.all(workings, version));
        families.addAll(HistoryFamilies.all(workings.history()));
        return families;
    }

    /** Answers scrapes: text, OpenMetrics, {@code name[]}, gzip. */
    public Page page() {
        return scrapes;
    }

    /** Prepares answers after a sample, so that scrapes need not wait for what they have in common. */
    public void renew() {
        cache.renew(sockets);
    }

    @Override
    public void close() {
        own.close();
    }

    /**
     * The daemon's current numbers about its own work.
     *
     * @param cpuBudget how much of a processor it may take in the long run
     * @param samplingCpuSeconds the processor time that sampling has taken since the start
     * @param callers questions from callers on this host
     * @param walks reads of the kernel for them
     * @param recordings those of the flight recorder; empty if it is off
     * @param history how its recording stands; empty if there is none
     */
    public record DaemonStats(
            double cpuBudget,
            DoubleSupplier samplingCpuSeconds,
            LongSupplier callers,
            LongSupplier walks,
            Optional<RecordingStats> recordings,
            Supplier<Optional<HistoryStatus>> history) {}

    /**
     * What the flight recorder does.
     *
     * @param condition whether it holds; empty if that is not known
     * @param taken recordings since the start
     * @param failed recordings that failed
     */
    public record RecordingStats(Supplier<Optional<Boolean>> condition, LongSupplier taken, LongSupplier failed) {}
}
