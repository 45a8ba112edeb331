package io.conncount.socket;

/** Writes addresses as RFC 5952 and ss do: {@code 10.0.0.1}, {@code 2001:db8::1}, {@code ::ffff:10.0.0.1}. */
public final class AddressText {
    private static final long IPV4_MAPPED_PREFIX = 0xffffL;
    private static final int GROUPS = 8;

    private AddressText() {}

    /** The address alone, without IP a number or a star; {@code high} and {@code low} as in {@link SocketView}. */
    public static String of(AddressFamily family, long high, long low) {
        return switch (family) {
            case IPV4 -> ipv4(low);
            case IPV6 -> ipv6(high, low);
            case PACKET -> "*";
            case UNIX, NETLINK, VSOCK -> Long.toString(low);
        };
    }

    /** The address and a port: {@code 10.0.0.1:80}, {@code [2001:db8::1]:80}. */
    public static String withPort(AddressFamily family, long high, long low, int port) {
        String address = of(family, high, low);
        return (family == AddressFamily.IPV6 ? "[" + address + "]" : address) + ":" + Integer.toUnsignedString(port);
    }

    /** True for an IPv4 address carried by an IPv6 socket: {@code ::ffff:a.b.c.d} (RFC 4291, section 2.5.5.2). */
    public static boolean isIpv4Mapped(long high, long low) {
        return high == 0 && low >>> 32 == IPV4_MAPPED_PREFIX;
    }

    private static String ipv4(long address) {
        return (address >>> 24 & 0xff)
                + "." + (address >>> 16 & 0xff)
                + "." + (address >>> 8 & 0xff)
                + "." + (address & 0xff);
    }

    private static String ipv6(long high, long low) {
        if (isIpv4Mapped(high, low)) {
            return "::ffff:" + ipv4(low & 0xffff_ffffL);
        }
        int zerosAt = longestZeroRun(high, low);
        int zerosEnd = zerosAt < 0 ? -1 : zerosAt + zeroRunLength(high, low, zerosAt);
        StringBuilder text = new StringBuilder(39);
        for (int i = 0; i < GROUPS; i++) {
            if (i == zerosAt) {
                text.append("::");
                i = zerosEnd - 1;
                continue;
            }
            if (i > 0 && i != zerosEnd) {
                text.append(':');
            }
            text.append(Integer.toHexString(group(high, low, i)));
        }
        return text.toString();
    }

    /** Where the first of the longest runs of two or more zero groups starts; -1 if there is none. */
    private static int longestZeroRun(long high, long low) {
        int best = -1;
        int bestLength = 1;
        for (int i = 0; i < GROUPS; i++) {
            int length = zeroRunLength(high, low, i);
            if (length > bestLength) {
                best = i;
                bestLength = length;
            }
        }
        return best;
    }

    private static int zeroRunLength(long high, long low, int from) {
        int end = from;
        while (end < GROUPS && group(high, low, end) == 0) {
            end++;
        }
        return end - from;
    }

    private static int group(long high, long low, int index) {
        long half = index < GROUPS / 2 ? high : low;
        return (int) (half >>> (16 * (3 - index % 4)) & 0xffff);
    }
}
