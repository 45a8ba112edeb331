package io.conncount.wire.linux;

import io.conncount.socket.IpFamily;
import io.conncount.socket.PortBox;
import io.conncount.socket.Protocol;
import io.conncount.socket.TcpState;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Set;

/**
 * Writes requests for a dump ({@code linux/inet_diag.h}), in the host's byte order, with no extension asked for:
 *
 * <pre>
 * struct inet_diag_req       0 idiag_family u8    1 idiag_src_len u8    2 idiag_dst_len u8    3 idiag_ext u8
 *                            4 id (48 bytes)     52 idiag_states u32   56 idiag_dbs u32      60
 * struct inet_diag_req_v2    0 sdiag_family u8    1 sdiag_protocol u8   2 idiag_ext u8        3 pad u8
 *                            4 idiag_states u32   8 id (48 bytes)      56
 * </pre>
 */
public final class InetDiagRequest {
    /** {@code TCPDIAG_GETSOCK}: TCP alone, and always both families, in one walk of the table. */
    public static final int TYPE_TCP_BOTH_FAMILIES = 18;
    /** {@code SOCK_DIAG_BY_FAMILY}: any protocol, one family a request (Linux 3.3). */
    public static final int TYPE_BY_FAMILY = 20;

    static final int REQ_BYTES = 4 + InetDiagSockId.BYTES + 8;
    static final int REQ_STATES_OFFSET = 4 + InetDiagSockId.BYTES;
    static final int REQ_V2_BYTES = 8 + InetDiagSockId.BYTES;
    static final int REQ_V2_PROTOCOL_OFFSET = 1;
    static final int REQ_V2_STATES_OFFSET = 4;
    static final int ATTRIBUTE_BYTECODE = 1;

    private InetDiagRequest() {}

    /** Asks for the TCP sockets of both families in one walk. */
    public static ByteBuffer tcpBothFamilies(Set<TcpState> states, PortBox ports, int sequence) {
        ByteBuffer message = message(TYPE_TCP_BOTH_FAMILIES, REQ_BYTES, ports, sequence);
        int at = NlMessages.HEADER_BYTES;
        message.put(at, (byte) LinuxFamily.UNSPECIFIED);
        message.putInt(at + REQ_STATES_OFFSET, LinuxTcpState.mask(states));
        return message;
    }

    /** Asks for the sockets of one protocol and one family. */
    public static ByteBuffer byFamily(
            Protocol protocol, IpFamily family, Set<TcpState> states, PortBox ports, int sequence) {
        ByteBuffer message = message(TYPE_BY_FAMILY, REQ_V2_BYTES, ports, sequence);
        int at = NlMessages.HEADER_BYTES;
        message.put(at, (byte) LinuxFamily.number(family));
        message.put(at + REQ_V2_PROTOCOL_OFFSET, (byte) protocol.number());
        message.putInt(at + REQ_V2_STATES_OFFSET, LinuxTcpState.mask(states));
        return message;
    }

    /** A message with its header and its filter, the body still empty, from position 0 to its limit. */
    private static ByteBuffer message(int type, int bodyBytes, PortBox ports, int sequence) {
        int filterBytes = FilterBytecode.lengthBytes(ports);
        int attributeBytes = filterBytes == 0 ? 0 : InetDiagMessage.ATTRIBUTE_HEADER_BYTES + filterBytes;
        int lengthBytes = NlMessages.HEADER_BYTES + bodyBytes + attributeBytes;
        ByteBuffer message = ByteBuffer.allocateDirect(lengthBytes).order(ByteOrder.nativeOrder());
        message.putInt(lengthBytes)
                .putShort((short) type)
                .putShort((short) (NlMessages.FLAG_REQUEST | NlMessages.FLAG_DUMP))
                .putInt(sequence)
                .putInt(0);
        if (filterBytes > 0) {
            message.position(NlMessages.HEADER_BYTES + bodyBytes);
            message.putShort((short) attributeBytes).putShort((short) ATTRIBUTE_BYTECODE);
            FilterBytecode.put(message, ports);
        }
        return message.rewind();
    }
}
