package io.conncount.wire.linux;

import io.conncount.socket.AddressFamily;
import io.conncount.socket.Protocol;
import io.conncount.socket.SocketNumber;
import io.conncount.socket.SocketText;
import io.conncount.socket.SocketType;
import io.conncount.socket.TcpState;
import io.conncount.wire.DecodeException;
import io.conncount.wire.Words;

/**
 * One socket in a sock_diag answer, read in place ({@code linux/inet_diag.h}; numbers in the host's byte order, the
 * identity as {@link InetDiagSockId} says), with {@link Attributes} behind it:
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
 * of {@link SctpAssociationState}; it is shown as a socket of its own, as ss does.
 */
public final class InetDiagMessage implements DiagMessage {
    /** {@code sizeof(struct inet_diag_msg)}. */
    public static final int BYTES = 72;

    static final int FAMILY_OFFSET = 0;
    static final int STATE_OFFSET = FAMILY_OFFSET + 1;
    static final int TIMER_OFFSET = STATE_OFFSET + 1;
    static final int ID_OFFSET = TIMER_OFFSET + 2;
    static final int RETRANS_OFFSET = TIMER_OFFSET + 1;
    static final int EXPIRES_OFFSET = ID_OFFSET + InetDiagSockId.BYTES;
    static final int RQUEUE_OFFSET = EXPIRES_OFFSET + 4;
    static final int WQUEUE_OFFSET = RQUEUE_OFFSET + 4;
    static final int UID_OFFSET = WQUEUE_OFFSET + 4;
    static final int INODE_OFFSET = UID_OFFSET + 4;

    private static final String STRUCT = "inet_diag_msg";

    private static final int NO_TIMER = 0;

    /** That of the table; messages about destroyed sockets tell theirs. */
    private Protocol protocol;

    private final Words words;
    private final Attributes attributes;
    private int at;
    private boolean ipv4;
    private int stateNumber;
    /** True for an SCTP association, whose states have numbers of their own. */
    private boolean association;

    /** A view of messages in these words. */
    InetDiagMessage(Protocol protocol, Words words) {
        this.protocol = protocol;
        this.words = words;
        attributes = new Attributes(words, InetDiagExtension.LAST);
    }

    @Override
    public void wrap(int offsetBytes, int lengthBytes) throws DecodeException {
        if (lengthBytes < BYTES) {
            throw new DecodeException(STRUCT, offsetBytes, lengthBytes + " bytes, takes " + BYTES);
        }
        at = offsetBytes;
        int familyNumber = words.uint8(at + FAMILY_OFFSET);
        ipv4 = familyNumber == LinuxFamily.INET;
        if (!ipv4 && familyNumber != LinuxFamily.INET6) {
            throw new DecodeException(STRUCT, at, "idiag_family " + familyNumber + " is neither AF_INET nor AF_INET6");
        }
        attributes.read(at + BYTES, offsetBytes + lengthBytes);
        checkAttributes();
        stateNumber = words.uint8(at + STATE_OFFSET);
        association = protocol == Protocol.SCTP && attributes.has(InetDiagExtension.PEERS);
        if (state() == null) {
            throw new DecodeException(STRUCT, at, "idiag_state " + stateNumber + " is no state that was asked for");
        }
    }

    private void checkAttributes() throws DecodeException {
        // No attribute has this number; but a message that a wrong nlmsg_len has swallowed looks like this.
        if (attributes.has(InetDiagExtension.NONE)) {
            throw attributes.fault(InetDiagExtension.NONE, "rta_type is 0, which stands for none");
        }
        attributes.require(InetDiagExtension.MARK, "INET_DIAG_MARK", Integer.BYTES);
        attributes.require(InetDiagExtension.CGROUP_ID, "INET_DIAG_CGROUP_ID", Long.BYTES);
        attributes.require(InetDiagExtension.PROTOCOL, "INET_DIAG_PROTOCOL", 1);
        // Of a raw socket it is the protocol inside IP.
        if (attributes.has(InetDiagExtension.PROTOCOL) && protocol != Protocol.RAW) {
            readProtocol();
        }
    }

