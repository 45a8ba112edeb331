package io.conncount.wire.linux;

import io.conncount.wire.DecodeException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Finds sensitive data in messages, and has it replaced in place: addresses, names of UNIX sockets.
 * Attributes in which there could be more of that, or keys, or what we do not know, are filled with zeros; so nothing that
 * a later kernel adds slips through.
 */
public final class ScrubRules {
    /** Makes the replacement of an address or a name, with the same length. */
    public interface Replacement {
        /** Replaces the four bytes of an IPv4 address. */
        void ipv4(ByteBuffer messages, int atBytes);

        /** Replaces the sixteen bytes of an IPv6 address. */
        void ipv6(ByteBuffer messages, int atBytes);

        /** Replaces a name of {@code length} bytes. */
        void name(ByteBuffer messages, int atBytes, int lengthBytes);
    }

    // linux/inet_diag.h: numbers about the socket, and no addresses, keys or contents of maps.
    private static final long INET_HARMLESS =
            bits(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 14, 15, 16, 17, InetDiag.CGROUP_ID, 22);
    // linux/unix_diag.h: the file's inode, the peer's, queues, memory, user.
    private static final long UNIX_HARMLESS = bits(1, 2, 3, 4, 5, 6, 7);
    // linux/packet_diag.h: all but the hardware addresses (1) and the filter program (7).
    private static final long PACKET_HARMLESS = bits(0, 2, 3, 4, 5, 6);
    // linux/netlink_diag.h
    private static final long NETLINK_HARMLESS = bits(0, 1, 2, 3, 4);

    private final Replacement replacement;

    public ScrubRules(Replacement replacement) {
        this.replacement = replacement;
    }

    /**
     * Goes through messages in this process's byte order, from position 0 to the limit.
     *
     * @throws DecodeException if they cannot be understood, so that something may have been missed
     */
    public void replaceIn(ByteBuffer messages) throws DecodeException {
        messages.order(ByteOrder.nativeOrder());
        int at = 0;
        while (at < messages.limit()) {
            int left = messages.limit() - at;
            int lengthBytes = left < NlMessages.HEADER_BYTES ? 0 : messages.getInt(at + NlMessages.LEN_OFFSET);
            if (lengthBytes < NlMessages.HEADER_BYTES || lengthBytes > left) {
                throw new DecodeException("nlmsghdr", at, "nlmsg_len is " + lengthBytes + ", " + left + " are left");
            }
            message(messages, at, at + lengthBytes);
            at += NlMessages.aligned(lengthBytes);
        }
    }

    private void message(ByteBuffer messages, int at, int end) throws DecodeException {
        int type = Short.toUnsignedInt(messages.getShort(at + NlMessages.TYPE_OFFSET));
        int flags = Short.toUnsignedInt(messages.getShort(at + NlMessages.FLAGS_OFFSET));
        int body = at + NlMessages.HEADER_BYTES;
        if (type < NlMessages.TYPE_FIRST_PAYLOAD || body == end) {
            return;
        }
        if ((flags & NlMessages.FLAG_REQUEST) != 0) {
            request(messages, type, body, end);
            return;
        }
        switch (messages.get(body)) {
            case LinuxNumbers.AF_INET, LinuxNumbers.AF_INET6 -> inet(messages, body, end);
            case LinuxNumbers.AF_UNIX -> attributes(messages, body + UnixDiag.Message.BYTES, end, UNIX_HARMLESS, true);
            case LinuxNumbers.AF_PACKET ->
                attributes(messages, body + PacketDiag.Message.BYTES, end, PACKET_HARMLESS, false);
            case LinuxNumbers.AF_NETLINK ->
                attributes(messages, body + NetlinkDiag.Message.BYTES, end, NETLINK_HARMLESS, false);
            case LinuxNumbers.AF_VSOCK -> attributes(messages, body + VsockDiag.Message.BYTES, end, 0, false);
            default -> zero(messages, body + 1, end);
        }
    }

    /** A request's filter program contains addresses; other attributes after the struct identify the table. */
    private void request(ByteBuffer messages, int type, int body, int end) throws DecodeException {
        boolean inet = type == DiagTable.TYPE_TCP_BOTH_FAMILIES
                || messages.get(body) == LinuxNumbers.AF_INET
                || messages.get(body) == LinuxNumbers.AF_INET6;
        if (inet) {
            boolean one = type == DiagTable.TYPE_TCP_BOTH_FAMILIES;
            int attributes = body + (one ? InetDiag.REQ_BYTES : InetDiag.REQ_V2_BYTES);
            attributes(messages, attributes, end, bits(InetDiag.ATTRIBUTE_PROTOCOL), false);
        }
    }

    private void inet(ByteBuffer messages, int body, int end) throws DecodeException {
        if (end - body < InetDiagMessage.BYTES) {
            throw new DecodeException("inet_diag_msg", body, end - body + " bytes, takes " + InetDiagMessage.BYTES);
        }
        int source = body + InetDiagMessage.ID_OFFSET + InetDiag.SockId.SRC_OFFSET;
        int destination = body + InetDiagMessage.ID_OFFSET + InetDiag.SockId.DST_OFFSET;
        if (messages.get(body) == LinuxNumbers.AF_INET) {
            replacement.ipv4(messages, source);
            replacement.ipv4(messages, destination);
        } else {
            replacement.ipv6(messages, source);
            replacement.ipv6(messages, destination);
        }
        attributes(messages, body + InetDiagMessage.BYTES, end, INET_HARMLESS, false);
    }

    private void attributes(ByteBuffer messages, int from, int end, long harmless, boolean named)
            throws DecodeException {
        int at = from;
        while (end - at >= Attributes.HEADER_BYTES) {
            int lengthBytes = Short.toUnsignedInt(messages.getShort(at));
            int type = Short.toUnsignedInt(messages.getShort(at + Attributes.TYPE_OFFSET));
            if (lengthBytes < Attributes.HEADER_BYTES || lengthBytes > end - at) {
                throw new DecodeException("rtattr", at, "rta_len is " + lengthBytes + ", " + (end - at) + " are left");
            }
            int value = at + Attributes.HEADER_BYTES;
            if (named && type == UnixDiag.Message.NAME) {
                replacement.name(messages, value, at + lengthBytes - value);
            } else if (type >= Long.SIZE || (harmless >>> type & 1) == 0) {
                zero(messages, value, at + lengthBytes);
            }
            at += NlMessages.aligned(lengthBytes);
        }
    }

    private static void zero(ByteBuffer messages, int from, int end) {
        for (int at = from; at < end; at++) {
            messages.put(at, (byte) 0);
        }
    }

    private static long bits(int... types) {
        long bits = 0;
        for (int type : types) {
            bits |= 1L << type;
        }
        return bits;
    }
}
