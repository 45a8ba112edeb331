package io.conncount.wire.linux;

import io.conncount.socket.AddressFamily;
import io.conncount.socket.Detail;
import io.conncount.socket.Protocol;
import io.conncount.socket.SocketView;
import io.conncount.socket.TcpState;
import io.conncount.wire.DecodeException;
import io.conncount.wire.StructBuffer;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.Set;

/** One of the kernel's tables of sockets: its requests, and how to read its answers. */
public interface DiagTable {
    /** {@code TCPDIAG_GETSOCK}: only TCP, always both families, in one walk of the table. */
    int TYPE_TCP_BOTH_FAMILIES = 18;
    /** {@code SOCK_DIAG_BY_FAMILY}: any protocol, one family a request (Linux 3.3). */
    int TYPE_BY_FAMILY = 20;

    /** A view of one message of an answer, whichever table it is from. */
    interface View extends SocketView {
        /** Shows the message at this place, having checked what its fields and attributes say of themselves. */
        void wrap(int offsetBytes, int lengthBytes) throws DecodeException;
    }

    /** True if sock_diag has a table of the protocol; the other files of {@code /proc/net} show. */
    static boolean exists(Protocol protocol) {
        return protocol != Protocol.PING;
    }

    /** The table of a protocol. A new one is a line here and a class, with its requests and its messages. */
    static DiagTable of(Protocol protocol) {
        return switch (protocol) {
            case TCP, MPTCP, UDP, UDPLITE, RAW, SCTP -> new InetDiag(protocol);
            case UNIX -> new UnixDiag();
            case PACKET -> new PacketDiag();
            case NETLINK -> new NetlinkDiag();
            case VSOCK -> new VsockDiag();
            case PING -> throw new IllegalArgumentException("sock_diag has no table of ping sockets");
        };
    }

    /** True if the kernel runs a filter program over this table. */
    default boolean filters() {
        return false;
    }

    /** True if the kernel shows only sockets in the requested states; false if it shows others too. */
    boolean choosesStates();

    /** The kernel's module that answers for this table, where it is not built in. */
    String module();

    /**
     * A request for the table's sockets of one family ({@code SOCK_DIAG_BY_FAMILY}), from position 0 to its limit.
     *
     * @param filter the program of {@link FilterBytecode}; empty to copy all sockets
     */
    ByteBuffer request(
            AddressFamily family, Set<TcpState> states, Set<Detail> details, ByteBuffer filter, int sequence);

    /** A view of the messages in this buffer. */
    View view(StructBuffer structs);

    /** The protocol of the request under the cursor; empty if unknown. */
    static Optional<Protocol> requested(NlMessages messages, StructBuffer structs) {
        int at = messages.payloadOffsetBytes();
        if (messages.type() == TYPE_TCP_BOTH_FAMILIES) {
            return Optional.of(Protocol.TCP);
        }
        if (messages.type() != TYPE_BY_FAMILY || messages.payloadBytes() <= InetDiag.REQ_V2_PROTOCOL_OFFSET) {
            return Optional.empty();
        }
        return switch (structs.uint8(at)) {
            case LinuxNumbers.AF_INET, LinuxNumbers.AF_INET6 ->
                Optional.ofNullable(LinuxNumbers.protocol(number(messages, structs)));
            case LinuxNumbers.AF_UNIX -> Optional.of(Protocol.UNIX);
            case LinuxNumbers.AF_PACKET -> Optional.of(Protocol.PACKET);
            case LinuxNumbers.AF_NETLINK -> Optional.of(Protocol.NETLINK);
            case LinuxNumbers.AF_VSOCK -> Optional.of(Protocol.VSOCK);
            default -> Optional.empty();
        };
    }

    /** {@code INET_DIAG_REQ_PROTOCOL}, which holds what the struct's byte has no room for; else that byte. */
    private static int number(NlMessages messages, StructBuffer structs) {
        int end = messages.payloadOffsetBytes() + messages.payloadBytes();
        int attribute = messages.payloadOffsetBytes() + InetDiag.REQ_V2_BYTES;
        while (end - attribute >= Attributes.HEADER_BYTES + Integer.BYTES) {
            int lengthBytes = Math.max(structs.uint16(attribute), Attributes.HEADER_BYTES);
            if (structs.uint16(attribute + Attributes.TYPE_OFFSET) == InetDiag.ATTRIBUTE_PROTOCOL) {
                return structs.int32(attribute + Attributes.HEADER_BYTES);
            }
            attribute += NlMessages.aligned(lengthBytes);
        }
        return structs.uint8(messages.payloadOffsetBytes() + InetDiag.REQ_V2_PROTOCOL_OFFSET);
    }
}
