package io.conncount.group;

import io.conncount.socket.AddressFamily;
import io.conncount.socket.AddressText;
import io.conncount.socket.Side;

/** An address in three lanes, family, high and low, as {@link io.conncount.socket.SocketView} gives them. */
final class AddressLanes {
    static final int COUNT = 3;

    private static final AddressFamily[] FAMILIES = AddressFamily.values();

    private AddressLanes() {}

    static void write(long[] lanes, int at, AddressFamily family, long high, long low) {
        lanes[at] = family.ordinal();
        lanes[at + 1] = high;
        lanes[at + 2] = low;
    }

    static boolean areAddress(long[] lanes, int at) {
        return Lanes.isBelow(lanes[at], FAMILIES.length);
    }

    static AddressFamily family(long[] lanes, int at) {
        return FAMILIES[(int) lanes[at]];
    }

    /** Behind the family where the address alone would not tell it: {@code netlink:15}. */
    static String text(long[] lanes, int at) {
        AddressFamily family = family(lanes, at);
        String address = AddressText.of(family, lanes[at + 1], lanes[at + 2]);
        return AddressFamily.IP.contains(family) ? address : family.label() + ":" + address;
    }

    static String textWithPort(long[] lanes, int at, int port) {
        return AddressText.withPort(family(lanes, at), lanes[at + 1], lanes[at + 2], port);
    }

    /** The condition that one end is at this address, network, or address and port. */
    static String condition(Side side, long[] lanes, int at, String text) {
        return switch (family(lanes, at)) {
            case IPV4, IPV6 -> side.hostField() + " = " + text;
            // Without being asked for, the peer is not told, and is the same for all.
            case UNIX -> side == Side.LOCAL ? "inode = " + lanes[at + 2] : "family = unix";
            case PACKET -> side.hostField() + " = link:*";
            case NETLINK, VSOCK -> side.hostField() + " = " + text;
        };
    }
}
