package io.conncount.wire.linux;

import io.conncount.socket.IpFamily;
import io.conncount.socket.SocketView;
import io.conncount.socket.TcpState;
import io.conncount.wire.DecodeException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * One socket in a sock_diag answer, read in place ({@code linux/inet_diag.h}; numbers in the host's byte order, the
 * identity as {@link InetDiagSockId} says), with netlink attributes behind it:
 *
 * <pre>
 * struct inet_diag_msg
 *    0 idiag_family u8    1 idiag_state u8    2 idiag_timer u8    3 idiag_retrans u8    4 id (48 bytes)
 *   52 idiag_expires u32 56 idiag_rqueue u32 60 idiag_wqueue u32 64 idiag_uid u32      68 idiag_inode u32      72
 * struct rtattr
 *    0 rta_len u16, with this header    2 rta_type u16    4 value, padded to four bytes
 * </pre>
 *
 * <p>Three attributes come unasked with what we need: {@code INET_DIAG_SHUTDOWN} u8 with every full socket and with no
 * mini-socket, which tells them apart; {@code INET_DIAG_MARK} u32 to CAP_NET_ADMIN; {@code INET_DIAG_CGROUP_ID} u64
 * with full sockets where the kernel (5.8 and later) has cgroups.
 */
public final class InetDiagMessage implements SocketView {
    /** {@code sizeof(struct inet_diag_msg)}. */
    public static final int BYTES = 72;

    static final int FAMILY_OFFSET = 0;
    static final int STATE_OFFSET = FAMILY_OFFSET + 1;
    static final int TIMER_OFFSET = STATE_OFFSET + 1;
    static final int ID_OFFSET = TIMER_OFFSET + 2;
    static final int UID_OFFSET = ID_OFFSET + InetDiagSockId.BYTES + 12;

    static final int ATTRIBUTE_HEADER_BYTES = 4;
    static final int NONE = 0;
    static final int SHUTDOWN = 8;
    static final int MARK = 15;
    static final int CGROUP_ID = 21;

    private static final String STRUCT = "inet_diag_msg";

    private final ByteBuffer host;
    private final ByteBuffer network;
    private int at;
    private IpFamily family;
    private TcpState state;
    private boolean owned;
    private long mark;
    private long cgroupId;

    /** A view of messages in this buffer, whose order is the host's. */
    public InetDiagMessage(ByteBuffer buffer) {
        host = buffer;
        network = buffer.duplicate().order(ByteOrder.BIG_ENDIAN);
    }

    /** Shows the message at this place, having checked what its fields and attributes say of themselves. */
    public void wrap(int offsetBytes, int lengthBytes) throws DecodeException {
        if (lengthBytes < BYTES) {
            throw new DecodeException(STRUCT, offsetBytes, lengthBytes + " bytes, takes " + BYTES);
        }
        at = offsetBytes;
        int number = Byte.toUnsignedInt(host.get(at + FAMILY_OFFSET));
        family = LinuxFamily.of(number);
        if (family == null) {
            throw new DecodeException(STRUCT, at, "idiag_family " + number + " is neither AF_INET nor AF_INET6");
        }
        number = Byte.toUnsignedInt(host.get(at + STATE_OFFSET));
        state = LinuxTcpState.of(number);
        if (state == null) {
            throw new DecodeException(STRUCT, at, "idiag_state " + number + " is no state that was asked for");
        }
        readAttributes(at + BYTES, offsetBytes + lengthBytes);
    }

    private void readAttributes(int from, int end) throws DecodeException {
        owned = false;
        mark = MARK_UNKNOWN;
        cgroupId = 0;
        int attribute = from;
        while (end - attribute >= ATTRIBUTE_HEADER_BYTES) {
            int lengthBytes = Short.toUnsignedInt(host.getShort(attribute));
            if (lengthBytes < ATTRIBUTE_HEADER_BYTES || lengthBytes > end - attribute) {
                throw new DecodeException(
                        "rtattr",
                        attribute,
                        "rta_len is " + lengthBytes + ", must be from " + ATTRIBUTE_HEADER_BYTES + " to "
                                + (end - attribute));
            }
            readAttribute(attribute, lengthBytes - ATTRIBUTE_HEADER_BYTES);
            attribute += NlMessages.aligned(lengthBytes);
        }
    }

    private void readAttribute(int attribute, int valueBytes) throws DecodeException {
        int value = attribute + ATTRIBUTE_HEADER_BYTES;
        switch (host.getShort(attribute + 2)) {
            // No attribute has this number; but a message that a wrong nlmsg_len has swallowed looks like this.
            case NONE -> throw new DecodeException("rtattr", attribute, "rta_type is 0, which stands for none");
            case SHUTDOWN -> owned = true;
            case MARK -> {
                require("INET_DIAG_MARK", attribute, valueBytes, Integer.BYTES);
                mark = Integer.toUnsignedLong(host.getInt(value));
            }
            case CGROUP_ID -> {
                require("INET_DIAG_CGROUP_ID", attribute, valueBytes, Long.BYTES);
                cgroupId = host.getLong(value);
            }
            default -> {}
        }
    }

    private static void require(String name, int at, int valueBytes, int takesBytes) throws DecodeException {
        if (valueBytes < takesBytes) {
            throw new DecodeException("rtattr", at, name + " has " + valueBytes + " bytes, takes " + takesBytes);
        }
    }

    @Override
    public IpFamily family() {
        return family;
    }

    @Override
    public TcpState state() {
        return state;
    }

    @Override
    public int localPort() {
        return Short.toUnsignedInt(network.getShort(at + ID_OFFSET + InetDiagSockId.SPORT_OFFSET));
    }

    @Override
    public int remotePort() {
        return Short.toUnsignedInt(network.getShort(at + ID_OFFSET + InetDiagSockId.DPORT_OFFSET));
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
        return family == IpFamily.IPV4 ? 0 : network.getLong(at + ID_OFFSET + offset);
    }

    private long addressLow(int offset) {
        return family == IpFamily.IPV4
                ? Integer.toUnsignedLong(network.getInt(at + ID_OFFSET + offset))
                : network.getLong(at + ID_OFFSET + offset + Long.BYTES);
    }

    @Override
    public int interfaceIndex() {
        return host.getInt(at + ID_OFFSET + InetDiagSockId.IF_OFFSET);
    }

    @Override
    public boolean owned() {
        return owned;
    }

    @Override
    public int uid() {
        return host.getInt(at + UID_OFFSET);
    }

    @Override
    public long cgroupId() {
        return cgroupId;
    }

    @Override
    public long mark() {
        return mark;
    }

    @Override
    public int timer() {
        return Byte.toUnsignedInt(host.get(at + TIMER_OFFSET));
    }
}
