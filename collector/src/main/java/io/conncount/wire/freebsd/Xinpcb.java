package io.conncount.wire.freebsd;

import io.conncount.socket.AddressFamily;
import io.conncount.socket.Protocol;
import io.conncount.socket.SocketNumber;
import io.conncount.socket.SocketText;
import io.conncount.socket.SocketType;
import io.conncount.socket.TcpState;
import io.conncount.wire.DecodeException;

/**
 * An IP socket: a row of the lists of UDP and raw sockets, and the middle of a row of TCP's
 * ({@code netinet/in_pcb.h}; numbers in the host's byte order, the ends as {@link InConninfo} says):
 *
 * <pre>
 * struct xinpcb
 *    0 xi_len u64, 400 or 0 in the handshake      8 xi_socket, an {@link Xsocket}      248 inp_inc, an {@link InConninfo}
 *  296 inp_gencnt u64     304 inp_ppcb u64, the control block of TCP (until FreeBSD 13)      312 spare, 32 bytes      344 inp_flow u32 and 10 more         388 in6p_hops s16
 *  390 inp_ip_tos u8      391 padding           392 inp_vflag u8      393 inp_ip_ttl u8      394 inp_ip_p u8         400
 * </pre>
 *
 * <p>inp_vflag has the family, not xso_family: 1 is IPv4, 2 is IPv6, and both together an IPv6 socket that accepts IPv4
 * too; 4 means opened as IPv6, so that 5 is an IPv4 connection that such a listener accepted.
 *
 * <p>A raw socket's local port is its protocol's number, as it is on Linux.
 */
public class Xinpcb extends PcbRow {
    /** {@code sizeof(struct xinpcb)}. */
    public static final int BYTES = 400;

    static final int LEN_OFFSET = 0;
    static final int SOCKET_OFFSET = LEN_OFFSET + Long.BYTES;
    static final int INC_OFFSET = SOCKET_OFFSET + Xsocket.BYTES;
    static final int GENCNT_OFFSET = 296;
    static final int PPCB_OFFSET = GENCNT_OFFSET + Long.BYTES;
    static final int IP_TOS_OFFSET = 390;
    static final int VFLAG_OFFSET = IP_TOS_OFFSET + 2;
    static final int IP_P_OFFSET = VFLAG_OFFSET + 2;

    private static final int VFLAG_IPV4 = 0x1;
    private static final int VFLAG_IPV6 = 0x2;

    private final Protocol protocol;
    /** Where the row has this struct. */
    private final int at;

    private final int localAddressAt;
    private final int remoteAddressAt;
    private int vflag;
    private boolean ipv4;

    Xinpcb(Protocol protocol, RecordReader row, int at) {
        super(row, at + SOCKET_OFFSET);
        this.protocol = protocol;
        this.at = at;
        localAddressAt = at + INC_OFFSET + InConninfo.LADDR_OFFSET;
        remoteAddressAt = at + INC_OFFSET + InConninfo.FADDR_OFFSET;
    }

    @Override
    void check() throws DecodeException {
        checkSocket();
        vflag = structs.uint8(at + VFLAG_OFFSET);
        ipv4 = (vflag & VFLAG_IPV6) == 0;
        if (ipv4 && (vflag & VFLAG_IPV4) == 0) {
            throw row.refused("inp_vflag is " + vflag + ", which is neither IPv4 nor IPv6");
        }
    }

    /** {@code xi_len}. */
    final long lengthSaid() {
        return structs.int64(at + LEN_OFFSET);
    }

    /** True for an IPv6 socket that takes IPv4 connections too: netstat's {@code tcp46}. */
    public final boolean dualStack() {
        return (vflag & (VFLAG_IPV4 | VFLAG_IPV6)) == (VFLAG_IPV4 | VFLAG_IPV6);
    }

    @Override
    public final Protocol protocol() {
        return protocol;
    }

    @Override
    public SocketType type() {
        return protocol == Protocol.RAW ? SocketType.RAW : SocketType.DGRAM;
    }

    @Override
    public final AddressFamily family() {
        return ipv4 ? AddressFamily.IPV4 : AddressFamily.IPV6;
    }

    @Override
    public TcpState state() {
        return connected() ? TcpState.ESTABLISHED : TcpState.CLOSE;
    }

