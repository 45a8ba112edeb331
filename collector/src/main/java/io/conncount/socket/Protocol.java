package io.conncount.socket;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** The kinds of sockets, each with a separate table in the kernel. */
public enum Protocol {
    TCP("tcp", AddressFamily.IP, TcpState.IN_TABLES),
    MPTCP("mptcp", AddressFamily.IP, TcpState.ALL),
    UDP("udp", AddressFamily.IP, TcpState.CONNECTED_OR_NOT),
    UDPLITE("udplite", AddressFamily.IP, TcpState.CONNECTED_OR_NOT),
    RAW("raw", AddressFamily.IP, TcpState.CONNECTED_OR_NOT),
    /** Datagram sockets of ICMP (icmp(7)), which need no privilege to ping. */
    PING("ping", AddressFamily.IP, TcpState.CONNECTED_OR_NOT),
    SCTP("sctp", AddressFamily.IP, TcpState.ALL),
    UNIX("unix", EnumSet.of(AddressFamily.UNIX), TcpState.CONNECTED_LISTENING_OR_NOT),
    PACKET("packet", EnumSet.of(AddressFamily.PACKET), TcpState.NEVER_CONNECTED),
    NETLINK("netlink", EnumSet.of(AddressFamily.NETLINK), TcpState.NEVER_CONNECTED),
    VSOCK("vsock", EnumSet.of(AddressFamily.VSOCK), TcpState.OF_VSOCK);

    private final String label;
    private final Set<AddressFamily> families;
    private final Set<TcpState> listedStates;
    private final boolean overIp;

    Protocol(String label, Set<AddressFamily> families, Set<TcpState> listedStates) {
        this.label = label;
        this.families = Collections.unmodifiableSet(families);
        this.listedStates = listedStates;
        overIp = families.contains(AddressFamily.IPV4);
    }

    /** The name in every output format and in messages. */
    public String label() {
        return label;
    }

    /** The families its sockets can be of. */
    public Set<AddressFamily> families() {
        return families;
    }

    /** True if its sockets have IP addresses, and with them the families that {@code -4} and {@code -6} choose from. */
    public boolean overIp() {
        return overIp;
    }

    /** The details that can be requested for its sockets. */
    public Set<Detail> details() {
        return switch (this) {
            case UNIX -> EnumSet.of(Detail.MEMORY, Detail.UNIX_NAMES, Detail.EXTENDED, Detail.HOLDERS);
            case PACKET -> EnumSet.of(Detail.MEMORY, Detail.EXTENDED, Detail.HOLDERS);
            case NETLINK, VSOCK -> EnumSet.of(Detail.MEMORY, Detail.HOLDERS);
            case PING -> EnumSet.of(Detail.HOLDERS);
            default ->
                EnumSet.complementOf(EnumSet.of(Detail.UNIX_NAMES, Detail.EXTENDED, Detail.NAMESPACE, Detail.JAIL));
        };
    }

    /**
     * The states in which a dump lists its sockets on Linux. A closed TCP socket is in no table there; to ask for it would
     * turn a question about listeners into a walk over all sockets.
     */
    public Set<TcpState> listedStates() {
        return listedStates;
    }

    /** The states its sockets can be in. A count by state shows each of them, even without sockets. */
    public Set<TcpState> states() {
        return this == TCP ? TcpState.ALL : listedStates;
    }
}
