package io.conncount.wire.linux;

import io.conncount.socket.AddressFamily;

/** Linux's numbers for address families ({@code AF_INET}, {@code AF_INET6} in {@code linux/socket.h}). */
final class LinuxFamily {
    static final int UNSPECIFIED = 0;
    static final int UNIX = 1;
    static final int INET = 2;
    static final int INET6 = 10;
    static final int NETLINK = 16;
    static final int PACKET = 17;
    static final int VSOCK = 40;

    private LinuxFamily() {}

    static int number(AddressFamily family) {
        return switch (family) {
            case IPV4 -> INET;
            case IPV6 -> INET6;
            case UNIX -> UNIX;
            case PACKET -> PACKET;
            case NETLINK -> NETLINK;
            case VSOCK -> VSOCK;
        };
    }
}
