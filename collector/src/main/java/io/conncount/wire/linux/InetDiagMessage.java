package io.conncount.wire.linux;

import io.conncount.socket.AddressFamily;
import io.conncount.socket.Protocol;
import io.conncount.socket.SocketNumber;
import io.conncount.socket.SocketText;
import io.conncount.socket.SocketType;
import io.conncount.socket.TcpState;
import io.conncount.wire.DecodeException;
import io.conncount.wire.StructBuffer;

/**
 * One socket in a sock_diag answer, read in place ({@code linux/inet_diag.h}; numbers in the host's byte order, the
 * identity as {@link InetDiag.SockId} says), with {@link Attributes} behind it:
 *
 * <pre>
 * struct inet_diag_msg
 *    0 idiag_family u8    1 idiag_state u8    2 idiag_timer u8    3 idiag_retrans u8    4 id (48 bytes)
 *   52 idiag_expires u32 56 idiag_rqueue u32 60 idiag_wqueue u32 64 idiag_uid u32      68 idiag_inode u32      72
 * </pre>
 *
 * <p>Three attributes come unasked with what we need: {@code INET_DIAG_SHUTDOWN} u8 with every full socket and with no
 * mini-socket, which tells them apart; {@code INET_DIAG_MARK} u32 to CAP_NET_ADMIN; {@code INET_DIAG_CGROUP_ID} u64
 * with full sockets where the kernel (5.8 and later) has cgroups. {@code INET_DIAG_PROTOCOL} u8 comes with what the kernel
 * sends of itself.
 *
 * <p>An SCTP socket is followed by a message for each of its associations, which has {@code INET_DIAG_PEERS} and the numbers
 * of {@link LinuxTcpState#ofSctp}; it is shown as a socket of its own, as ss does.
 */
public final class InetDiagMessage implements DiagTable.View {
    /** {@code sizeof(struct inet_diag_msg)}. */
    public static final int BYTES = 72;

    static final int FAMILY_OFFSET = 0;
    static final int STATE_OFFSET = FAMILY_OFFSET + 1;
    static final int TIMER_OFFSET = STATE_OFFSET + 1;
    static final int ID_OFFSET = TIMER_OFFSET + 2;
    static final int RETRANS_OFFSET = TIMER_OFFSET + 1;
    static final int EXPIRES_OFFSET = ID_OFFSET + InetDiag.SockId.BYTES;
    static final int RQUEUE_OFFSET = EXPIRES_OFFSET + 4;
    static final int WQUEUE_OFFSET = RQUEUE_OFFSET + 4;
    static final int UID_OFFSET = WQUEUE_OFFSET + 4;
    static final int INODE_OFFSET = UID_OFFSET + 4;

    private static final String STRUCT = "inet_diag_msg";

    private static final int NO_TIMER = 0;

    /** The protocol of the table; messages about destroyed sockets have their own. */
    private Protocol protocol;

    private final StructBuffer structs;
    private final Attributes attributes;
    private final UlpInfo upperLayer;
    private final MptcpInfo mptcp;
    private final Md5Keys md5;
    private int at;
    private boolean ipv4;
    private int stateNumber;
    /** True for an SCTP association, whose states have separate numbers. */
    private boolean association;

    /** A view of messages in this buffer. */
    InetDiagMessage(Protocol protocol, StructBuffer structs) {
        this.protocol = protocol;
        this.structs = structs;
        attributes = new Attributes(structs, InetDiag.LAST_READ);
        upperLayer = new UlpInfo(structs);
        mptcp = new MptcpInfo(structs);
        md5 = new Md5Keys(structs);
    }

    @Override
    public void wrap(int offsetBytes, int lengthBytes) throws DecodeException {
        if (lengthBytes < BYTES) {
            throw new DecodeException(STRUCT, offsetBytes, lengthBytes + " bytes, takes " + BYTES);
        }
        at = offsetBytes;
        int familyNumber = structs.uint8(at + FAMILY_OFFSET);
        ipv4 = familyNumber == LinuxNumbers.AF_INET;
        if (!ipv4 && familyNumber != LinuxNumbers.AF_INET6) {
            throw new DecodeException(STRUCT, at, "idiag_family " + familyNumber + " is neither AF_INET nor AF_INET6");
        }
        attributes.read(at + BYTES, offsetBytes + lengthBytes);
        checkAttributes();
        stateNumber = structs.uint8(at + STATE_OFFSET);
        association = protocol == Protocol.SCTP && attributes.has(InetDiag.PEERS);
        if (state() == null) {
            throw new DecodeException(STRUCT, at, "idiag_state " + stateNumber + " is not a requested state");
        }
    }

    private void checkAttributes() throws DecodeException {
        // No attribute has this number; but a message that a wrong nlmsg_len has swallowed looks like this.
        if (attributes.has(InetDiag.NONE)) {
            throw attributes.fault(InetDiag.NONE, "rta_type is 0, which is not a type");
        }
        attributes.require(InetDiag.MARK, "INET_DIAG_MARK", Integer.BYTES);
        attributes.require(InetDiag.CGROUP_ID, "INET_DIAG_CGROUP_ID", Long.BYTES);
        attributes.require(InetDiag.PROTOCOL, "INET_DIAG_PROTOCOL", 1);
        if (attributes.has(InetDiag.ULP_INFO)) {
            upperLayer.read(attributes.valueAt(InetDiag.ULP_INFO), attributes.valueBytes(InetDiag.ULP_INFO));
        }
        // Of a raw socket it is the protocol inside IP.
        if (attributes.has(InetDiag.PROTOCOL) && protocol != Protocol.RAW) {
            readProtocol();
        }
    }

