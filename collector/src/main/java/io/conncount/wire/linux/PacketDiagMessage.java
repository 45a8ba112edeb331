package io.conncount.wire.linux;

import io.conncount.socket.AddressFamily;
import io.conncount.socket.Protocol;
import io.conncount.socket.SocketNumber;
import io.conncount.wire.DecodeException;
import io.conncount.wire.Words;

/**
 * One packet socket, read in place ({@code linux/packet_diag.h}; numbers in the host's byte order, the protocol too), with
 * {@link Attributes} behind it:
 *
 * <pre>
 * struct packet_diag_msg
 *    0 pdiag_family u8    1 pdiag_type u8    2 pdiag_num u16    4 pdiag_ino u32    8 pdiag_cookie u32[2]    16
 * PACKET_DIAG_INFO        struct packet_diag_info    0 pdi_index u32, the interface, 0 for all    …    24
 * PACKET_DIAG_UID         u32
 * PACKET_DIAG_MEMINFO     u32[], SK_MEMINFO_*
 * </pre>
 */
final class PacketDiagMessage extends PlainDiagMessage {
    static final int BYTES = 16;
    static final int NUM_OFFSET = TYPE_OFFSET + 1;
    static final int INO_OFFSET = NUM_OFFSET + 2;
    static final int COOKIE_OFFSET = INO_OFFSET + 4;

    static final int INFO = 0;
    static final int UID = 5;
    static final int MEMINFO = 6;

    static final int INFO_INDEX_OFFSET = 0;
    static final int INFO_BYTES = 24;

    /** A view of messages in these words. */
    PacketDiagMessage(Words words) {
        super(Protocol.PACKET, AddressFamily.PACKET, "packet_diag_msg", BYTES, MEMINFO, words);
    }

    @Override
    void check() throws DecodeException {
        // The type is 0, and the kernel puts it first: elsewhere it is a message that a wrong nlmsg_len has swallowed.
        if (attributes.has(INFO) && !isFirst(INFO)) {
            throw attributes.fault(INFO, "PACKET_DIAG_INFO stands behind other attributes");
        }
        attributes.require(INFO, "PACKET_DIAG_INFO", INFO_BYTES);
        attributes.require(UID, "PACKET_DIAG_UID", Integer.BYTES);
        attributes.require(MEMINFO, "PACKET_DIAG_MEMINFO", MEMINFO_BYTES_MIN);
    }

    @Override
    public int localPort() {
        return uint16(NUM_OFFSET);
    }

    @Override
    public int interfaceIndex() {
        return attributes.has(INFO) ? words.int32(attributes.valueAt(INFO) + INFO_INDEX_OFFSET) : 0;
    }

    @Override
    public long number(SocketNumber which) {
        return switch (which) {
            case RECVQ -> unsigned(MEMINFO, MEMINFO_RMEM_ALLOC_OFFSET);
            case SENDQ -> unsigned(MEMINFO, MEMINFO_WMEM_ALLOC_OFFSET);
            case UID -> unsigned(UID, 0);
            case INODE -> unsigned(INO_OFFSET);
            case COOKIE -> cookie(COOKIE_OFFSET);
            default -> UNKNOWN;
        };
    }
}