    @Override
    public long number(SocketNumber which) {
        return switch (which) {
            case TOS -> ipv4 ? structs.uint8(at + IP_TOS_OFFSET) : UNKNOWN;
            case V6ONLY -> v6only();
            default -> super.number(which);
        };
    }

    @Override
    public int text(SocketText which, byte[] into) {
        return switch (which) {
            case BUFFER_COUNTS -> bufferCounts(into);
            case BUFFER_SIZES -> bufferSizes(into);
            default -> -1;
        };
    }

    private long v6only() {
        boolean peerless = state() == TcpState.LISTEN || state() == TcpState.CLOSE;
        if (ipv4 || !peerless) {
            return UNKNOWN;
        }
        return dualStack() ? 0 : 1;
    }

    @Override
    public final int localPort() {
        return protocol == Protocol.RAW
                ? structs.uint8(at + IP_P_OFFSET)
                : structs.networkUint16(at + INC_OFFSET + InConninfo.LPORT_OFFSET);
    }

    @Override
    public final int remotePort() {
        return structs.networkUint16(at + INC_OFFSET + InConninfo.FPORT_OFFSET);
    }

    @Override
    public final long localAddressHigh() {
        return ipv4 ? 0 : InConninfo.withoutZone(structs.network64(localAddressAt));
    }

    @Override
    public final long localAddressLow() {
        return addressLow(localAddressAt);
    }

    @Override
    public final long remoteAddressHigh() {
        return ipv4 ? 0 : InConninfo.withoutZone(structs.network64(remoteAddressAt));
    }

    @Override
    public final long remoteAddressLow() {
        return addressLow(remoteAddressAt);
    }

    private long addressLow(int addressAt) {
        return ipv4
                ? structs.networkUint32(addressAt + InConninfo.IPV4_IN_ADDRESS)
                : structs.network64(addressAt + Long.BYTES);
    }

    /** The interface that a link-local local address belongs to; FreeBSD binds no socket to an interface otherwise. */
    @Override
    public final int interfaceIndex() {
        return ipv4 ? 0 : InConninfo.zone(structs.network64(localAddressAt));
    }

    @Override
    final long generation() {
        return structs.int64(at + GENCNT_OFFSET);
    }

    /**
     * The two ends of an IP socket ({@code netinet/in_pcb.h}; ports and addresses in network order):
     *
     * <pre>
     * struct in_conninfo
     *    0 inc_flags u8      1 inc_len u8      2 inc_fibnum u16
     *    4 ie_fport be16     6 ie_lport be16   8 foreign address, 16 bytes    24 local address, 16 bytes
     *   40 ie6_zoneid u32                                                                              44
     * </pre>
     *
     * <p>An IPv4 address is in the last four of its sixteen bytes. A link-local IPv6 address has the number of its interface
     * in the third and fourth, where the protocol has zeros.
     */
    static final class InConninfo {
        /** {@code sizeof(struct in_conninfo)}. */
        static final int BYTES = 44;

        static final int FPORT_OFFSET = 4;
        static final int LPORT_OFFSET = FPORT_OFFSET + Short.BYTES;
        static final int FADDR_OFFSET = LPORT_OFFSET + Short.BYTES;
        static final int ADDRESS_BYTES = 16;
        static final int LADDR_OFFSET = FADDR_OFFSET + ADDRESS_BYTES;
        static final int IPV4_IN_ADDRESS = ADDRESS_BYTES - Integer.BYTES;

        private static final long LINK_LOCAL = 0xfe80L << 48;
        private static final long LINK_LOCAL_MASK = 0xffc0L << 48;
        private static final long ZONE_MASK = 0xffffL << 32;

        private InConninfo() {}

        /** The first eight bytes of an IPv6 address as the protocol has them: without an interface. */
        static long withoutZone(long high) {
            return (high & LINK_LOCAL_MASK) == LINK_LOCAL ? high & ~ZONE_MASK : high;
        }

        /** The interface in the first eight bytes of a link-local address; 0 in all others. */
        static int zone(long high) {
            return (high & LINK_LOCAL_MASK) == LINK_LOCAL ? (int) ((high & ZONE_MASK) >>> 32) : 0;
        }
    }
}
