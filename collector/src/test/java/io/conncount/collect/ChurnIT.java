package io.conncount.collect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.counters.Measure;
import io.conncount.counters.ProcNet;
import io.conncount.query.Query;
import io.conncount.snapshot.Snapshot;
import io.conncount.source.Host;
import io.conncount.source.HostSource;
import io.conncount.testing.KernelLog;
import io.conncount.testing.SocketNamespace;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Connections that come and go while they are counted. The truth is known: so many stay, and so many are alive of those
 * that are replaced one by one, but for the pair that is just being replaced.
 */
@ExtendWith(KernelLog.class)
class ChurnIT {
    private static final int SOCKETS_IN_FLIGHT_MAX = 2;
    private static final int COUNTS = 20;

    private static SocketNamespace namespace;

    @BeforeAll
    static void makeSockets() throws Exception {
        namespace = new SocketNamespace("--connections", "5000", "--churn", "1000");
    }

    @AfterAll
    static void letThemGo() throws Exception {
        namespace.close();
    }

    @Test
    void maskedWalkIsWithinItsErrorBarWhileConnectionsComeAndGo() throws Exception {
        assertWithinErrorBar(HostSource::openSockDiag, "sock_diag+counters", Queries.by("state"));
    }

    @Test
    void fullDumpIsWithinItsErrorBarWhileConnectionsComeAndGo() throws Exception {
        assertWithinErrorBar(HostSource::openSockDiag, "sock_diag", Queries.exact(Queries.by("state")));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void walkInTheKernelIsWithinItsErrorBarWhileConnectionsComeAndGo(int threads) throws Exception {
        Query exact = Queries.exact(Queries.by("state"));
        assertWithinErrorBar(HostSource::openBpf, "bpf", Queries.threads(threads, exact));
    }

    private static void assertWithinErrorBar(Callable<Host> host, String source, Query query) throws Exception {
        namespace.call(() -> {
            Collector collector = new Collector(host.call());
            for (int i = 0; i < COUNTS; i++) {
                long timeWaitBefore = timeWait();
                Snapshot snapshot = collector.collect(query);
                long timeWaitAfter = timeWait();
                assertTrue(snapshot.errorBar() >= 0, "the error bar is known");
                assertEquals(Optional.empty(), snapshot.fault());
                assertEquals(source, snapshot.source(), () -> Queries.notes(snapshot));
                Map<String, Long> counts = Queries.counts(snapshot);
                long established = namespace.made("established");
                assertWithin(established, established, counts.get("established"), snapshot);
                assertEquals(namespace.made("listen"), counts.get("listen"), "listeners stay");
                long least = Math.min(timeWaitBefore, timeWaitAfter);
                long most = Math.max(timeWaitBefore, timeWaitAfter);
                assertWithin(least, most, counts.get("time_wait"), snapshot);
            }
            return null;
        });
    }

    /** The pair that is just being replaced may be in any state: the first to close passes through FIN_WAIT2. */
    private static void assertWithin(long least, long most, long counted, Snapshot snapshot) {
        long allowance = snapshot.errorBar() + SOCKETS_IN_FLIGHT_MAX;
        assertTrue(
                counted >= least - allowance && counted <= most + allowance,
                () -> counted + " ± " + allowance + " is not from " + least + " to " + most + ": "
                        + Queries.notes(snapshot));
    }

    private static long timeWait() {
        return new ProcNet(ProcNet.OF_THIS_THREAD).read().number(Measure.TCP_TIME_WAIT);
    }
}
