package io.conncount.socket;

/**
 * The address family a socket was opened with. An IPv6 socket that carries an IPv4 connection
 * (address {@code ::ffff:a.b.c.d}) is an IPv6 socket here, as it is to the kernel.
 */
public enum IpFamily {
    IPV4("ipv4"),
    IPV6("ipv6");

    private final String label;

    IpFamily(String label) {
        this.label = label;
    }

    /** The name in every output format. */
    public String label() {
        return label;
    }
}
