package io.conncount.wire.linux;

import io.conncount.socket.AddressFamily;
import io.conncount.socket.Protocol;
import java.util.List;

/**
 * A file of {@code /proc/net} in which the kernel shows a table, or one family of it.
 *
 * @param name in that directory
 */
public record ProcNetFile(String name, Protocol protocol, AddressFamily family) {
    /** The files that show a protocol's sockets; none if it is shown in no file. */
    public static List<ProcNetFile> of(Protocol protocol) {
        return switch (protocol) {
            case TCP, UDP, UDPLITE, RAW -> ofBothFamilies(protocol.label(), protocol);
            case PING -> ofBothFamilies("icmp", protocol);
            case UNIX -> List.of(new ProcNetFile(protocol.label(), protocol, AddressFamily.UNIX));
            case PACKET -> List.of(new ProcNetFile(protocol.label(), protocol, AddressFamily.PACKET));
            case NETLINK -> List.of(new ProcNetFile(protocol.label(), protocol, AddressFamily.NETLINK));
            default -> List.of();
        };
    }

    private static List<ProcNetFile> ofBothFamilies(String name, Protocol protocol) {
        return List.of(
                new ProcNetFile(name, protocol, AddressFamily.IPV4),
                new ProcNetFile(name + "6", protocol, AddressFamily.IPV6));
    }

    /** A view of its lines. */
    public ProcNetLine line() {
        return switch (family) {
            case UNIX -> new ProcNetUnixLine();
            case PACKET -> new ProcNetPacketLine();
            case NETLINK -> new ProcNetNetlinkLine();
            default -> new ProcNetInetLine(protocol, family);
        };
    }
}
