package io.conncount.source;

import io.conncount.filter.Condition;
import io.conncount.socket.SocketSink;
import io.conncount.socket.SocketView;
import java.util.List;

/** Passes on the sockets for which every condition holds: those that a kernel could not decide. */
final class FilteringSink implements SocketSink {
    private final Condition[] conditions;
    private final SocketSink accepted;

    private FilteringSink(List<Condition> conditions, SocketSink accepted) {
        this.conditions = conditions.toArray(new Condition[0]);
        this.accepted = accepted;
    }

    /** A sink before the sink; the sink itself if there is nothing to decide. */
    static SocketSink before(SocketSink accepted, List<Condition> conditions) {
        return conditions.isEmpty() ? accepted : new FilteringSink(conditions, accepted);
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