    private void readProtocol() throws DecodeException {
        int number = structs.uint8(attributes.valueAt(InetDiag.PROTOCOL));
        Protocol told = LinuxNumbers.protocol(number);
        if (told == null) {
            throw attributes.fault(InetDiag.PROTOCOL, "INET_DIAG_PROTOCOL " + number + " was not requested");
        }
        protocol = told;
    }

    @Override
    public Protocol protocol() {
        return protocol;
    }

    @Override
    public SocketType type() {
        return switch (protocol) {
            case UDP, UDPLITE -> SocketType.DGRAM;
            case RAW -> SocketType.RAW;
            default -> SocketType.STREAM;
        };
    }

    @Override
    public AddressFamily family() {
        return ipv4 ? AddressFamily.IPV4 : AddressFamily.IPV6;
    }

    @Override
    public TcpState state() {
        return association ? LinuxTcpState.ofSctp(stateNumber) : LinuxTcpState.of(stateNumber);
    }

    @Override
    public int localPort() {
        return structs.networkUint16(at + ID_OFFSET + InetDiag.SockId.SPORT_OFFSET);
    }

    @Override
    public int remotePort() {
        return structs.networkUint16(at + ID_OFFSET + InetDiag.SockId.DPORT_OFFSET);
    }

    @Override
    public long localAddressHigh() {
        return addressHigh(InetDiag.SockId.SRC_OFFSET);
    }

    @Override
    public long localAddressLow() {
        return addressLow(InetDiag.SockId.SRC_OFFSET);
    }

    @Override
    public long remoteAddressHigh() {
        return addressHigh(InetDiag.SockId.DST_OFFSET);
    }

    @Override
    public long remoteAddressLow() {
        return addressLow(InetDiag.SockId.DST_OFFSET);
    }

    private long addressHigh(int offset) {
        return ipv4 ? 0 : structs.network64(at + ID_OFFSET + offset);
    }

    private long addressLow(int offset) {
        return ipv4
                ? structs.networkUint32(at + ID_OFFSET + offset)
                : structs.network64(at + ID_OFFSET + offset + Long.BYTES);
    }

    @Override
    public int interfaceIndex() {
        return structs.int32(at + ID_OFFSET + InetDiag.SockId.IF_OFFSET);
    }

    @Override
    public boolean owned() {
        return attributes.has(InetDiag.SHUTDOWN);
    }

    @Override
    public int uid() {
        return structs.int32(at + UID_OFFSET);
    }

    @Override
    public long cgroupId() {
        return attributes.has(InetDiag.CGROUP_ID) ? structs.int64(attributes.valueAt(InetDiag.CGROUP_ID)) : 0;
    }

    @Override
    public long mark() {
        return attributes.has(InetDiag.MARK)
                ? Integer.toUnsignedLong(structs.int32(attributes.valueAt(InetDiag.MARK)))
                : MARK_UNKNOWN;
    }

    @Override
    public int timer() {
        return structs.uint8(at + TIMER_OFFSET);
    }

    @Override
    public long number(SocketNumber which) {
        int attribute = InetDiagNumbers.attribute(which);
        if (attribute == InetDiag.NONE) {
            return ownNumber(which);
        }
        // Other protocols have other structs in INET_DIAG_INFO.
        boolean readable = attribute != InetDiag.INFO || protocol == Protocol.TCP;
        return readable && attributes.has(attribute)
                ? InetDiagNumbers.read(which, structs, attributes.valueAt(attribute), attributes.valueBytes(attribute))
                : UNKNOWN;
    }

    /** A number that is in the message itself. */
    private long ownNumber(SocketNumber which) {
        return switch (which) {
            case RECVQ -> unsigned(RQUEUE_OFFSET);
            case SENDQ -> unsigned(WQUEUE_OFFSET);
            case UID -> owned() ? unsigned(UID_OFFSET) : UNKNOWN;
            case INODE -> owned() ? unsigned(INODE_OFFSET) : UNKNOWN;
            case COOKIE -> cookie();
            case MARK -> attributes.has(InetDiag.MARK) ? mark() : UNKNOWN;
            case TIMER_MS -> timer() == NO_TIMER ? UNKNOWN : unsigned(EXPIRES_OFFSET);
            case RETRANSMITS -> structs.uint8(at + RETRANS_OFFSET);
            default -> UNKNOWN;
        };
    }

    private long unsigned(int offset) {
        return Integer.toUnsignedLong(structs.int32(at + offset));
    }

    private long cookie() {
        int cookieAt = at + ID_OFFSET + InetDiag.SockId.COOKIE_OFFSET;
        return Integer.toUnsignedLong(structs.int32(cookieAt))
                | (long) structs.int32(cookieAt + Integer.BYTES) << Integer.SIZE;
    }

    @Override
    public int text(SocketText which, byte[] into) {
        return switch (which) {
            case CONGESTION -> attributes.text(InetDiag.CONG, into);
            case MD5_KEYS ->
                attributes.has(InetDiag.MD5SIG)
                        ? md5.text(attributes.valueAt(InetDiag.MD5SIG), attributes.valueBytes(InetDiag.MD5SIG), into)
                        : -1;
            case UPPER_LAYER -> attributes.has(InetDiag.ULP_INFO) ? upperLayer.text(into) : -1;
            case MPTCP ->
                protocol == Protocol.MPTCP && attributes.has(InetDiag.INFO)
                        ? mptcp.text(attributes.valueAt(InetDiag.INFO), attributes.valueBytes(InetDiag.INFO), into)
                        : -1;
            default -> -1;
        };
    }

    @Override
    public int matchText(SocketText which, byte[] other) {
        return which == SocketText.CONGESTION ? attributes.matchText(InetDiag.CONG, other) : -1;
    }
}
