package io.conncount.collect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.conncount.filter.Condition;
import io.conncount.filter.ConditionText;
import io.conncount.filter.FilterParser;
import io.conncount.filter.ParsedFilter;
import io.conncount.group.GroupKey;
import io.conncount.group.GroupKeys;
import io.conncount.names.HostNames;
import io.conncount.query.Query;
import io.conncount.query.Selection;
import io.conncount.snapshot.Ranking;
import io.conncount.snapshot.Ranking.Order;
import io.conncount.snapshot.Ranking.Row;
import io.conncount.snapshot.Snapshot;
import io.conncount.socket.AddressFamily;
import io.conncount.socket.Protocol;
import io.conncount.socket.TcpState;
import io.conncount.source.HostSource;
import io.conncount.testing.NativeSockets;
import io.conncount.testing.SocketNamespace;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every value of every key is a condition of the filter language, which selects the sockets of its group and no others. */
class ConditionsOfGroupsIT {
    /** Without netlink: whoever asks is one of its sockets. */
    private static final Set<Protocol> PROTOCOLS =
            EnumSet.of(Protocol.TCP, Protocol.UDP, Protocol.UNIX, Protocol.PACKET);

    @TempDir
    private static Path names;

    private static SocketNamespace namespace;
    private static NativeSockets sockets;

    @BeforeAll
    static void makeSockets() throws Exception {
        namespace = new SocketNamespace("--connections", "10");
        sockets = namespace.call(() -> NativeSockets.ofEveryTable(names));
        // The first file that Java reads through a channel makes a UNIX socket in this process.
        namespace.call(() -> new HostNames().uid("root"));
    }

    @AfterAll
    static void letThemGo() throws Exception {
        sockets.close();
        namespace.close();
    }

    static List<String> keys() {
        return Queries.keysOfLinux();
    }

    @ParameterizedTest
    @MethodSource("keys")
    void conditionOfAValueSelectsItsGroup(String word) throws Exception {
        namespace.call(() -> {
            List<GroupKey> key = List.of(GroupKeys.byWord(word).orElseThrow());
            Selection everything = new Selection(PROTOCOLS, AddressFamily.IP, TcpState.ALL, Optional.empty());
            Snapshot groups = collect(everything, key);
            List<Row> rows = new Ranking(groups, Order.LARGEST_FIRST, Queries.GROUPS_MAX).rows();
            assertFalse(rows.isEmpty());
            for (Row row : rows) {
                Condition wanted = row.condition(0).orElseThrow(() -> new AssertionError(word + ": " + row.value(0)));
                String condition = ConditionText.of(List.of(wanted));
                ParsedFilter filter = FilterParser.parse("(" + condition + ")", new HostNames());
                Selection selected = new Selection(
                        PROTOCOLS, AddressFamily.IP, filter.states().orElse(TcpState.ALL), filter.filter());
                Snapshot again = collect(selected, key);
                assertEquals(row.count(), again.total(), () -> condition + " of " + row.value(0));
            }
            return null;
        });
    }

    private static Snapshot collect(Selection selection, List<GroupKey> keys) throws Exception {
        return new Collector(HostSource.open()).collect(new Query(selection, keys, false, 1, Queries.GROUPS_MAX));
    }
}
