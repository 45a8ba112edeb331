package io.conncount.wire.linux;

import io.conncount.filter.FilterSplit;
import io.conncount.socket.AddressFamily;
import io.conncount.socket.Detail;
import io.conncount.socket.Protocol;
import io.conncount.socket.Side;
import io.conncount.socket.TcpState;
import io.conncount.wire.StructBuffer;
import java.nio.ByteBuffer;
import java.util.Set;

/**
 * The table of a protocol over IP. Its requests ({@code linux/inet_diag.h}, in the host's byte order):
 *
 * <pre>
 * struct inet_diag_req       0 idiag_family u8    1 idiag_src_len u8    2 idiag_dst_len u8    3 idiag_ext u8
 *                            4 id (48 bytes)     52 idiag_states u32   56 idiag_dbs u32      60
 * struct inet_diag_req_v2    0 sdiag_family u8    1 sdiag_protocol u8   2 idiag_ext u8        3 pad u8
 *                            4 idiag_states u32   8 id (48 bytes)      56
 * struct inet_diag_req_raw   the same with 3 sdiag_raw_protocol u8, which chooses in requests for one socket; a dump of raw
 *                            sockets shows those of every protocol
 * struct rtattr
 *    {@code INET_DIAG_REQ_BYTECODE}    the program of {@link FilterBytecode}
 *    {@code INET_DIAG_REQ_PROTOCOL}    u32, for protocols whose number does not fit into sdiag_protocol (Linux 5.9)
 * </pre>
 */
public final class InetDiag implements DiagTable {
    static final int REQ_ID_OFFSET = 4;
    static final int REQ_BYTES = REQ_ID_OFFSET + SockId.BYTES + 8;
    static final int REQ_EXT_OFFSET = 3;
    static final int REQ_STATES_OFFSET = REQ_ID_OFFSET + SockId.BYTES;
    static final int REQ_V2_BYTES = 8 + SockId.BYTES;
    static final int REQ_V2_PROTOCOL_OFFSET = 1;
    static final int REQ_V2_EXT_OFFSET = REQ_V2_PROTOCOL_OFFSET + 1;
    static final int REQ_V2_STATES_OFFSET = 4;
    static final int ATTRIBUTE_BYTECODE = 1;
    static final int ATTRIBUTE_PROTOCOL = 3;

    private static final int PROTOCOL_BYTE_MAX = 0xff;
    private static final int PROTOCOL_ATTRIBUTE_BYTES = Attributes.HEADER_BYTES + Integer.BYTES;

    // Attributes behind an answer: INET_DIAG_*. Those up to SHUTDOWN can be asked for; the others come or do not.
    static final int NONE = 0;
    static final int INFO = 2;
    static final int VEGASINFO = 3;
    static final int CONG = 4;
    static final int TOS = 5;
    static final int TCLASS = 6;
    static final int SKMEMINFO = 7;
    static final int SHUTDOWN = 8;
    static final int DCTCPINFO = 9;
    static final int PROTOCOL = 10;
    static final int SKV6ONLY = 11;
    static final int PEERS = 13;
    static final int MARK = 15;
    static final int BBRINFO = 16;
    static final int CLASS_ID = 17;
    static final int MD5SIG = 18;
    static final int ULP_INFO = 19;
    static final int CGROUP_ID = 21;
    static final int SOCKOPT = 22;
    /** The highest of those that are read. */
    static final int LAST_READ = SOCKOPT;

    // Groups that hear of destroyed sockets: enum sknetlink_groups of linux/sock_diag.h (Linux 4.3).
    static final int SKNLGRP_INET_TCP_DESTROY = 1;
    static final int SKNLGRP_INET_UDP_DESTROY = 2;
    static final int SKNLGRP_INET6_TCP_DESTROY = 3;
    static final int SKNLGRP_INET6_UDP_DESTROY = 4;

    /**
     * Offsets of the socket identity inside requests and answers ({@code linux/inet_diag.h}). Ports and addresses are in
     * network byte order, the rest in the host's:
     *
     * <pre>
     * struct inet_diag_sockid
     *    0 idiag_sport be16    2 idiag_dport be16    4 idiag_src be32[4]    20 idiag_dst be32[4]
     *   36 idiag_if u32       40 idiag_cookie u32[2]                        48
     * </pre>
     */
    static final class SockId {
        static final int SPORT_OFFSET = 0;
        static final int DPORT_OFFSET = SPORT_OFFSET + 2;
        static final int SRC_OFFSET = DPORT_OFFSET + 2;
        static final int DST_OFFSET = SRC_OFFSET + 16;
        static final int IF_OFFSET = DST_OFFSET + 16;
        static final int COOKIE_OFFSET = IF_OFFSET + 4;
        static final int BYTES = COOKIE_OFFSET + 8;

        private SockId() {}
    }

    private final Protocol protocol;

    InetDiag(Protocol protocol) {
        this.protocol = protocol;
    }

    @Override
    public boolean filters() {
        // sctp_diag takes a program and does not run it (net/sctp/diag.c, Linux 6.18).
        return protocol != Protocol.SCTP;
    }

    /** {@code raw_diag} looks at no states, {@code sctp_diag} at no more than whether it should show listeners. */
    @Override
    public boolean choosesStates() {
        return protocol != Protocol.RAW && protocol != Protocol.SCTP;
    }

    @Override
    public String module() {
        return switch (protocol) {
            case UDP, UDPLITE -> "udp_diag";
            case RAW -> "raw_diag";
            case SCTP -> "sctp_diag";
            case MPTCP -> "mptcp_diag";
            default -> "tcp_diag";
        };
    }

