package io.conncount.counters;

import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalLong;

/** One reading of a kernel's {@link Measure}s. It does not change. */
public final class Measures {
    /** No number at all: a host that does not show any. */
    public static final Measures NONE = new Measures(Map.of());

    private final Map<Measure, Long> values = new EnumMap<>(Measure.class);

    /** A reading with these values; what is negative or not there is missing. */
    public Measures(Map<Measure, Long> values) {
        values.forEach((measure, value) -> {
            if (value >= 0) {
                this.values.put(measure, value);
            }
        });
    }

    /** The value; empty if the kernel does not tell. */
    public OptionalLong of(Measure measure) {
        Long value = values.get(measure);
        return value == null ? OptionalLong.empty() : OptionalLong.of(value);
    }
}
