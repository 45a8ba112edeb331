package io.conncount.wire.linux;

import io.conncount.socket.Detail;
import io.conncount.socket.TcpState;
import java.nio.ByteBuffer;
import java.util.Set;

/**
 * Writes requests for a dump of UNIX sockets ({@code linux/unix_diag.h}, in the host's byte order):
 *
 * <pre>
 * struct unix_diag_req
 *    0 sdiag_family u8    1 sdiag_protocol u8    2 pad u16    4 udiag_states u32    8 udiag_ino u32
 *   12 udiag_show u32    16 udiag_cookie u32[2]              24
 * </pre>
 *
 * <p>Queues and owner are always asked for, as other tables tell them unasked: 20 bytes a socket.
 */
final class UnixDiagRequest {
    static final int FAMILY_OFFSET = 0;
    static final int STATES_OFFSET = FAMILY_OFFSET + 4;
    static final int SHOW_OFFSET = STATES_OFFSET + 8;
    static final int BYTES = SHOW_OFFSET + 12;

    static final int SHOW_NAME = 0x01;
    static final int SHOW_PEER = 0x04;
    static final int SHOW_RQLEN = 0x10;
    static final int SHOW_MEMINFO = 0x20;
    /** Linux 5.3; older kernels leave the owner out. */
    static final int SHOW_UID = 0x40;

    private UnixDiagRequest() {}

    static ByteBuffer dump(Set<TcpState> states, Set<Detail> details, int sequence) {
        int at = NlMessages.HEADER_BYTES;
        ByteBuffer message = NlMessages.dumpRequest(InetDiagRequest.TYPE_BY_FAMILY, at + BYTES, sequence);
        message.put(at + FAMILY_OFFSET, (byte) LinuxFamily.UNIX);
        message.putInt(at + STATES_OFFSET, LinuxTcpState.mask(states));
        message.putInt(at + SHOW_OFFSET, show(details));
        return message.rewind();
    }

    private static int show(Set<Detail> details) {
        int show = SHOW_RQLEN | SHOW_UID;
        if (details.contains(Detail.UNIX_NAMES)) {
            show |= SHOW_NAME | SHOW_PEER;
        }
        return details.contains(Detail.MEMORY) ? show | SHOW_MEMINFO : show;
    }
}
