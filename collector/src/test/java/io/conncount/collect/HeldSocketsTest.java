package io.conncount.collect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.conncount.query.Query;
import io.conncount.snapshot.Snapshot;
import io.conncount.socket.Detail;
import io.conncount.socket.Holders;
import io.conncount.source.HeldSockets;
import io.conncount.source.HolderSource;
import io.conncount.source.Host;
import io.conncount.testing.Captures;
import io.conncount.testing.Waiting;
import java.lang.ref.WeakReference;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Sockets with their holders, for as long as an answer needs these. */
class HeldSocketsTest {
    private static final Query BY_PROCESS = Queries.by("process");

    private static Host host(HolderSource holders) throws Exception {
        Host host = Captures.host("15.1", "main");
        return new Host(
                host.name(), host.sockets(), host.counters(), host.kernel(), host.names(), holders, Optional.empty());
    }

    /** A daemon keeps its last answers, and with them what each step says of itself. */
    @Test
    void answerThatIsKeptDoesNotKeepTheTableOfHolders() throws Exception {
        AtomicReference<WeakReference<Holders>> table = new AtomicReference<>();
        HolderSource source = threads -> {
            Holders holders = new Holders("here", List.of(), Map.of(), 1);
            table.set(new WeakReference<>(holders));
            return holders;
        };
        Snapshot snapshot = new Collector(host(source)).collect(BY_PROCESS);
        Waiting.until("the table is collected", () -> {
            System.gc();
            return table.get().get() == null;
        });
        assertEquals(Map.of("(not-permitted)", 231L, "(unowned)", 5L), Queries.counts(snapshot));
        String caveat = snapshot.steps().get(1).caveat().orElseThrow();
        assertEquals(
                "no process is known for 231 sockets, because 1 processes may not be looked into;"
                        + " root, with CAP_SYS_PTRACE, sees all",
                caveat);
    }

    @Test
    void jailsAreRefusedBeforeAnythingIsReadWhereThereAreNone() throws Exception {
        Host linux = host(threads -> {
            throw new AssertionError("read");
        });
        for (String key : List.of("jail", "jail,process")) {
            UnsupportedOperationException e = assertThrows(
                    UnsupportedOperationException.class,
                    () -> new Collector(linux).collect(Queries.by(key.split(","))));
            assertEquals("only FreeBSD has jails; on Linux, ask for container instead", e.getMessage());
        }
        assertEquals(linux, HeldSockets.of(linux, EnumSet.noneOf(Detail.class)));
    }
}
