package io.conncount.wire.linux;

import io.conncount.socket.Protocol;
import io.conncount.wire.Words;
import java.util.Optional;

/** Tells from a request which table it asks for: {@link DiagTable#request} the other way round, to read recordings. */
public final class RequestedTable {
    private static final int FAMILY_OFFSET = 0;
    private static final int PROTOCOL_OFFSET = InetDiagRequest.REQ_V2_PROTOCOL_OFFSET;

    private RequestedTable() {}

    /** The protocol that the request under the cursor asks for; empty if it is none that we know. */
    public static Optional<Protocol> of(NlMessages messages, Words words) {
        int at = messages.payloadOffsetBytes();
        if (messages.type() == InetDiagRequest.TYPE_TCP_BOTH_FAMILIES) {
            return Optional.of(Protocol.TCP);
        }
        if (messages.type() != InetDiagRequest.TYPE_BY_FAMILY || messages.payloadBytes() <= PROTOCOL_OFFSET) {
            return Optional.empty();
        }
        return switch (words.uint8(at + FAMILY_OFFSET)) {
            case LinuxFamily.INET, LinuxFamily.INET6 -> overIp(number(messages, words));
            case LinuxFamily.UNIX -> Optional.of(Protocol.UNIX);
            case LinuxFamily.PACKET -> Optional.of(Protocol.PACKET);
            case LinuxFamily.NETLINK -> Optional.of(Protocol.NETLINK);
            case LinuxFamily.VSOCK -> Optional.of(Protocol.VSOCK);
            default -> Optional.empty();
        };
    }

    /** {@code INET_DIAG_REQ_PROTOCOL}, which holds what the struct's byte has no room for; else that byte. */
    private static int number(NlMessages messages, Words words) {
        int end = messages.payloadOffsetBytes() + messages.payloadBytes();
        int attribute = messages.payloadOffsetBytes() + InetDiagRequest.REQ_V2_BYTES;
        while (end - attribute >= Attributes.HEADER_BYTES + Integer.BYTES) {
            int lengthBytes = Math.max(words.uint16(attribute), Attributes.HEADER_BYTES);
            if (words.uint16(attribute + Attributes.TYPE_OFFSET) == InetDiagRequest.ATTRIBUTE_PROTOCOL) {
                return words.int32(attribute + Attributes.HEADER_BYTES);
            }
            attribute += NlMessages.aligned(lengthBytes);
        }
        return words.uint8(messages.payloadOffsetBytes() + PROTOCOL_OFFSET);
    }

    private static Optional<Protocol> overIp(int number) {
        for (Protocol protocol : Protocol.values()) {
            if (protocol.overIp() && DiagTable.exists(protocol) && LinuxProtocol.number(protocol) == number) {
                return Optional.of(protocol);
            }
        }
        return Optional.empty();
    }
}