    @Override
    public ByteBuffer request(
            AddressFamily family, Set<TcpState> states, Set<Detail> details, ByteBuffer filter, int sequence) {
        int number = LinuxNumbers.ofProtocol(protocol);
        boolean fits = number <= PROTOCOL_BYTE_MAX;
        ByteBuffer message =
                message(TYPE_BY_FAMILY, REQ_V2_BYTES, fits ? 0 : PROTOCOL_ATTRIBUTE_BYTES, filter, sequence);
        int at = NlMessages.HEADER_BYTES;
        message.put(at, (byte) LinuxNumbers.ofFamily(family));
        message.put(at + REQ_V2_PROTOCOL_OFFSET, (byte) (fits ? number : 0));
        message.put(at + REQ_V2_EXT_OFFSET, (byte) extensions(details));
        message.putInt(
                at + REQ_V2_STATES_OFFSET,
                protocol == Protocol.TCP ? LinuxTcpState.tcpMask(states) : LinuxTcpState.mask(states));
        if (!fits) {
            int attribute = message.limit() - PROTOCOL_ATTRIBUTE_BYTES;
            message.putShort(attribute, (short) PROTOCOL_ATTRIBUTE_BYTES);
            message.putShort(attribute + 2, (short) ATTRIBUTE_PROTOCOL);
            message.putInt(attribute + Attributes.HEADER_BYTES, number);
        }
        return message;
    }

    @Override
    public View view(StructBuffer structs) {
        return new InetDiagMessage(protocol, structs);
    }

    /**
     * Asks for the TCP sockets of both families in one walk. A port that the filter leaves no choice of goes into the
     * header too: the kernel looks at that first, and runs the program for a tenth of the sockets where ten services
     * share them. It overlooks the remote port of listeners, so the program has it as well.
     *
     * @param filter what the kernel is to decide
     */
    public static ByteBuffer tcpBothFamilies(
            Set<TcpState> states, Set<Detail> details, FilterSplit filter, int sequence) {
        ByteBuffer message = message(TYPE_TCP_BOTH_FAMILIES, REQ_BYTES, 0, FilterBytecode.of(filter), sequence);
        int at = NlMessages.HEADER_BYTES;
        putPort(message, at + REQ_ID_OFFSET + SockId.SPORT_OFFSET, filter.port(Side.LOCAL));
        putPort(message, at + REQ_ID_OFFSET + SockId.DPORT_OFFSET, filter.port(Side.REMOTE));
        message.put(at, (byte) LinuxNumbers.AF_UNSPEC);
        message.put(at + REQ_EXT_OFFSET, (byte) extensions(details));
        message.putInt(at + REQ_STATES_OFFSET, LinuxTcpState.tcpMask(states));
        return message;
    }

    /** Network byte order, as in answers. */
    private static void putPort(ByteBuffer message, int at, int port) {
        message.put(at, (byte) (port >> Byte.SIZE)).put(at + 1, (byte) port);
    }

    /** A message with its header and its filter, from position 0 to its limit; the body and the room behind are empty. */
    private static ByteBuffer message(int type, int bodyBytes, int roomBytes, ByteBuffer filter, int sequence) {
        int filterBytes = filter.remaining();
        int attributeBytes = filterBytes == 0 ? 0 : Attributes.HEADER_BYTES + filterBytes;
        int lengthBytes = NlMessages.HEADER_BYTES + bodyBytes + attributeBytes + roomBytes;
        ByteBuffer message = NlMessages.dumpRequest(type, lengthBytes, sequence);
        if (filterBytes > 0) {
            message.position(NlMessages.HEADER_BYTES + bodyBytes);
            message.putShort((short) attributeBytes).putShort((short) ATTRIBUTE_BYTECODE);
            message.put(filter.duplicate());
        }
        return message.rewind();
    }

    /** {@code idiag_ext}, for these details. */
    private static int extensions(Set<Detail> details) {
        int mask = 0;
        for (Detail detail : details) {
            mask |= switch (detail) {
                case TCP_INFO -> bit(INFO);
                case MEMORY -> bit(SKMEMINFO);
                case CONGESTION -> bit(CONG) | bit(VEGASINFO);
                case TRAFFIC_CLASS -> bit(TOS) | bit(TCLASS);
                case UNIX_NAMES, EXTENDED, NAMESPACE, HOLDERS, JAIL -> 0;
            };
        }
        return mask;
    }

    private static int bit(int attribute) {
        return 1 << (attribute - 1);
    }

    /**
     * The bits of {@code nl_groups} for the groups to which the kernel tells that a socket of these protocols, of either
     * family, was destroyed.
     *
     * @throws IllegalArgumentException if the kernel tells nothing about one of them; the message says which
     */
    public static int destroyGroups(Set<Protocol> protocols) {
        int mask = 0;
        for (Protocol protocol : protocols) {
            mask |= switch (protocol) {
                case TCP -> bit(SKNLGRP_INET_TCP_DESTROY) | bit(SKNLGRP_INET6_TCP_DESTROY);
                case UDP -> bit(SKNLGRP_INET_UDP_DESTROY) | bit(SKNLGRP_INET6_UDP_DESTROY);
                default ->
                    throw new IllegalArgumentException(
                            "the kernel reports destroyed tcp and udp sockets, not " + protocol.label());
            };
        }
        return mask;
    }
}
