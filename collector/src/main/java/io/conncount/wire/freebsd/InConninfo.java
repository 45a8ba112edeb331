package io.conncount.wire.freebsd;

/**
 * The two ends of an IP socket ({@code netinet/in_pcb.h}; ports and addresses in network order):
 *
 * <pre>
 * struct in_conninfo
 *    0 inc_flags u8      1 inc_len u8      2 inc_fibnum u16
 *    4 ie_fport be16     6 ie_lport be16   8 foreign address, 16 bytes    24 local address, 16 bytes
 *   40 ie6_zoneid u32                                                                              44
 * </pre>
 *
 * <p>An IPv4 address is in the last four of its sixteen bytes. A link-local IPv6 address has the number of its interface
 * in the third and fourth, where the protocol has zeros.
 */
final class InConninfo {
    /** {@code sizeof(struct in_conninfo)}. */
    static final int BYTES = 44;

    static final int FPORT_OFFSET = 4;
    static final int LPORT_OFFSET = FPORT_OFFSET + Short.BYTES;
    static final int FADDR_OFFSET = LPORT_OFFSET + Short.BYTES;
    static final int ADDRESS_BYTES = 16;
    static final int LADDR_OFFSET = FADDR_OFFSET + ADDRESS_BYTES;
    static final int IPV4_IN_ADDRESS = ADDRESS_BYTES - Integer.BYTES;

    private static final long LINK_LOCAL = 0xfe80L << 48;
    private static final long LINK_LOCAL_MASK = 0xffc0L << 48;
    private static final long ZONE_MASK = 0xffffL << 32;

    private InConninfo() {}

    /** The first eight bytes of an IPv6 address as the protocol has them: without an interface. */
    static long withoutZone(long high) {
        return (high & LINK_LOCAL_MASK) == LINK_LOCAL ? high & ~ZONE_MASK : high;
    }

    /** The interface in the first eight bytes of a link-local address; 0 in all others. */
    static int zone(long high) {
        return (high & LINK_LOCAL_MASK) == LINK_LOCAL ? (int) ((high & ZONE_MASK) >>> 32) : 0;
    }
}
