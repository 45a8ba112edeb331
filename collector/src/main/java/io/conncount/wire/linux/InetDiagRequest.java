package io.conncount.wire.linux;

import io.conncount.filter.FilterSplit;
import io.conncount.socket.AddressFamily;
import io.conncount.socket.Detail;
import io.conncount.socket.Protocol;
import io.conncount.socket.Side;
import io.conncount.socket.TcpState;
import java.nio.ByteBuffer;
import java.util.Set;

/**
 * Writes requests for a dump ({@code linux/inet_diag.h}), in the host's byte order:
 *
 * <pre>
 * struct inet_diag_req       0 idiag_family u8    1 idiag_src_len u8    2 idiag_dst_len u8    3 idiag_ext u8
 *                            4 id (48 bytes)     52 idiag_states u32   56 idiag_dbs u32      60
 * struct inet_diag_req_v2    0 sdiag_family u8    1 sdiag_protocol u8   2 idiag_ext u8        3 pad u8
 *                            4 idiag_states u32   8 id (48 bytes)      56
 * struct inet_diag_req_raw   the same with 3 sdiag_raw_protocol u8, which chooses in requests for one socket; a dump of raw
 *                            sockets shows those of every protocol
 * struct rtattr
 *    {@code INET_DIAG_REQ_BYTECODE}    the program of {@link FilterBytecode}
 *    {@code INET_DIAG_REQ_PROTOCOL}    u32, for protocols whose number does not fit into sdiag_protocol (Linux 5.9)
 * </pre>
 */
public final class InetDiagRequest {
    /** {@code TCPDIAG_GETSOCK}: TCP alone, and always both families, in one walk of the table. */
    public static final int TYPE_TCP_BOTH_FAMILIES = 18;
    /** {@code SOCK_DIAG_BY_FAMILY}: any protocol, one family a request (Linux 3.3). */
    public static final int TYPE_BY_FAMILY = 20;

    static final int REQ_ID_OFFSET = 4;
    static final int REQ_BYTES = REQ_ID_OFFSET + InetDiagSockId.BYTES + 8;
    static final int REQ_EXT_OFFSET = 3;
    static final int REQ_STATES_OFFSET = REQ_ID_OFFSET + InetDiagSockId.BYTES;
    static final int REQ_V2_BYTES = 8 + InetDiagSockId.BYTES;
    static final int REQ_V2_PROTOCOL_OFFSET = 1;
    static final int REQ_V2_EXT_OFFSET = REQ_V2_PROTOCOL_OFFSET + 1;
    static final int REQ_V2_STATES_OFFSET = 4;
    static final int ATTRIBUTE_BYTECODE = 1;
    static final int ATTRIBUTE_PROTOCOL = 3;

    private static final int PROTOCOL_BYTE_MAX = 0xff;
    private static final int PROTOCOL_ATTRIBUTE_BYTES = Attributes.HEADER_BYTES + Integer.BYTES;

    private InetDiagRequest() {}

    /**
     * Asks for the TCP sockets of both families in one walk. A port that the filter leaves no choice of goes into the
     * header too: the kernel looks at that first, and runs the program for a tenth of the sockets where ten services
     * share them. It overlooks the remote port of listeners, so the program has it as well.
     *
     * @param filter what the kernel is to decide
     */
    public static ByteBuffer tcpBothFamilies(
            Set<TcpState> states, Set<Detail> details, FilterSplit filter, int sequence) {
        ByteBuffer message = message(TYPE_TCP_BOTH_FAMILIES, REQ_BYTES, 0, FilterBytecode.of(filter), sequence);
        int at = NlMessages.HEADER_BYTES;
        putPort(message, at + REQ_ID_OFFSET + InetDiagSockId.SPORT_OFFSET, filter.port(Side.LOCAL));
        putPort(message, at + REQ_ID_OFFSET + InetDiagSockId.DPORT_OFFSET, filter.port(Side.REMOTE));
        message.put(at, (byte) LinuxFamily.UNSPECIFIED);
        message.put(at + REQ_EXT_OFFSET, (byte) InetDiagExtension.mask(details));
        message.putInt(at + REQ_STATES_OFFSET, LinuxTcpState.tcpMask(states));
        return message;
    }

    /** Network byte order, as in answers. */
    private static void putPort(ByteBuffer message, int at, int port) {
        message.put(at, (byte) (port >> Byte.SIZE)).put(at + 1, (byte) port);
    }

    /** Asks for the sockets of one protocol and one family. */
    static ByteBuffer byFamily(
            Protocol protocol,
            AddressFamily family,
            Set<TcpState> states,
            Set<Detail> details,
            ByteBuffer filter,
            int sequence) {
        int number = LinuxProtocol.number(protocol);
        boolean fits = number <= PROTOCOL_BYTE_MAX;
        ByteBuffer message =
                message(TYPE_BY_FAMILY, REQ_V2_BYTES, fits ? 0 : PROTOCOL_ATTRIBUTE_BYTES, filter, sequence);
        int at = NlMessages.HEADER_BYTES;
        message.put(at, (byte) LinuxFamily.number(family));
        message.put(at + REQ_V2_PROTOCOL_OFFSET, (byte) (fits ? number : 0));
        message.put(at + REQ_V2_EXT_OFFSET, (byte) InetDiagExtension.mask(details));
        message.putInt(
                at + REQ_V2_STATES_OFFSET,
                protocol == Protocol.TCP ? LinuxTcpState.tcpMask(states) : LinuxTcpState.mask(states));
        if (!fits) {
            int attribute = message.limit() - PROTOCOL_ATTRIBUTE_BYTES;
            message.putShort(attribute, (short) PROTOCOL_ATTRIBUTE_BYTES);
            message.putShort(attribute + 2, (short) ATTRIBUTE_PROTOCOL);
            message.putInt(attribute + Attributes.HEADER_BYTES, number);
        }
        return message;
    }

    /** A message with its header and its filter, from position 0 to its limit; the body and the room behind are empty. */
    private static ByteBuffer message(int type, int bodyBytes, int roomBytes, ByteBuffer filter, int sequence) {
        int filterBytes = filter.remaining();
        int attributeBytes = filterBytes == 0 ? 0 : Attributes.HEADER_BYTES + filterBytes;
        int lengthBytes = NlMessages.HEADER_BYTES + bodyBytes + attributeBytes + roomBytes;
        ByteBuffer message = NlMessages.dumpRequest(type, lengthBytes, sequence);
        if (filterBytes > 0) {
            message.position(NlMessages.HEADER_BYTES + bodyBytes);
            message.putShort((short) attributeBytes).putShort((short) ATTRIBUTE_BYTECODE);
            message.put(filter.duplicate());
        }
        return message.rewind();
    }
}
