package io.conncount.socket;

import java.nio.charset.StandardCharsets;

/** Writes addresses as RFC 5952 and ss do: {@code 10.0.0.1}, {@code 2001:db8::1}, {@code ::ffff:10.0.0.1}. */
public final class AddressText {
    /** The longest text of an address: eight groups of four digits. */
    public static final int BYTES_MAX = 39;

    private static final long IPV4_MAPPED_PREFIX = 0xffffL;
    private static final byte[] MAPPED = "::ffff:".getBytes(StandardCharsets.ISO_8859_1);
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.ISO_8859_1);
    private static final int GROUPS = 8;
    private static final int[] OCTETS = octets();

    private AddressText() {}

    /** The address only; in other families a number or a star. {@code high} and {@code low} are as in {@link SocketView}. */
    public static String of(AddressFamily family, long high, long low) {
        return switch (family) {
            case IPV4, IPV6 -> ofIp(family, high, low);
            case PACKET -> "*";
            case UNIX, NETLINK, VSOCK -> Long.toString(low);
        };
    }

    private static String ofIp(AddressFamily family, long high, long low) {
        byte[] text = new byte[BYTES_MAX];
        int end = put(text, 0, family, high, low);
        return new String(text, 0, end, StandardCharsets.ISO_8859_1);
    }

    /**
     * Writes only the address of an IP family, in ASCII, without allocating.
     *
     * @param into has room for {@link #BYTES_MAX} bytes
     * @return where the address ends
     */
    public static int put(byte[] into, int at, AddressFamily family, long high, long low) {
        return family == AddressFamily.IPV4 ? putIpv4(into, at, (int) low) : putIpv6(into, at, high, low);
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

    /** The last eight bytes of {@code ::ffff:a.b.c.d}, of which the first eight are 0. */
    public static long ipv4Mapped(long ipv4) {
        return IPV4_MAPPED_PREFIX << Integer.SIZE | ipv4;
    }

    private static int putIpv4(byte[] into, int at, int address) {
        int end = putOctet(into, at, address >>> 24);
        into[end++] = '.';
        end = putOctet(into, end, address >>> 16 & 0xff);
        into[end++] = '.';
        end = putOctet(into, end, address >>> 8 & 0xff);
        into[end++] = '.';
        return putOctet(into, end, address & 0xff);
    }

    private static int putOctet(byte[] into, int at, int octet) {
        int digits = OCTETS[octet];
        int end = at;
        do {
            into[end++] = (byte) digits;
            digits >>>= Byte.SIZE;
        } while (digits != 0);
        return end;
    }

    /** The decimal digits of each octet, the first in the lowest byte: dividing takes longer than all the rest. */
    private static int[] octets() {
        int[] octets = new int[256];
        for (int octet = 0; octet < octets.length; octet++) {
            for (int rest = octet, digits = 0; rest > 0 || digits == 0; rest /= 10, digits++) {
                octets[octet] = octets[octet] << Byte.SIZE | '0' + rest % 10;
            }
        }
        return octets;
    }

    private static int putIpv6(byte[] into, int at, long high, long low) {
        int end = at;
        if (isIpv4Mapped(high, low)) {
            for (int i = 0; i < MAPPED.length; i++) {
                into[end++] = MAPPED[i];
            }
            return putIpv4(into, end, (int) low);
        }
        int zerosAt = longestZeroRun(high, low);
        int zerosEnd = zerosAt < 0 ? -1 : zerosAt + zeroRunLength(high, low, zerosAt);
        for (int i = 0; i < GROUPS; i++) {
            if (i == zerosAt) {
                into[end++] = ':';
                into[end++] = ':';
                i = zerosEnd - 1;
                continue;
            }
            if (i > 0 && i != zerosEnd) {
                into[end++] = ':';
            }
            end = putGroup(into, end, group(high, low, i));
        }
        return end;
    }

    private static int putGroup(byte[] into, int at, int group) {
        int end = at;
        int shift = 12;
        while (shift > 0 && group >>> shift == 0) {
            shift -= 4;
        }
        for (; shift >= 0; shift -= 4) {
            into[end++] = HEX[group >>> shift & 0xf];
        }
        return end;
    }

    /** The start of the first of the longest runs of two or more zero groups; -1 if none. */
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
