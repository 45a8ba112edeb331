package io.conncount.group;

import io.conncount.count.GroupTable;
import io.conncount.socket.AddressFamily;
import io.conncount.socket.PortBox;
import io.conncount.socket.Side;
import io.conncount.socket.SocketSink;
import io.conncount.socket.SocketView;
import java.util.BitSet;
import java.util.List;
import java.util.StringJoiner;

/**
 * The host's listening sockets, to tell inbound connections from outbound ones and to name the service they came to.
 * Filled by a dump before the count, then read by every counting thread.
 */
public final class Listeners implements SocketSink {
    /** No listener at all. */
    public static final Listeners NONE = new Listeners();

    /** A host has at most as many listeners as ports, times its addresses; beyond this, services go unnamed. */
    private static final int LISTENERS_MAX = 1_000_000;

    /** A filter may have twice as many. */
    private static final int CONDITION_CHARACTERS_MAX = 8 * 1024;

    private final BitSet ports = new BitSet(PortBox.PORT_MAX + 1);
    private final GroupTable endpoints =
            new GroupTable(List.of(new AddressKey(Side.LOCAL), new PortKey(Side.LOCAL)), LISTENERS_MAX);

    @Override
    public void accept(SocketView listener) {
        ports.set(listener.localPort());
        endpoints.add(listener);
    }

    /** True if there is no listener at all. */
    boolean isEmpty() {
        return ports.isEmpty();
    }

    /** True if some listener has this port, whatever its address. */
    boolean hasPort(int port) {
        return ports.get(port);
    }

    /** True if there is a listener at this address and port: four lanes, those of {@link AddressLanes} and the port. */
    boolean hasEndpoint(long[] lanes, int at) {
        return endpoints.find(lanes, at) != GroupTable.NO_GROUP;
    }

    /** The ports as a list of a filter, {@code 22,80-81}; empty if there are none, or so many that the list is too long. */
    String portList() {
        return list(ports);
    }

    private static String list(BitSet ports) {
        StringBuilder list = new StringBuilder();
        for (int from = ports.nextSetBit(0); from >= 0; ) {
            int end = ports.nextClearBit(from);
            list.append(list.isEmpty() ? "" : ",").append(from).append(end - from > 1 ? "-" + (end - 1) : "");
            from = ports.nextSetBit(end);
        }
        return list.length() > CONDITION_CHARACTERS_MAX ? "" : list.toString();
    }

    /** What meets the sockets of every listener; empty if there are none, or so many that it is too long. */
    String condition() {
        StringJoiner terms = new StringJoiner(" or ");
        long[] lanes = new long[endpoints.lanes()];
        for (AddressFamily family : AddressFamily.IP) {
            BitSet everywhere = new BitSet();
            for (int i = 0; i < endpoints.size(); i++) {
                endpoints.copyLanes(i, lanes);
                if (AddressLanes.family(lanes, 0) == family && isEverywhere(lanes)) {
                    everywhere.set((int) lanes[AddressLanes.COUNT]);
                }
            }
            if (!everywhere.isEmpty()) {
                terms.add("(family = " + family.label() + " and sport in " + list(everywhere) + ")");
            }
        }
        for (int i = 0; i < endpoints.size() && terms.length() <= CONDITION_CHARACTERS_MAX; i++) {
            endpoints.copyLanes(i, lanes);
            if (!isEverywhere(lanes)) {
                terms.add(endpoint(lanes));
            }
        }
        return terms.length() > CONDITION_CHARACTERS_MAX ? "" : terms.toString();
    }

    /** What leaves the sockets out that belong to a listener on one address, though another listens on every one. */
    String withoutThoseOnOneAddress(AddressFamily family, int port) {
        StringBuilder condition = new StringBuilder();
        long[] lanes = new long[endpoints.lanes()];
        for (int i = 0; i < endpoints.size(); i++) {
            endpoints.copyLanes(i, lanes);
            boolean same = AddressLanes.family(lanes, 0) == family && lanes[AddressLanes.COUNT] == port;
            if (same && !isEverywhere(lanes)) {
                condition.append(" and not ").append(endpoint(lanes));
            }
        }
        return condition.toString();
    }

    private static boolean isEverywhere(long[] lanes) {
        return lanes[1] == 0 && lanes[2] == 0;
    }

    /** With the family: an IPv4 address alone would mean the IPv6 sockets too that carry it. */
    private static String endpoint(long[] lanes) {
        String family = AddressLanes.family(lanes, 0) == AddressFamily.IPV4 ? "inet:" : "inet6:";
        return "src = " + family + AddressLanes.textWithPort(lanes, 0, (int) lanes[AddressLanes.COUNT]);
    }
}
