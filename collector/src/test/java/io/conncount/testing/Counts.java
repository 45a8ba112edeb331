package io.conncount.testing;

import io.conncount.counters.Measure;
import io.conncount.counters.Measures;
import java.util.EnumMap;
import java.util.Map;

/** Readings of the kernel's counts of sockets. */
public final class Counts {
    private Counts() {}

    /** The counts of TCP, and that of UDP. */
    public static Measures of(long tcpInUse, long tcp6InUse, long timeWait, long established, long opens, long udp) {
        return new Measures(Map.of(
                Measure.TCP_IN_USE, tcpInUse,
                Measure.TCP6_IN_USE, tcp6InUse,
                Measure.TCP_TIME_WAIT, timeWait,
                Measure.TCP_ESTABLISHED, established,
                Measure.TCP_OPENS, opens,
                Measure.UDP_IN_USE, udp));
    }

    /** The same reading but for one number. */
    public static Measures with(Measures counters, Measure measure, long value) {
        Map<Measure, Long> values = new EnumMap<>(counters.values());
        values.put(measure, value);
        return new Measures(values, counters.byState());
    }
}