    private void readProtocol() throws DecodeException {
        int number = words.uint8(attributes.valueAt(InetDiagExtension.PROTOCOL));
        Protocol told = LinuxProtocol.of(number);
        if (told == null) {
            throw attributes.fault(InetDiagExtension.PROTOCOL, "INET_DIAG_PROTOCOL " + number + " was not asked for");
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
        return association ? SctpAssociationState.of(stateNumber) : LinuxTcpState.of(stateNumber);
    }

    @Override
    public int localPort() {
        return words.networkUint16(at + ID_OFFSET + InetDiagSockId.SPORT_OFFSET);
    }

    @Override
    public int remotePort() {
        return words.networkUint16(at + ID_OFFSET + InetDiagSockId.DPORT_OFFSET);
    }

    @Override
    public long localAddressHigh() {
        return addressHigh(InetDiagSockId.SRC_OFFSET);
    }

    @Override
    public long localAddressLow() {
        return addressLow(InetDiagSockId.SRC_OFFSET);
    }

    @Override
    public long remoteAddressHigh() {
        return addressHigh(InetDiagSockId.DST_OFFSET);
    }

    @Override
    public long remoteAddressLow() {
        return addressLow(InetDiagSockId.DST_OFFSET);
    }

    private long addressHigh(int offset) {
        return ipv4 ? 0 : words.network64(at + ID_OFFSET + offset);
    }

    private long addressLow(int offset) {
        return ipv4
                ? words.networkUint32(at + ID_OFFSET + offset)
                : words.network64(at + ID_OFFSET + offset + Long.BYTES);
    }

    @Override
    public int interfaceIndex() {
        return words.int32(at + ID_OFFSET + InetDiagSockId.IF_OFFSET);
    }

    @Override
    public boolean owned() {
        return attributes.has(InetDiagExtension.SHUTDOWN);
    }

    @Override
    public int uid() {
        return words.int32(at + UID_OFFSET);
    }

    @Override
    public long cgroupId() {
        return attributes.has(InetDiagExtension.CGROUP_ID)
                ? words.int64(attributes.valueAt(InetDiagExtension.CGROUP_ID))
                : 0;
    }

    @Override
    public long mark() {
        return attributes.has(InetDiagExtension.MARK)
                ? Integer.toUnsignedLong(words.int32(attributes.valueAt(InetDiagExtension.MARK)))
                : MARK_UNKNOWN;
    }

    @Override
    public int timer() {
        return words.uint8(at + TIMER_OFFSET);
    }

    @Override
    public long number(SocketNumber which) {
        int attribute = InetDiagNumbers.attribute(which);
        if (attribute == InetDiagExtension.NONE) {
            return ownNumber(which);
        }
        // Other protocols have structs of their own in INET_DIAG_INFO.
        boolean readable = attribute != InetDiagExtension.INFO || protocol == Protocol.TCP;
        return readable && attributes.has(attribute)
                ? InetDiagNumbers.read(which, words, attributes.valueAt(attribute), attributes.valueBytes(attribute))
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
            case MARK -> attributes.has(InetDiagExtension.MARK) ? mark() : UNKNOWN;
            case TIMER_MS -> timer() == NO_TIMER ? UNKNOWN : unsigned(EXPIRES_OFFSET);
            case RETRANSMITS -> words.uint8(at + RETRANS_OFFSET);
            default -> UNKNOWN;
        };
    }

    private long unsigned(int offset) {
        return Integer.toUnsignedLong(words.int32(at + offset));
    }

    private long cookie() {
        int cookieAt = at + ID_OFFSET + InetDiagSockId.COOKIE_OFFSET;
        return Integer.toUnsignedLong(words.int32(cookieAt))
                | (long) words.int32(cookieAt + Integer.BYTES) << Integer.SIZE;
    }

    @Override
    public int text(SocketText which, byte[] into) {
        return which == SocketText.CONGESTION ? attributes.text(InetDiagExtension.CONG, into) : -1;
    }

    @Override
    public int matchText(SocketText which, byte[] other) {
        return which == SocketText.CONGESTION ? attributes.matchText(InetDiagExtension.CONG, other) : -1;
    }
}
