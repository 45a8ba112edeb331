package io.conncount.counters;

import io.conncount.socket.Protocol;
import io.conncount.socket.TcpState;
import io.conncount.sys.KernelException;
import io.conncount.sys.Sysctls;
import io.conncount.wire.DecodeException;
import io.conncount.wire.freebsd.FreeBsdTcpState;
import io.conncount.wire.freebsd.Tcpstat;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Reads {@link Measures} from sysctls that a FreeBSD kernel answers in constant time. It
 * keeps no totals by family, and none of UDP sockets.
 *
 * <p>The totals are those of a network stack. In a jail that shares its host's they are the host's, where the lists show
 * what is in the jail, so such a jail has none.
 */
public final class FreeBsdCounters implements CounterSource {
    private final Sysctls sysctls;

    /** Reads these values. */
    public FreeBsdCounters(Sysctls sysctls) {
        this.sysctls = sysctls;
    }

    @Override
    public Measures read() {
        return sharesItsStack() ? Measures.NONE : withTcp(new EnumMap<>(Measure.class));
    }

    @Override
    public Measures readAll() {
        Map<Measure, Long> values = new EnumMap<>(Measure.class);
        values.put(Measure.TCP_TIME_WAIT_MAX, number("net.inet.tcp.maxtcptw"));
        values.put(Measure.LOCAL_PORTS_MIN, number("net.inet.ip.portrange.first"));
        values.put(Measure.LOCAL_PORTS_MAX, number("net.inet.ip.portrange.last"));
        values.put(Measure.ACCEPT_QUEUE_MAX, number("kern.ipc.soacceptqueue"));
        values.put(Measure.OPEN_SOCKETS, number("kern.ipc.numopensockets"));
        values.put(Measure.OPEN_SOCKETS_MAX, number("kern.ipc.maxsockets"));
        values.put(Measure.OPEN_FILES, number("kern.openfiles"));
        values.put(Measure.OPEN_FILES_MAX, number("kern.maxfiles"));
        values.put(Measure.PROCESS_OPEN_FILES_MAX, number("kern.maxfilesperproc"));
        return sharesItsStack() ? new Measures(values) : withTcp(values);
    }

    @Override
    public Optional<LocalPorts> localPorts() {
        long min = number("net.inet.ip.portrange.first");
        long max = number("net.inet.ip.portrange.last");
        return LocalPorts.isRange(min, max)
                ? Optional.of(new LocalPorts((int) min, (int) max, new BitSet(), Measures.MISSING))
                : Optional.empty();
    }

    private Measures withTcp(Map<Measure, Long> values) {
        putTcp(values);
        Optional<Measures.StateCounts> byState = byState();
        byState.ifPresent(counts -> {
            long established = counts.of(TcpState.ESTABLISHED);
            values.put(Measure.TCP_TIME_WAIT, counts.of(TcpState.TIME_WAIT));
            values.put(Measure.TCP_ESTABLISHED, established + counts.of(TcpState.CLOSE_WAIT));
        });
        return new Measures(values, byState);
    }

    private boolean sharesItsStack() {
        return number("security.jail.jailed") == 1 && number("security.jail.vnet") != 1;
    }

    /** As bsnmpd(1) makes RFC 4022's numbers of them. */
    private void putTcp(Map<Measure, Long> values) {
        try (Sysctls.Value value = sysctls.read("net.inet.tcp.stats")) {
            Tcpstat stat = new Tcpstat(value.bytes());
            long sent = orMissing(stat.value(Tcpstat.Counter.SEGMENTS_SENT));
            long again = orMissing(stat.value(Tcpstat.Counter.SEGMENTS_RETRANSMITTED));
            long requested = orMissing(stat.value(Tcpstat.Counter.CONNECTIONS_REQUESTED));
            long accepted = orMissing(stat.value(Tcpstat.Counter.CONNECTIONS_ACCEPTED));
            values.put(Measure.TCP_OPENS, sum(requested, accepted));
            values.put(Measure.TCP_ACTIVE_OPENS, requested);
            values.put(Measure.TCP_PASSIVE_OPENS, accepted);
            values.put(Measure.TCP_ATTEMPT_FAILS, orMissing(stat.value(Tcpstat.Counter.EMBRYONIC_DROPPED)));
            values.put(Measure.TCP_ESTABLISHED_RESETS, orMissing(stat.value(Tcpstat.Counter.CONNECTIONS_DROPPED)));
            values.put(Measure.TCP_RETRANSMITTED_SEGMENTS, again);
            values.put(Measure.TCP_SENT_SEGMENTS, sent < again ? Measures.MISSING : sent - Math.max(0, again));
            values.put(Measure.TCP_RECEIVED_SEGMENTS, orMissing(stat.value(Tcpstat.Counter.SEGMENTS_RECEIVED)));
            values.put(Measure.TCP_LISTEN_OVERFLOWS, orMissing(stat.value(Tcpstat.Counter.ACCEPT_QUEUE_OVERFLOWS)));
        } catch (KernelException e) {
            // Then the kernel reports none of them.
            return;
        }
    }

    /** FreeBSD has neither MPTCP nor packet sockets, and keeps no total of the others. */
    @Override
    public long sockets(Protocol protocol) {
        return protocol == Protocol.MPTCP || protocol == Protocol.PACKET ? 0 : Measures.MISSING;
    }

    private Optional<Measures.StateCounts> byState() {
        try (Sysctls.Value value = sysctls.read("net.inet.tcp.states")) {
            long[] counts = FreeBsdTcpState.counts(value.bytes());
            long listed = sum(number("net.inet.tcp.pcbcount"), number("net.inet.tcp.syncache.count"));
            return Optional.of(new Measures.StateCounts(counts, listed));
        } catch (KernelException | DecodeException e) {
            return Optional.empty();
        }
    }

    private long number(String name) {
        return orMissing(sysctls.number(name));
    }

    private static long orMissing(OptionalLong number) {
        return number.orElse(Measures.MISSING);
    }

    private static long sum(long a, long b) {
        return a < 0 || b < 0 ? Measures.MISSING : a + b;
    }
}
