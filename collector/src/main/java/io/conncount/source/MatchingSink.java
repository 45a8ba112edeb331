package io.conncount.source;

import io.conncount.filter.Condition;
import io.conncount.socket.AddressFamily;
import io.conncount.socket.SocketSink;
import io.conncount.socket.SocketView;
import io.conncount.socket.TcpState;

/** Passes on the sockets that a request asks for, out of a source that shows all it has: what a kernel decides, decided here. */
public final class MatchingSink implements SocketSink {
    private final SocketSink accepted;
    private final Condition conditions;
    private final int families;
    private final int states;
    private long sockets;

    /** A sink before the sink, for this request. */
    public MatchingSink(DumpRequest request, SocketSink accepted) {
        this.accepted = accepted;
        conditions = new Condition.All(request.conditions());
        int familyBits = 0;
        for (AddressFamily family : request.families()) {
            familyBits |= 1 << family.ordinal();
        }
        families = familyBits;
        int stateBits = 0;
        for (TcpState state : request.states()) {
            stateBits |= 1 << state.ordinal();
        }
        states = stateBits;
    }

    @Override
    public void accept(SocketView socket) {
        if ((families >>> socket.family().ordinal() & 1) != 0
                && (states >>> socket.state().ordinal() & 1) != 0
                && conditions.test(socket)) {
            sockets++;
            accepted.accept(socket);
        }
    }

    @Override
    public boolean satisfied() {
        return accepted.satisfied();
    }

    /** How many sockets it has passed on. */
    public long sockets() {
        return sockets;
    }
}
