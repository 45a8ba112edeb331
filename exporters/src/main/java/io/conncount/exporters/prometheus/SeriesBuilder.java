package io.conncount.exporters.prometheus;

import io.conncount.view.Escaper;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Builds the series of one metric. Series with the same printable labels are added up: a
 * scrape that has one twice is refused as a whole.
 */
final class SeriesBuilder {
    /** Longer values are cut: they are kept for every series, here and where they are scraped. */
    static final int LABEL_CHARACTERS_MAX = 256;

    private final String[] labelNames;
    private final Map<Labels, Double> values = new LinkedHashMap<>();

    SeriesBuilder(List<String> labelNames) {
        this.labelNames = labelNames.toArray(new String[0]);
    }

    /** Adds a series with these values of the labels, in their order. */
    void add(double value, String... labelValues) {
        String[] printable = new String[labelValues.length];
        for (int i = 0; i < printable.length; i++) {
            printable[i] = Escaper.cut(Escaper.TEXT.of(labelValues[i]), LABEL_CHARACTERS_MAX);
        }
        values.merge(Labels.of(labelNames, printable), value, Double::sum);
    }

    /** The same for a whole number, of which a double keeps 53 bits. */
    void add(long value, String... labelValues) {
        add((double) value, labelValues);
    }

    /** How many labels a series has. */
    int labels() {
        return labelNames.length;
    }

    /** What was added. */
    Map<Labels, Double> values() {
        return values;
    }
}
