package io.conncount.filter;

import io.conncount.socket.AddressFamily;
import java.util.Optional;

/** Reads numeric addresses: RFC 4291's text of IPv6, and IPv4 in dotted decimals. */
final class AddressParser {
    private static final int IPV4_PARTS = 4;
    private static final int IPV6_GROUPS = 8;
    private static final int GROUP_DIGITS_MAX = 4;
    private static final int HEXADECIMAL = 16;

    private AddressParser() {}

    /**
     * An address.
     *
     * @param high the first eight bytes of an IPv6 address
     * @param low the last eight bytes, or an IPv4 address
     */
    record Address(AddressFamily family, long high, long low) {
        int bits() {
            return family == AddressFamily.IPV4 ? Integer.SIZE : 2 * Long.SIZE;
        }
    }

    /**
     * The address that the text denotes.
     *
     * @param shortened true to accept IPv4 networks without their trailing zeros, such as {@code 10} for {@code 10.0.0.0}
     */
    static Optional<Address> parse(String text, boolean shortened) {
        return text.indexOf(':') >= 0 ? ipv6(text) : ipv4(text, shortened);
    }

    private static Optional<Address> ipv4(String text, boolean shortened) {
        String[] parts = text.split("\\.", -1);
        if (parts.length > IPV4_PARTS || (parts.length < IPV4_PARTS && !shortened)) {
            return Optional.empty();
        }
        long address = 0;
        for (int i = 0; i < IPV4_PARTS; i++) {
            int part = i < parts.length ? Digits.parse(parts[i], 10, 3) : 0;
            if (part < 0 || part > 0xff) {
                return Optional.empty();
            }
            address = address << Byte.SIZE | part;
        }
        return Optional.of(new Address(AddressFamily.IPV4, 0, address));
    }

    private static Optional<Address> ipv6(String text) {
        int gap = text.indexOf("::");
        if (gap < 0) {
            int[] groups = groups(text);
            return groups.length == IPV6_GROUPS ? Optional.of(joined(groups)) : Optional.empty();
        }
        String behind = text.substring(gap + 2);
        int[] first = groups(text.substring(0, gap));
        int[] last = groups(behind);
        boolean wrong = (first.length == 0 && gap > 0) || (last.length == 0 && !behind.isEmpty());
        if (wrong || first.length + last.length >= IPV6_GROUPS) {
            return Optional.empty();
        }
        int[] groups = new int[IPV6_GROUPS];
        System.arraycopy(first, 0, groups, 0, first.length);
        System.arraycopy(last, 0, groups, IPV6_GROUPS - last.length, last.length);
        return Optional.of(joined(groups));
    }

    /** Groups separated by colons, the last two possibly as an IPv4 address; none if the text is invalid. */
    private static int[] groups(String text) {
        String[] parts = text.split(":", IPV6_GROUPS + 1);
        int[] groups = new int[parts.length + 1];
        int count = 0;
        for (int i = 0; i < parts.length; i++) {
            boolean last = i == parts.length - 1;
            Optional<Address> ipv4 = last ? ipv4(parts[i], false) : Optional.empty();
            if (ipv4.isPresent()) {
                groups[count++] = (int) (ipv4.get().low >>> Short.SIZE);
                groups[count++] = (int) ipv4.get().low & 0xffff;
                continue;
            }
            groups[count] = Digits.parse(parts[i], HEXADECIMAL, GROUP_DIGITS_MAX);
            if (groups[count++] < 0) {
                return new int[0];
            }
        }
        int[] found = new int[count];
        System.arraycopy(groups, 0, found, 0, count);
        return found;
    }

    private static Address joined(int[] groups) {
        long high = 0;
        long low = 0;
        for (int i = 0; i < IPV6_GROUPS / 2; i++) {
            high = high << Short.SIZE | groups[i];
            low = low << Short.SIZE | groups[i + IPV6_GROUPS / 2];
        }
        return new Address(AddressFamily.IPV6, high, low);
    }
}
