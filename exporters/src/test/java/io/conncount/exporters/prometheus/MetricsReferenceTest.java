package io.conncount.exporters.prometheus;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.conncount.exporters.sampled.DaemonSeries;
import io.conncount.testing.Repository;
import io.prometheus.metrics.model.registry.MetricType;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** {@code docs/metrics.md} tells of every metric that there is, and of no other. */
class MetricsReferenceTest {
    private static final Path REFERENCE = Repository.root().resolve("docs/metrics.md");

    @Test
    void referenceHasEveryMetricWithItsTypeUnitAndLabels() throws Exception {
        TreeMap<String, String> written = new TreeMap<>();
        for (String line : Files.readAllLines(REFERENCE)) {
            if (line.startsWith("| `conncount_") || line.startsWith("| `node_")) {
                String[] cells = line.split(" *\\| *", -1);
                written.put(cells[1], line(cells[1], cells[2], cells[3], cells[4]));
            }
        }
        DaemonSeries sampled = Scrapes.groups(List.of());
        TreeMap<String, String> exported = new TreeMap<>();
        for (Family family : Metrics.families(sampled, Scrapes.WORKINGS, true, 1, "1")) {
            MetricType type = family.descriptor().getType();
            MetricMetadata metadata = family.descriptor().getMetadata();
            String name = "`" + family.name() + suffix(type) + "`";
            String labels = String.join(
                    ", ",
                    family.labels().stream().map(label -> "`" + label + "`").toList());
            String unit = metadata.hasUnit() ? metadata.getUnit().toString() : "";
            exported.put(name, line(name, type.name().toLowerCase(Locale.ROOT), unit, labels));
        }
        // Named by its keys, and so only by its beginning.
        exported.put("`conncount_sockets_by_KEYS`", line("`conncount_sockets_by_KEYS`", "gauge", "", "the keys"));
        assertEquals(String.join("\n", exported.values()), String.join("\n", written.values()));
    }

    private static String suffix(MetricType type) {
        return switch (type) {
            case COUNTER -> "_total";
            case INFO -> "_info";
            default -> "";
        };
    }

    private static String line(String... cells) {
        return String.join(" | ", cells);
    }
}
