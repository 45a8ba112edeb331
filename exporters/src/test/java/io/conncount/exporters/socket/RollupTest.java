package io.conncount.exporters.socket;

import static io.conncount.exporters.message.Snapshots.groups;
import static io.conncount.exporters.message.Snapshots.query;
import static io.conncount.exporters.message.Snapshots.snapshot;
import static io.conncount.exporters.message.Snapshots.table;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.conncount.exporters.message.Snapshots;
import io.conncount.exporters.socket.Question.Rollup;
import io.conncount.group.GroupTable;
import io.conncount.query.Query;
import io.conncount.query.Selection;
import io.conncount.snapshot.Snapshot;
import io.conncount.socket.AddressFamily;
import io.conncount.socket.Protocol;
import io.conncount.socket.TcpState;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What follows from an answer. */
class RollupTest {
    private static final long TCP = Protocol.TCP.ordinal();
    private static final long UDP = Protocol.UDP.ordinal();
    private static final long IPV4 = AddressFamily.IPV4.ordinal();
    private static final long IPV6 = AddressFamily.IPV6.ordinal();
    private static final long LISTEN = TcpState.LISTEN.ordinal();
    private static final long TIME_WAIT = TcpState.TIME_WAIT.ordinal();
    private static final long CLOSE = TcpState.CLOSE.ordinal();

    private static final Query FINER =
            query("proto,family,state", EnumSet.of(Protocol.TCP, Protocol.UDP), TcpState.ALL);
    private static final Snapshot SNAPSHOT = snapshot(table(
            "proto,family,state",
            new long[] {4, TCP, IPV4, LISTEN},
            new long[] {5, TCP, IPV6, LISTEN},
            new long[] {0, TCP, IPV4, TIME_WAIT},
            new long[] {6, UDP, IPV4, CLOSE}));

    private static Optional<Snapshot> answer(Query finer, Snapshot snapshot, Query asked) {
        return new Rollup(Question.of(finer), snapshot).answer(asked, Question.of(asked));
    }

    private static Map<String, Long> answered(Query asked) {
        return groups(answer(FINER, SNAPSHOT, asked).orElseThrow());
    }

    @Test
    void sameQuestionHasTheSameAnswer() {
        assertSame(SNAPSHOT, answer(FINER, SNAPSHOT, FINER).orElseThrow());
    }

    @Test
    void tcpByStateFollowsFromTablesFamiliesAndStatesWithItsZeros() {
        assertEquals(Map.of("listen", 9L, "time_wait", 0L), answered(query("state")));
        assertEquals(9, answer(FINER, SNAPSHOT, query("state")).orElseThrow().total());
    }

    @Test
    void keysMayComeInAnotherOrder() {
        assertEquals(
                Map.of("listen ipv4", 4L, "listen ipv6", 5L, "time_wait ipv4", 0L), answered(query("state,family")));
    }

    @Test
    void familiesAndStatesAreSelected() {
        Selection ipv6 =
                new Selection(EnumSet.of(Protocol.TCP), EnumSet.of(AddressFamily.IPV6), TcpState.ALL, Optional.empty());
        assertEquals(Map.of("tcp", 5L), answered(query("proto", ipv6, 10)));
        assertEquals(Map.of("udp", 6L), answered(query("proto", EnumSet.of(Protocol.UDP), EnumSet.of(TcpState.CLOSE))));
        assertEquals(
                "-6",
                answer(FINER, SNAPSHOT, query("proto", ipv6, 10))
                        .orElseThrow()
                        .filter()
                        .orElseThrow());
    }

    @Test
    void whatWasNotCountedDoesNotFollow() {
        assertEquals(Optional.empty(), answer(FINER, SNAPSHOT, query("local-port")));
        assertEquals(
                Optional.empty(), answer(FINER, SNAPSHOT, query("state", EnumSet.of(Protocol.UNIX), TcpState.ALL)));
        assertEquals(Optional.empty(), answer(FINER, SNAPSHOT, Snapshots.filtered("state", "dport = :443")));
        Query listeners = query("local-port", EnumSet.of(Protocol.TCP), EnumSet.of(TcpState.LISTEN));
        assertEquals(Optional.empty(), answer(query("local-port"), snapshot(table("local-port")), listeners));
    }

    @Test
    void statesWithoutSocketsDoNotFollowFromPorts() {
        Query ports = query("local-port,state");
        Snapshot counted = snapshot(table("local-port,state", new long[] {2, 443, LISTEN}, new long[] {3, 443, 0}));
        assertEquals(
                Map.of("443", 5L),
                groups(answer(ports, counted, query("local-port")).orElseThrow()));
        assertEquals(Optional.empty(), answer(ports, counted, query("state")));
    }

    @Test
    void nothingFollowsWhereGroupsWereTooMany() {
        GroupTable table = table("local-port,state", new long[] {2, 443, LISTEN});
        table.addUngrouped(8);
        assertEquals(Optional.empty(), answer(query("local-port,state"), snapshot(table), query("local-port")));
    }

    @Test
    void askerWhoWantsFewerGroupsIsNotGivenMore() {
        Query few = query("local-port", query("local-port").selection(), 1);
        Snapshot two = snapshot(table("local-port", new long[] {2, 443}, new long[] {2, 80}));
        assertEquals(Optional.empty(), answer(query("local-port"), two, few));
    }
}
