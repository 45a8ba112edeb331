package io.conncount.wire.linux;

import io.conncount.socket.TcpState;
import java.nio.ByteBuffer;
import java.util.Set;

/**
 * Writes requests for a dump of sockets between virtual machines ({@code linux/vm_sockets_diag.h}, in the host's byte
 * order):
 *
 * <pre>
 * struct vsock_diag_req
 *    0 sdiag_family u8    1 sdiag_protocol u8    2 pad u16    4 vdiag_states u32    8 vdiag_ino u32
 *   12 vdiag_show u32    16 vdiag_cookie u32[2]              24
 * </pre>
 */
final class VsockDiagRequest {
    static final int FAMILY_OFFSET = 0;
    static final int STATES_OFFSET = FAMILY_OFFSET + 4;
    static final int BYTES = STATES_OFFSET + 20;

    private VsockDiagRequest() {}

    static ByteBuffer dump(Set<TcpState> states, int sequence) {
        int at = NlMessages.HEADER_BYTES;
        ByteBuffer message = NlMessages.dumpRequest(InetDiagRequest.TYPE_BY_FAMILY, at + BYTES, sequence);
        message.put(at + FAMILY_OFFSET, (byte) LinuxFamily.VSOCK);
        message.putInt(at + STATES_OFFSET, LinuxTcpState.mask(states));
        return message.rewind();
    }
}
