package io.conncount.counters;

import io.conncount.socket.AddressFamily;
import io.conncount.socket.Protocol;
import io.conncount.socket.TcpState;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.StringJoiner;

/**
 * One reading of a kernel's {@link Measure}s. It does not change.
 *
 * @param byState TCP sockets of both families by state, where the kernel counts them (FreeBSD)
 */
public record Measures(Map<Measure, Long> values, Optional<StateCounts> byState) {
    /** Stands where the kernel gave no number. */
    public static final long MISSING = -1;

    /** The counts of protocols of which nothing else is counted. */
    private static final Map<Protocol, Measure> IN_USE = Map.of(
            Protocol.UDP, Measure.UDP_IN_USE,
            Protocol.UDPLITE, Measure.UDPLITE_IN_USE,
            Protocol.RAW, Measure.RAW_IN_USE);

    /** No number at all: a host that does not show any. */
    public static final Measures NONE = new Measures(Map.of());

    /** What is negative or not there is missing. */
    public Measures {
        Map<Measure, Long> known = new EnumMap<>(Measure.class);
        for (Map.Entry<Measure, Long> entry : values.entrySet()) {
            if (entry.getValue() >= 0) {
                known.put(entry.getKey(), entry.getValue());
            }
        }
        values = known;
    }

    /** A reading of a kernel that does not count TCP sockets by state. */
    public Measures(Map<Measure, Long> values) {
        this(values, Optional.empty());
    }

    /** Why all numbers are missing, although a kernel has some; empty if any was read. */
    public Optional<String> fault() {
        return values.isEmpty() ? Optional.of("none of the kernel's counters could be read") : Optional.empty();
    }

    /** The value; empty if the kernel does not report it. */
    public OptionalLong of(Measure measure) {
        long value = number(measure);
        return value < 0 ? OptionalLong.empty() : OptionalLong.of(value);
    }

    /** The value, or {@link #MISSING}. */
    public long number(Measure measure) {
        return values.getOrDefault(measure, MISSING);
    }

    /** Full TCP sockets of a family, or {@link #MISSING}. */
    public long inUse(AddressFamily family) {
        return number(family == AddressFamily.IPV4 ? Measure.TCP_IN_USE : Measure.TCP6_IN_USE);
    }

    /** True if every count of TCP sockets is there. */
    public boolean tcpComplete() {
        return tcpMissing().isEmpty();
    }

    /** The counts of TCP sockets that are missing, by the names the kernel's files give them. */
    public String tcpMissing() {
        StringJoiner names = new StringJoiner(", ");
        addIfMissing(names, Measure.TCP_IN_USE, "TCP inuse");
        addIfMissing(names, Measure.TCP6_IN_USE, "TCP6 inuse");
        addIfMissing(names, Measure.TCP_TIME_WAIT, "TCP tw");
        addIfMissing(names, Measure.TCP_ESTABLISHED, "Tcp CurrEstab");
        addIfMissing(names, Measure.TCP_OPENS, "Tcp ActiveOpens and PassiveOpens");
        return names.toString();
    }

    private void addIfMissing(StringJoiner names, Measure measure, String name) {
        if (number(measure) < 0) {
            names.add(name);
        }
    }

    /** About how many TCP sockets a full dump would copy; 0 if unknown. */
    public long tcpSockets() {
        if (byState.isPresent()) {
            return byState.get().total();
        }
        return Math.max(0, number(Measure.TCP_IN_USE))
                + Math.max(0, number(Measure.TCP6_IN_USE))
                + Math.max(0, number(Measure.TCP_TIME_WAIT));
    }

    /**
     * At most how many TCP sockets came, went or changed between this reading and a later one: the connections opened,
     * those closed (which follow from the opened ones and the sockets in use), and what moved in the other counts.
     * {@link #MISSING} if a number is missing.
     */
    public long tcpChangesUntil(Measures later) {
        if (byState.isPresent() && later.byState.isPresent()) {
            long more = later.tcpSockets() - tcpSockets();
            return number(Measure.TCP_OPENS) < 0 || later.number(Measure.TCP_OPENS) < 0
                    ? MISSING
                    : comings(later, more) + byState.get().distance(later.byState.get());
        }
        if (!tcpComplete() || !later.tcpComplete()) {
            return MISSING;
        }
        long more = increase(later, Measure.TCP_IN_USE) + increase(later, Measure.TCP6_IN_USE);
        return comings(later, more)
                + Math.abs(increase(later, Measure.TCP_TIME_WAIT))
                + Math.abs(increase(later, Measure.TCP_ESTABLISHED));
    }

    /** The number of TCP sockets opened and closed until a later reading. */
    private long comings(Measures later, long more) {
        long opened = Math.max(0, increase(later, Measure.TCP_OPENS));
        long closed = Math.max(0, opened - more);
        return Math.max(opened, more) + closed;
    }

    private long increase(Measures later, Measure measure) {
        return later.number(measure) - number(measure);
    }

    /** The same for another protocol, of which only the difference of the counts is known. */
    public long changesUntil(Measures later, Protocol protocol) {
        if (protocol == Protocol.TCP) {
            return tcpChangesUntil(later);
        }
        Measure inUse = IN_USE.get(protocol);
        boolean known = inUse != null && number(inUse) >= 0 && later.number(inUse) >= 0;
        return known ? Math.abs(increase(later, inUse)) : MISSING;
    }

    /** The kernel's own count of TCP sockets in each state, of both families together. */
    public static final class StateCounts {
        private final long[] counts;
        private final long listed;

        /**
         * @param counts by the ordinal of {@link TcpState}
         * @param listed the number of sockets by a separate count of the kernel; or
         *     {@link #MISSING}
         */
        public StateCounts(long[] counts, long listed) {
            this.counts = counts.clone();
            this.listed = listed;
        }

        /** How many sockets are in this state. */
        public long of(TcpState state) {
            return counts[state.ordinal()];
        }

        /** The total. */
        public long total() {
            long total = 0;
            for (long count : counts) {
                total += count;
            }
            return total;
        }

        /** The sum by another count, or {@link #MISSING}. */
        public long listed() {
            return listed;
        }

        /** By how much the counts differ from those of another moment, all states taken together. */
        long distance(StateCounts other) {
            long sum = 0;
            for (int i = 0; i < counts.length; i++) {
                sum += Math.abs(counts[i] - other.counts[i]);
            }
            return sum;
        }
    }
}
