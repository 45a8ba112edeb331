package io.conncount.wire.linux;

import io.conncount.socket.AddressFamily;
import io.conncount.socket.Protocol;
import io.conncount.socket.SocketType;

/**
 * Linux's numbers for address families ({@code AF_*} in {@code linux/socket.h}), protocols over IP ({@code IPPROTO_*} in
 * {@code linux/in.h}) and types of sockets ({@code SOCK_*} in {@code linux/net.h}).
 */
final class LinuxNumbers {
    static final int AF_UNSPEC = 0;
    static final int AF_UNIX = 1;
    static final int AF_INET = 2;
    static final int AF_INET6 = 10;
    static final int AF_NETLINK = 16;
    static final int AF_PACKET = 17;
    static final int AF_VSOCK = 40;

    static final int IPPROTO_TCP = 6;
    static final int IPPROTO_UDP = 17;
    static final int IPPROTO_SCTP = 132;
    static final int IPPROTO_UDPLITE = 136;
    static final int IPPROTO_RAW = 255;
    static final int IPPROTO_MPTCP = 262;

    private static final SocketType[] TYPES = {
        null, SocketType.STREAM, SocketType.DGRAM, SocketType.RAW, null, SocketType.SEQPACKET,
    };

    private LinuxNumbers() {}

    /** The number of a family. */
    static int ofFamily(AddressFamily family) {
        return switch (family) {
            case IPV4 -> AF_INET;
            case IPV6 -> AF_INET6;
            case UNIX -> AF_UNIX;
            case PACKET -> AF_PACKET;
            case NETLINK -> AF_NETLINK;
            case VSOCK -> AF_VSOCK;
        };
    }

    /** The protocol with this number; null if it is none of ours. */
    static Protocol protocol(int number) {
        return switch (number) {
            case IPPROTO_TCP -> Protocol.TCP;
            case IPPROTO_MPTCP -> Protocol.MPTCP;
            case IPPROTO_UDP -> Protocol.UDP;
            case IPPROTO_UDPLITE -> Protocol.UDPLITE;
            case IPPROTO_RAW -> Protocol.RAW;
            case IPPROTO_SCTP -> Protocol.SCTP;
            default -> null;
        };
    }

    /** The number of a protocol that is over IP. */
    static int ofProtocol(Protocol protocol) {
        return switch (protocol) {
            case TCP -> IPPROTO_TCP;
            case MPTCP -> IPPROTO_MPTCP;
            case UDP -> IPPROTO_UDP;
            case UDPLITE -> IPPROTO_UDPLITE;
            case RAW -> IPPROTO_RAW;
            case SCTP -> IPPROTO_SCTP;
            default -> throw new IllegalArgumentException(protocol.label() + " is not over IP");
        };
    }

    /** The type with this number; null if unknown. */
    static SocketType type(int number) {
        return number < TYPES.length ? TYPES[number] : null;
    }
}
