package io.conncount.counters;

import io.conncount.socket.Protocol;
import io.conncount.socket.TcpState;
import io.conncount.sys.KernelException;
import io.conncount.sys.Sysctls;
import io.conncount.wire.DecodeException;
import io.conncount.wire.freebsd.FreeBsdTcpState;
import io.conncount.wire.freebsd.Tcpstat;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Reads {@link SocketCounters} and {@link HostLimits} from sysctls that a FreeBSD kernel answers in constant time. It
 * keeps no totals by family, and none of UDP sockets.
 *
 * <p>The totals are those of a network stack. In a jail that shares its host's they are the host's, where the lists show
 * what is in the jail: there are none for such a jail.
 */
public final class FreeBsdCounters implements CounterSource {
    private final Sysctls sysctls;

    /** Reads these values. */
    public FreeBsdCounters(Sysctls sysctls) {
        this.sysctls = sysctls;
    }

    @Override
    public SocketCounters read() {
        if (sharesItsStack()) {
            return SocketCounters.NONE;
        }
        Optional<TcpStateCounts> byState = byState();
        return new SocketCounters(
                SocketCounters.MISSING,
                SocketCounters.MISSING,
                byState.isPresent() ? byState.get().of(TcpState.TIME_WAIT) : SocketCounters.MISSING,
                byState.isPresent() ? inConnections(byState.get()) : SocketCounters.MISSING,
                opens(),
                SocketCounters.MISSING,
                SocketCounters.MISSING,
                SocketCounters.MISSING,
                byState);
    }

    private boolean sharesItsStack() {
        return number("security.jail.jailed") == 1 && number("security.jail.vnet") != 1;
    }

    @Override
    public Measures measures() {
        Map<Measure, Long> values = new EnumMap<>(Measure.class);
        if (!sharesItsStack()) {
            putTcp(values);
        }
        HostLimits limits = limits();
        values.put(Measure.TCP_TIME_WAIT_MAX, number("net.inet.tcp.maxtcptw"));
        values.put(Measure.LOCAL_PORTS_MIN, limits.portMin());
        values.put(Measure.LOCAL_PORTS_MAX, limits.portMax());
        values.put(Measure.ACCEPT_QUEUE_MAX, limits.acceptQueueMax());
        values.put(Measure.OPEN_SOCKETS, limits.sockets());
        values.put(Measure.OPEN_SOCKETS_MAX, limits.socketsMax());
        values.put(Measure.OPEN_FILES, limits.files());
        values.put(Measure.OPEN_FILES_MAX, limits.filesMax());
        return new Measures(values);
    }

    /** As bsnmpd(1) makes RFC 4022's numbers of them. */
    private void putTcp(Map<Measure, Long> values) {
        try (Sysctls.Value value = sysctls.read("net.inet.tcp.stats")) {
            Tcpstat stat = new Tcpstat(value.bytes());
            long sent = orMissing(stat.value(Tcpstat.Counter.SEGMENTS_SENT));
            long again = orMissing(stat.value(Tcpstat.Counter.SEGMENTS_RETRANSMITTED));
            values.put(Measure.TCP_ACTIVE_OPENS, orMissing(stat.value(Tcpstat.Counter.CONNECTIONS_REQUESTED)));
            values.put(Measure.TCP_PASSIVE_OPENS, orMissing(stat.value(Tcpstat.Counter.CONNECTIONS_ACCEPTED)));
            values.put(Measure.TCP_ATTEMPT_FAILS, orMissing(stat.value(Tcpstat.Counter.EMBRYONIC_DROPPED)));
            values.put(Measure.TCP_ESTABLISHED_RESETS, orMissing(stat.value(Tcpstat.Counter.CONNECTIONS_DROPPED)));
            values.put(Measure.TCP_RETRANSMITTED_SEGMENTS, again);
            values.put(Measure.TCP_SENT_SEGMENTS, sent < again ? SocketCounters.MISSING : sent - Math.max(0, again));
            values.put(Measure.TCP_RECEIVED_SEGMENTS, orMissing(stat.value(Tcpstat.Counter.SEGMENTS_RECEIVED)));
            values.put(Measure.TCP_LISTEN_OVERFLOWS, orMissing(stat.value(Tcpstat.Counter.ACCEPT_QUEUE_OVERFLOWS)));
        } catch (KernelException e) {
            // Then the kernel tells none of them.
            return;
        }
    }

    /** It has neither MPTCP nor packet sockets, and keeps no total of the others. */
    @Override
    public long sockets(Protocol protocol) {
        return protocol == Protocol.MPTCP || protocol == Protocol.PACKET ? 0 : SocketCounters.MISSING;
    }

    /** The limits, and how much of them is in use. */
    public HostLimits limits() {
        return new HostLimits(
                number("net.inet.ip.portrange.first"),
                number("net.inet.ip.portrange.last"),
                number("kern.ipc.soacceptqueue"),
                number("kern.ipc.numopensockets"),
                number("kern.ipc.maxsockets"),
                number("kern.openfiles"),
                number("kern.maxfiles"));
    }

    private Optional<TcpStateCounts> byState() {
        try (Sysctls.Value value = sysctls.read("net.inet.tcp.states")) {
            long[] counts = FreeBsdTcpState.counts(value.bytes());
            long listed = sum(number("net.inet.tcp.pcbcount"), number("net.inet.tcp.syncache.count"));
            return Optional.of(new TcpStateCounts(counts, listed));
        } catch (KernelException | DecodeException e) {
            return Optional.empty();
        }
    }

    /** What RFC 4022 calls tcpCurrEstab. */
    private static long inConnections(TcpStateCounts byState) {
        return byState.of(TcpState.ESTABLISHED) + byState.of(TcpState.CLOSE_WAIT);
    }

    private long opens() {
        try (Sysctls.Value value = sysctls.read("net.inet.tcp.stats")) {
            Tcpstat stat = new Tcpstat(value.bytes());
            return sum(
                    orMissing(stat.value(Tcpstat.Counter.CONNECTIONS_REQUESTED)),
                    orMissing(stat.value(Tcpstat.Counter.CONNECTIONS_ACCEPTED)));
        } catch (KernelException e) {
            return SocketCounters.MISSING;
        }
    }

    private long number(String name) {
        return orMissing(sysctls.number(name));
    }

    private static long orMissing(OptionalLong number) {
        return number.orElse(SocketCounters.MISSING);
    }

    private static long sum(long a, long b) {
        return a < 0 || b < 0 ? SocketCounters.MISSING : a + b;
    }
}
