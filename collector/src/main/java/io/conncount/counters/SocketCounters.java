package io.conncount.counters;

import io.conncount.socket.AddressFamily;
import io.conncount.socket.Protocol;
import java.util.Optional;
import java.util.StringJoiner;

/**
 * The kernel's own counts of sockets in one network namespace, read in constant time. A number that the kernel does not
 * give is {@link #MISSING}.
 *
 * @param tcpInUse full IPv4 TCP sockets that are hashed: listeners, and connections in every state but mini-sockets
 *     (TIME_WAIT, orphaned FIN_WAIT2, requests in SYN_RECV)
 * @param tcp6InUse the same for IPv6
 * @param timeWait mini-sockets of both families in TIME_WAIT, and in FIN_WAIT2 once orphaned
 * @param established {@code tcpCurrEstab} (RFC 4022): ESTABLISHED and CLOSE_WAIT since Linux 6.10, on many older
 *     kernels ESTABLISHED alone
 * @param opens connections opened since the namespace began, actively and passively
 * @param udpInUse bound UDP sockets of both families
 * @param udpliteInUse the same of UDP-Lite
 * @param rawInUse raw IP sockets of both families
 * @param byState TCP sockets of both families by state, where the kernel counts them (FreeBSD)
 */
public record SocketCounters(
        long tcpInUse,
        long tcp6InUse,
        long timeWait,
        long established,
        long opens,
        long udpInUse,
        long udpliteInUse,
        long rawInUse,
        Optional<TcpStateCounts> byState) {
    /** Stands where the kernel gave no number. */
    public static final long MISSING = -1;

    /** No number at all: a host that does not show its counters. */
    public static final SocketCounters NONE = new SocketCounters(MISSING, MISSING, MISSING, MISSING, MISSING, MISSING);

    /** Numbers of TCP and UDP alone, of a kernel that does not count TCP sockets by state. */
    public SocketCounters(long tcpInUse, long tcp6InUse, long timeWait, long established, long opens, long udpInUse) {
        this(tcpInUse, tcp6InUse, timeWait, established, opens, udpInUse, MISSING, MISSING, Optional.empty());
    }

    /** Full TCP sockets of a family. */
    public long inUse(AddressFamily family) {
        return family == AddressFamily.IPV4 ? tcpInUse : tcp6InUse;
    }

    /** True if every TCP number is there. */
    public boolean tcpComplete() {
        return tcpMissing().isEmpty();
    }

    /** The TCP numbers that are missing, by the names the kernel's files give them. */
    public String tcpMissing() {
        StringJoiner names = new StringJoiner(", ");
        addIfMissing(names, tcpInUse, "TCP inuse");
        addIfMissing(names, tcp6InUse, "TCP6 inuse");
        addIfMissing(names, timeWait, "TCP tw");
        addIfMissing(names, established, "Tcp CurrEstab");
        addIfMissing(names, opens, "Tcp ActiveOpens and PassiveOpens");
        return names.toString();
    }

    private static void addIfMissing(StringJoiner names, long number, String name) {
        if (number < 0) {
            names.add(name);
        }
    }

    /** About how many TCP sockets a full dump would copy; 0 if unknown. */
    public long tcpSockets() {
        if (byState.isPresent()) {
            return byState.get().total();
        }
        return Math.max(0, tcpInUse) + Math.max(0, tcp6InUse) + Math.max(0, timeWait);
    }

    /**
     * At most how many TCP sockets came, went or changed between this reading and a later one: the connections opened,
     * those closed (which follow from the opened ones and the sockets in use), and what moved in the other counts.
     * {@link #MISSING} if a number is missing.
     */
    public long tcpChangesUntil(SocketCounters later) {
        if (byState.isPresent() && later.byState.isPresent()) {
            long more = later.tcpSockets() - tcpSockets();
            return opens < 0 || later.opens < 0
                    ? MISSING
                    : comings(later, more) + byState.get().distance(later.byState.get());
        }
        if (!tcpComplete() || !later.tcpComplete()) {
            return MISSING;
        }
        long more = later.tcpInUse + later.tcp6InUse - tcpInUse - tcp6InUse;
        return comings(later, more) + Math.abs(later.timeWait - timeWait) + Math.abs(later.established - established);
    }

    /** How many TCP sockets were opened and closed until then, when there are so many more. */
    private long comings(SocketCounters later, long more) {
        long opened = Math.max(0, later.opens - opens);
        long closed = Math.max(0, opened - more);
        return Math.max(opened, more) + closed;
    }

    /** The same for another protocol, whose count tells no more than the difference. */
    public long changesUntil(SocketCounters later, Protocol protocol) {
        return switch (protocol) {
            case TCP -> tcpChangesUntil(later);
            case UDP -> difference(udpInUse, later.udpInUse);
            case UDPLITE -> difference(udpliteInUse, later.udpliteInUse);
            case RAW -> difference(rawInUse, later.rawInUse);
            default -> MISSING;
        };
    }

    private static long difference(long before, long after) {
        return before < 0 || after < 0 ? MISSING : Math.abs(after - before);
    }
}
