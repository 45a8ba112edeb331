package io.conncount.source;

import io.conncount.socket.SocketSink;
import io.conncount.socket.SocketView;
import io.conncount.socket.TcpState;
import java.util.Set;

/** Passes on the sockets in these states, where a kernel shows those in others too. */
final class StateSink implements SocketSink {
    private final boolean[] wanted = new boolean[TcpState.values().length];
    private final SocketSink accepted;

    StateSink(Set<TcpState> states, SocketSink accepted) {
        for (TcpState state : states) {
            wanted[state.ordinal()] = true;
        }
        this.accepted = accepted;
    }

    @Override
    public void accept(SocketView socket) {
        if (wanted[socket.state().ordinal()]) {
            accepted.accept(socket);
        }
    }

    @Override
    public boolean satisfied() {
        return accepted.satisfied();
    }
}
