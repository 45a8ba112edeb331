package io.conncount.collect;

import io.conncount.group.GroupKey;
import io.conncount.group.GroupTable;
import io.conncount.group.StateFamilyKey;
import io.conncount.query.Selection;
import io.conncount.socket.AddressFamily;
import io.conncount.socket.Protocol;
import io.conncount.socket.SocketSink;
import io.conncount.socket.SocketView;
import io.conncount.socket.TcpState;
import java.util.List;

/** Sockets by family and state, full ones and mini-sockets apart: what a masked walk counts. */
final class StateMatrix implements SocketSink {
    private static final AddressFamily[] FAMILIES = AddressFamily.values();
    private static final TcpState[] STATES = TcpState.values();

    private final long[][] full = new long[FAMILIES.length][STATES.length];
    private final long[][] mini = new long[FAMILIES.length][STATES.length];

    @Override
    public void accept(SocketView socket) {
        long[][] kind = socket.owned() ? full : mini;
        kind[socket.family().ordinal()][socket.state().ordinal()]++;
    }

    /** Full sockets of a family in every state. */
    long fullSockets(AddressFamily family) {
        long sum = 0;
        for (long count : full[family.ordinal()]) {
            sum += count;
        }
        return sum;
    }

    /** Full sockets in a state, of both families. */
    long fullSockets(TcpState state) {
        return full[0][state.ordinal()] + full[1][state.ordinal()];
    }

    /** Mini-sockets in a state, of both families. */
    long miniSockets(TcpState state) {
        return mini[0][state.ordinal()] + mini[1][state.ordinal()];
    }

    /** Adds sockets known from counters; those of both families together stand with the first. */
    void add(AddressFamily family, TcpState state, long sockets) {
        full[family.ordinal()][state.ordinal()] += sockets;
    }

    /** Adds the requested cells, including zeros, to a table by protocol, state and family. */
    void addTo(GroupTable table, Protocol protocol, Selection selection) {
        List<GroupKey> keys = table.keys();
        long[] lanes = new long[keys.size()];
        for (AddressFamily family : selection.families(protocol)) {
            for (TcpState state : selection.states(protocol)) {
                for (int i = 0; i < lanes.length; i++) {
                    lanes[i] = ((StateFamilyKey) keys.get(i)).lane(protocol, family, state);
                }
                int f = family.ordinal();
                int s = state.ordinal();
                table.add(lanes, 0, full[f][s] + mini[f][s]);
            }
        }
    }
}
