package io.conncount.socket;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * The address family a socket was opened with. An IPv6 socket that carries an IPv4 connection
 * (address {@code ::ffff:a.b.c.d}) is an IPv6 socket here, as it is to the kernel.
 */
public enum AddressFamily {
    IPV4("ipv4"),
    IPV6("ipv6"),
    UNIX("unix"),
    PACKET("packet"),
    NETLINK("netlink"),
    VSOCK("vsock");

    /** Both families of the Internet protocols. */
    public static final Set<AddressFamily> IP = Collections.unmodifiableSet(EnumSet.of(IPV4, IPV6));

    private final String label;

    AddressFamily(String label) {
        this.label = label;
    }

    /** The name in every output format. */
    public String label() {
        return label;
    }
}
