package io.conncount.wire.linux;

import io.conncount.socket.Protocol;
import java.util.Set;

/** The groups to which the kernel tells that a socket was destroyed ({@code enum sknetlink_groups}, Linux 4.3). */
public final class DestroyGroup {
    static final int INET_TCP = 1;
    static final int INET_UDP = 2;
    static final int INET6_TCP = 3;
    static final int INET6_UDP = 4;

    private DestroyGroup() {}

    /**
     * The bits of {@code nl_groups} for these protocols, in both families.
     *
     * @throws IllegalArgumentException if the kernel tells nothing about one of them; the message says which
     */
    public static int mask(Set<Protocol> protocols) {
        int mask = 0;
        for (Protocol protocol : protocols) {
            mask |= switch (protocol) {
                case TCP -> bit(INET_TCP) | bit(INET6_TCP);
                case UDP -> bit(INET_UDP) | bit(INET6_UDP);
                default ->
                    throw new IllegalArgumentException(
                            "the kernel tells of destroyed tcp and udp sockets, not of " + protocol.label());
            };
        }
        return mask;
    }

    private static int bit(int group) {
        return 1 << (group - 1);
    }
}
