package io.conncount.wire.linux;

import io.conncount.socket.IpFamily;

/** Linux's numbers for address families ({@code AF_INET}, {@code AF_INET6} in {@code linux/socket.h}). */
final class LinuxFamily {
    static final int UNSPECIFIED = 0;
    static final int INET = 2;
    static final int INET6 = 10;

    private LinuxFamily() {}

    /** The family with this number; null if it is another one. */
    static IpFamily of(int number) {
        return switch (number) {
            case INET -> IpFamily.IPV4;
            case INET6 -> IpFamily.IPV6;
            default -> null;
        };
    }

    static int number(IpFamily family) {
        return family == IpFamily.IPV4 ? INET : INET6;
    }
}
