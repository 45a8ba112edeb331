package io.conncount.source;

import io.conncount.filter.Condition;
import io.conncount.socket.AddressFamily;
import io.conncount.socket.SocketSink;
import io.conncount.socket.SocketView;
import io.conncount.socket.TcpState;
import java.util.List;

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

    /** A sink that passes on sockets for which these conditions hold; the sink itself if there are none. */
    static SocketSink before(SocketSink accepted, List<Condition> conditions) {
        return conditions.isEmpty() ? accepted : new Filtering(conditions, accepted);
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

    /** Passes on the sockets for which every condition holds: those that a kernel could not decide. */
    private static final class Filtering implements SocketSink {
        private final Condition[] conditions;
        private final SocketSink accepted;

        private Filtering(List<Condition> conditions, SocketSink accepted) {
            this.conditions = conditions.toArray(new Condition[0]);
            this.accepted = accepted;
        }

        @Override
        public void accept(SocketView socket) {
            for (Condition condition : conditions) {
                if (!condition.test(socket)) {
                    return;
                }
            }
            accepted.accept(socket);
        }

        @Override
        public boolean satisfied() {
            return accepted.satisfied();
        }
    }
}
