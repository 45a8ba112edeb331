package io.conncount.exporters.socket;

import io.conncount.filter.ConditionText;
import io.conncount.group.GroupKey;
import io.conncount.group.GroupTable;
import io.conncount.query.Query;
import io.conncount.query.Selection;
import io.conncount.snapshot.Snapshot;
import io.conncount.socket.AddressFamily;
import io.conncount.socket.Protocol;
import io.conncount.socket.SocketType;
import io.conncount.socket.TcpState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
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

    /**
     * The answer to a question that follows from the answer to one that is finer: counts by table, family and state give the
     * TCP sockets by state, and those by port and state the sockets by port.
     */
    static final class Rollup {
        private static final String TABLE = "proto";
        private static final String FAMILY = "family";
        private static final String STATE = "state";

        private static final List<String> WITH_ZEROS = List.of(TABLE, FAMILY, STATE);

        private final Question finer;
        private final Snapshot snapshot;

        /** @param snapshot what was answered to the finer question */
        Rollup(Question finer, Snapshot snapshot) {
            this.finer = finer;
            this.snapshot = snapshot;
        }

        /** The answer to another question; empty if it does not follow. */
        Optional<Snapshot> answer(Query query, Question asked) {
            if (!finer.filter().equals(asked.filter())
                    || !finer.types().equals(asked.types())
                    || finer.exact() != asked.exact()
                    || !finer.keys().containsAll(asked.keys())
                    || (showsZeros(asked) && !showsZeros(finer))) {
                return Optional.empty();
            }
            Map<Integer, Set<String>> allowed = new HashMap<>();
            if (!restrict(allowed, TABLE, labelsOfTables(finer), labelsOfTables(asked))
                    || !restrict(allowed, FAMILY, labelsOfFamilies(finer), labelsOfFamilies(asked))
                    || !restrict(allowed, STATE, labelsOfStates(finer), labelsOfStates(asked))) {
                return Optional.empty();
            }
            if (allowed.isEmpty() && finer.keys().equals(asked.keys()) && fits(asked)) {
                return Optional.of(snapshot);
            }
            return snapshot.ungrouped() > 0 ? Optional.empty() : regrouped(query, allowed);
        }

        /** True if the answer has groups without sockets, which other answers lack. */
        private static boolean showsZeros(Question question) {
            return WITH_ZEROS.containsAll(question.keys());
        }

        /** True if all groups are there, or as many as the asker would have kept. */
        private boolean fits(Question asked) {
            boolean allThere = snapshot.ungrouped() == 0 && snapshot.groups() <= asked.groupsMax();
            return allThere || finer.groupsMax() == asked.groupsMax();
        }

        /** Notes which values of a key are requested, if not all; false if the key does not distinguish them. */
        private boolean restrict(Map<Integer, Set<String>> allowed, String key, Set<String> there, Set<String> asked) {
            if (there.equals(asked)) {
                return true;
            }
            int position = finer.keys().indexOf(key);
            allowed.put(position, asked);
            return position >= 0 && there.containsAll(asked);
        }

        private Optional<Snapshot> regrouped(Query query, Map<Integer, Set<String>> allowed) {
            GroupTable table = new GroupTable(query.keys(), query.groupsMax());
            long[] lanes = new long[snapshot.lanes()];
            long[] asked = new long[table.lanes()];
            for (int group = 0; group < snapshot.groups(); group++) {
                if (isAllowed(group, allowed)) {
                    snapshot.copyLanes(group, lanes);
                    copy(query.keys(), lanes, asked);
                    table.add(asked, 0, snapshot.count(group));
                }
            }
            // Too many groups would have to be reported as a fault, which only a count can do.
            return table.ungrouped() > 0
                    ? Optional.empty()
                    : Optional.of(snapshot.regrouped(table, query.selection().words()));
        }

        private boolean isAllowed(int group, Map<Integer, Set<String>> allowed) {
            for (Map.Entry<Integer, Set<String>> key : allowed.entrySet()) {
                if (!key.getValue().contains(snapshot.value(group, key.getKey()))) {
                    return false;
                }
            }
            return true;
        }

        private void copy(List<GroupKey> keys, long[] lanes, long[] to) {
            int at = 0;
            for (GroupKey key : keys) {
                int from = 0;
                for (GroupKey before : snapshot.keys()) {
                    if (before.name().equals(key.name())) {
                        System.arraycopy(lanes, from, to, at, key.lanes());
                    }
                    from += before.lanes();
                }
                at += key.lanes();
            }
        }

        private static Set<String> labelsOfTables(Question question) {
            return labels(question.protocols().stream().map(Protocol::label).toList());
        }

        /** The families of its tables; others have no effect. */
        private static Set<String> labelsOfFamilies(Question question) {
            Collection<String> labels = new ArrayList<>();
            for (Protocol protocol : question.protocols()) {
                for (AddressFamily family : protocol.families()) {
                    if (!protocol.overIp() || question.families().contains(family)) {
                        labels.add(family.label());
                    }
                }
            }
            return labels(labels);
        }

        private static Set<String> labelsOfStates(Question question) {
            return labels(question.states().stream().map(TcpState::label).toList());
        }

        private static Set<String> labels(Collection<String> labels) {
            return new HashSet<>(labels);
        }
    }
}
