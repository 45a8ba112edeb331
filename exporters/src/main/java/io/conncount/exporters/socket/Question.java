package io.conncount.exporters.socket;

import io.conncount.filter.ConditionText;
import io.conncount.query.Query;
import io.conncount.query.Selection;
import io.conncount.socket.AddressFamily;
import io.conncount.socket.Protocol;
import io.conncount.socket.SocketType;
import io.conncount.socket.TcpState;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a query means: two that mean the same are equal, whatever words and how many threads they were given.
 *
 * @param filter as {@link ConditionText} writes it
 * @param keys by their names
 */
record Question(
        Set<Protocol> protocols,
        Map<Protocol, Set<SocketType>> types,
        Set<AddressFamily> families,
        Set<TcpState> states,
        Optional<String> filter,
        List<String> keys,
        boolean exact,
        int groupsMax) {
    static Question of(Query query) {
        Selection selection = query.selection();
        return new Question(
                selection.protocols(),
                selection.types(),
                selection.families(),
                selection.states(),
                selection.filter().map(filter -> ConditionText.of(List.of(filter.condition()))),
                query.keyNames(),
                query.exact(),
                query.groupsMax());
    }
}
