package io.conncount.collect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.filter.FilterException;
import io.conncount.filter.FilterParser;
import io.conncount.filter.ParsedFilter;
import io.conncount.names.KnownNames;
import io.conncount.query.Query;
import io.conncount.snapshot.Ranking;
import io.conncount.snapshot.Ranking.Order;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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

    /** A value of a row goes into a filter and out of its text again, also where there is none. */
    @ParameterizedTest
    @ValueSource(strings = {"process", "exe", "jail"})
    void filterOfARowFindsItsSockets(String key) throws Exception {
        Host host = Captures.host("15.1", "main");
        Query query = Queries.by(key);
        List<Ranking.Row> rows = new Ranking(new Collector(host).collect(query), Order.LARGEST_FIRST, 10).rows();
        assertTrue(rows.size() >= 2);
        for (Ranking.Row row : rows) {
            ParsedFilter made = ParsedFilter.NONE.and(row.condition(0).orElseThrow());
            ParsedFilter read = FilterParser.parse(made.filter().orElseThrow().text(), host.names());
            assertEquals(made.filter(), read.filter());
            Query filtered = new Query(query.selection().filtered(read), query.keys(), false, 1, 10);
            assertEquals(row.count(), new Collector(host).collect(filtered).total(), row.value(0));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "jail = web, web, 'jail, as jls(8) shows it'",
        "jail != -1, -1, 'jail, as jls(8) shows it'",
        "pid = \"(not-reported)\", (not-reported), process"
    })
    void numberIsRequiredWhereProcessesAndJailsHaveOne(String filter, String value, String what) {
        FilterException e = assertThrows(FilterException.class, () -> FilterParser.parse(filter, KnownNames.NONE));
        assertEquals("'" + value + "' is not the number of a " + what, e.getMessage());
    }
}
