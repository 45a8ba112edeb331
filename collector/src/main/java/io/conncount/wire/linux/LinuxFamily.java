package io.conncount.wire.linux;

import io.conncount.socket.IpFamily;

/** Linux's numbers for address families ({@code AF_INET}, {@code AF_INET6} in {@code linux/socket.h}). */
final class LinuxFamily {
    static final int UNSPECIFIED = 0;
    static final int INET = 2;
    static final int INET6 = 10;

    private LinuxFamily() {}

    static int number(IpFamily family) {
        return family == IpFamily.IPV4 ? INET : INET6;
    }
}
