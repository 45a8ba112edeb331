package io.conncount.collect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.query.Query;
import io.conncount.snapshot.Snapshot;
import io.conncount.source.HostSource;
import io.conncount.testing.Command;
import io.conncount.testing.KernelLog;
import io.conncount.testing.SocketNamespace;
import io.conncount.testing.SsText;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** So many sockets that the planner takes the ways it keeps for many. */
@ExtendWith(KernelLog.class)
class ManySocketsIT {
    @Test
    void manyTimeWaitsAreTakenFromTheCounterLessTheMiniSocketsInFinWait2() throws Exception {
        try (SocketNamespace namespace = new SocketNamespace(
                "--connections", "500", "--time-wait", "12000", "--fin-wait2", "30", "--fin-wait2-mini", "40")) {
            Snapshot snapshot = namespace.call(() -> new Collector(HostSource.open()).collect(Queries.by("state")));
            Map<String, Long> ss = namespace.call(() -> SsText.byState(Command.lines("ss", "-Htan")));
            assertEquals("sock_diag+counters", snapshot.source(), () -> Queries.notes(snapshot));
            assertTrue(snapshot.steps().get(0).sockets() < 1_000, "TIME_WAITs are not copied");
            assertEquals(ss, Queries.counts(snapshot));
            assertEquals(12_000, ss.get("time_wait"));
            assertEquals(70, ss.get("fin_wait2"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"server", "proxy"})
    void everyPlanCountsThirtyThousandConnectionsAsSsDoes(String shape) throws Exception {
        try (SocketNamespace namespace = new SocketNamespace("--connections", "30000", "--shape", shape)) {
            Map<String, Long> ss = namespace.call(() -> SsText.byState(Command.lines("ss", "-Htan")));
            assertEquals(60_000, ss.get("established"));
            assertEquals(ss, Queries.counts(collect(namespace, Queries.by("state"))));
            assertEquals(ss, Queries.counts(collect(namespace, Queries.exact(Queries.by("state")))));
            for (int threads : new int[] {2, 3, 4}) {
                Query exact = Queries.threads(threads, Queries.exact(Queries.by("state")));
                Snapshot walked = collect(namespace, exact);
                assertEquals("bpf", walked.source(), () -> Queries.notes(walked));
                assertEquals(ss, Queries.counts(walked), threads + " threads");
                Snapshot split = namespace.call(() -> new Collector(HostSource.openSockDiag()).collect(exact));
                assertTrue(Queries.notes(split).startsWith("split by a sample"), () -> Queries.notes(split));
                assertEquals(ss, Queries.counts(split), threads + " threads");
                assertEquals(Optional.empty(), split.fault());
            }
        }
    }

    private static Snapshot collect(SocketNamespace namespace, Query query) throws Exception {
        return namespace.call(() -> new Collector(HostSource.open()).collect(query));
    }
}
