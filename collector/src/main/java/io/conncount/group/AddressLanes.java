package io.conncount.group;

import io.conncount.expression.Comparison;
import io.conncount.filter.Condition;
import io.conncount.filter.Conditions;
import io.conncount.filter.EndCondition;
import io.conncount.socket.AddressFamily;
import io.conncount.socket.AddressText;
import io.conncount.socket.Side;
import io.conncount.socket.SocketNumber;
import java.util.List;
import java.util.Set;

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

    /** With the family as a prefix where the address would not show it: {@code netlink:15}. */
    static String text(long[] lanes, int at) {
        AddressFamily family = family(lanes, at);
        String address = AddressText.of(family, lanes[at + 1], lanes[at + 2]);
        return AddressFamily.IP.contains(family) ? address : family.label() + ":" + address;
    }

    static String textWithPort(long[] lanes, int at, int port) {
        return AddressText.withPort(family(lanes, at), lanes[at + 1], lanes[at + 2], port);
    }

    /** The condition that one end of a socket is at this address, and of its family. */
    static Condition condition(Side side, long[] lanes, int at) {
        AddressFamily family = family(lanes, at);
        long low = lanes[at + 2];
        return switch (family) {
            // An IPv4 address alone would also match IPv6 sockets that carry it.
            case IPV4 ->
                Conditions.all(List.of(
                        new Condition.FamilyIn(Set.of(family)), EndCondition.AddressIn.of(side, family, 0, low)));
            case IPV6 -> EndCondition.AddressIn.of(side, family, lanes[at + 1], low);
            // The peer is not reported unless requested, and then is the same for all.
            case UNIX ->
                side == Side.LOCAL
                        ? new Condition.NumberIs(SocketNumber.INODE, Comparison.EQUAL, low)
                        : new Condition.FamilyIn(Set.of(family));
            case PACKET, NETLINK, VSOCK -> new EndCondition.EndIs(side, family, low, EndCondition.EndIs.ANY);
        };
    }
}
