package io.conncount.wire.linux;

import java.nio.ByteBuffer;

/**
 * Writes requests for a dump of netlink sockets ({@code linux/netlink_diag.h}, in the host's byte order):
 *
 * <pre>
 * struct netlink_diag_req
 *    0 sdiag_family u8    1 sdiag_protocol u8    2 pad u16    4 ndiag_ino u32    8 ndiag_show u32    12 ndiag_cookie u32[2]    20
 * </pre>
 *
 * <p>There are never many, so that all that is read is always asked for.
 */
final class NetlinkDiagRequest {
    static final int FAMILY_OFFSET = 0;
    static final int PROTOCOL_OFFSET = FAMILY_OFFSET + 1;
    static final int SHOW_OFFSET = FAMILY_OFFSET + 8;
    static final int BYTES = SHOW_OFFSET + 12;

    static final int PROTOCOL_ALL = 0xff;
    static final int SHOW_MEMINFO = 0x01;
    static final int SHOW_GROUPS = 0x02;

    private NetlinkDiagRequest() {}

    static ByteBuffer dump(int sequence) {
        int at = NlMessages.HEADER_BYTES;
        ByteBuffer message = NlMessages.dumpRequest(InetDiagRequest.TYPE_BY_FAMILY, at + BYTES, sequence);
        message.put(at + FAMILY_OFFSET, (byte) LinuxFamily.NETLINK);
        message.put(at + PROTOCOL_OFFSET, (byte) PROTOCOL_ALL);
        message.putInt(at + SHOW_OFFSET, SHOW_MEMINFO | SHOW_GROUPS);
        return message.rewind();
    }
}
