package io.conncount.exporters.prometheus;

import io.conncount.exporters.sampled.DaemonSeries;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.registry.PrometheusScrapeRequest;
import io.prometheus.metrics.model.snapshots.MetricFamilyDescriptor;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** All metrics that are made of samples. What is in none of them has no series, which Prometheus then marks as gone. */
final class SocketMetrics implements MultiCollector {
    private final DaemonSeries sampled;
    private final List<Family> families;
    private final SampleCache cache;

    SocketMetrics(DaemonSeries sampled, List<Family> families, SampleCache cache) {
        this.sampled = sampled;
        this.cache = cache;
        this.families = List.copyOf(families);
    }

    @Override
    public MetricSnapshots collect() {
        return collect((String name) -> true);
    }

    /** Selects metrics like the library, but not metrics whose names are only prefixes of a requested one. */
    @Override
    public MetricSnapshots collect(Predicate<String> included, PrometheusScrapeRequest request) {
        String[] asked = request.getParameterValues("name[]");
        if (asked == null) {
            return collect(included);
        }
        Set<String> names = Set.copyOf(Arrays.asList(asked));
        return collect(name -> included.test(name)
                && (names.contains(name) || names.contains(name + "_total") || names.contains(name + "_info")));
    }

    @Override
    public MetricSnapshots collect(Predicate<String> included) {
        ScrapeContext moment = ScrapeContext.now(sampled, cache);
        List<MetricSnapshot> snapshots = new ArrayList<>();
        for (Family family : families) {
            if (included.test(family.name())) {
                family.at(moment).ifPresent(snapshots::add);
            }
        }
        return new MetricSnapshots(snapshots);
    }

    @Override
    public List<MetricFamilyDescriptor> getMetricFamilyDescriptors() {
        return families.stream().map(Family::descriptor).toList();
    }
}
