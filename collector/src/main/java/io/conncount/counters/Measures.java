package io.conncount.counters;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
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

    /** Why numbers may be missing that the kernel would tell: it told none at all. Empty if it told some. */
    public Optional<String> fault() {
        return values.isEmpty() ? Optional.of("none of the kernel's numbers could be read") : Optional.empty();
    }

    /** The value; empty if the kernel does not tell. */
    public OptionalLong of(Measure measure) {
        Long value = values.get(measure);
        return value == null ? OptionalLong.empty() : OptionalLong.of(value);
    }
}
