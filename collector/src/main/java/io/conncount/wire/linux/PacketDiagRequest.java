package io.conncount.wire.linux;

import java.nio.ByteBuffer;

/**
 * Writes requests for a dump of packet sockets ({@code linux/packet_diag.h}, in the host's byte order):
 *
 * <pre>
 * struct packet_diag_req
 *    0 sdiag_family u8    1 sdiag_protocol u8    2 pad u16    4 pdiag_ino u32    8 pdiag_show u32    12 pdiag_cookie u32[2]    20
 * </pre>
 *
 * <p>There are never many, so that all that is read is always asked for.
 */
final class PacketDiagRequest {
    static final int FAMILY_OFFSET = 0;
    static final int SHOW_OFFSET = FAMILY_OFFSET + 8;
    static final int BYTES = SHOW_OFFSET + 12;

    /** Brings the owner, too. */
    static final int SHOW_INFO = 0x01;

    static final int SHOW_MEMINFO = 0x10;

    private PacketDiagRequest() {}

    static ByteBuffer dump(int sequence) {
        int at = NlMessages.HEADER_BYTES;
        ByteBuffer message = NlMessages.dumpRequest(InetDiagRequest.TYPE_BY_FAMILY, at + BYTES, sequence);
        message.put(at + FAMILY_OFFSET, (byte) LinuxFamily.PACKET);
        message.putInt(at + SHOW_OFFSET, SHOW_INFO | SHOW_MEMINFO);
        return message.rewind();
    }
}
