package io.conncount.collect;

import io.conncount.filter.Condition;
import io.conncount.filter.Conditions;
import io.conncount.query.Selection;
import io.conncount.socket.Detail;
import io.conncount.socket.Protocol;
import io.conncount.socket.TcpState;
import io.conncount.source.DumpRequest;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Turns a selection into requests to a source. */
public final class Requests {
    private Requests() {}

    /**
     * The request for one of the selected protocols.
     *
     * @param listedStates the states in which the source lists sockets of the protocol
     * @param details the details to request for each socket, besides those that the filter needs
     */
    public static DumpRequest of(
            Selection selection, Protocol protocol, Set<TcpState> listedStates, Set<Detail> details) {
        Set<TcpState> listed = EnumSet.copyOf(selection.states());
        // Closed sockets that are bound take a separate query: with others, it would cost a walk of another
        // table.
        if (protocol != Protocol.TCP || !listed.equals(EnumSet.of(TcpState.CLOSE))) {
            listed.retainAll(listedStates);
        }
        List<Condition> conditions = new ArrayList<>();
        if (selection.types().containsKey(protocol)) {
            conditions.add(new Condition.TypeIn(selection.types().get(protocol)));
        }
        if (selection.filter().isPresent()) {
            conditions.add(selection.filter().get().condition());
        }
        Set<Detail> needed = EnumSet.noneOf(Detail.class);
        needed.addAll(details);
        for (Condition condition : conditions) {
            condition.addDetails(needed);
        }
        needed.retainAll(protocol.details());
        DumpRequest request =
                DumpRequest.of(protocol, selection.families(protocol), listed).telling(needed);
        return conditions.isEmpty() ? request : request.filtered(Conditions.all(conditions));
    }
}
