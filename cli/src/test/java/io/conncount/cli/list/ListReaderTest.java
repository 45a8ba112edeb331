package io.conncount.cli.list;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.cli.options.ParsedArguments;
import io.conncount.cli.options.UsageException;
import io.conncount.socket.TcpState;
import io.conncount.testing.ErrorText;
import io.conncount.view.SocketColumns;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class ListReaderTest {
    private static ListOptions read(String... args) throws UsageException {
        return new ListReader(ParsedArguments.parse(new CommandLine(new ListSockets().spec()), List.of(args))).read();
    }

    @Test
    void statesAreThoseOfSs() throws UsageException {
        EnumSet<TcpState> leftOut = EnumSet.of(TcpState.LISTEN, TcpState.CLOSE, TcpState.TIME_WAIT, TcpState.SYN_RECV);
        assertEquals(EnumSet.complementOf(leftOut), read("-t").selection().states());
        assertEquals(TcpState.ALL, read("-ta").selection().states());
        assertEquals(Set.of(TcpState.LISTEN), read("-tl").selection().states());
    }

    @Test
    void shortOptionsCombineAsInSs() throws UsageException {
        ListOptions options = read("-tanoemiHQO");
        assertTrue(options.ss().has(SsPart.TIMERS)
                && options.ss().has(SsPart.DETAILS)
                && options.ss().has(SsPart.MEMORY));
        assertTrue(options.ss().has(SsPart.INFO) && options.ss().has(SsPart.ONE_LINE));
        assertFalse(options.ss().has(SsPart.QUEUES) || options.header() || options.resolve());
        assertTrue(read("-e").ss().has(SsPart.TIMERS), "as in ss, -e takes in -o");
    }

    @Test
    void stateIsLeftOutWhereOneWasAskedForAndTheTableWhereThereIsOne() throws UsageException {
        assertFalse(read("-t", "state", "time-wait").ss().has(SsPart.STATE));
        assertTrue(read("-tl").ss().has(SsPart.STATE), "to ss, -l is two states");
        assertTrue(read("-ta").ss().has(SsPart.STATE));
        assertFalse(read("-ta").ss().has(SsPart.NETID));
        assertTrue(read("-tua").ss().has(SsPart.NETID));
    }

    @Test
    void columnsTakeHyphensAndCanDoWithoutTheUnit() throws UsageException {
        ListOptions options = read("--columns", "remote-address,rtt", "--sort", "pacing_rate", "--top", "3");
        assertEquals(SocketColumns.of(List.of("remote_address", "rtt_ms")), options.columns());
        assertEquals(
                SocketColumns.of("pacing_rate_bps"),
                options.order().orElseThrow().column());
        assertEquals(3, options.rowsMax());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "--columns stat        | --columns stat .. 'state'",
                "--columns rtt,rtt_ms  | --columns rtt,rtt_ms .. 'rtt_ms'",
                "--sort recv --top 1   | --sort recv .. 'recvq'",
                "--sort recvq          | --sort COL .. --top N .. --limit N",
                "--top 3               | --sort COL .. --top N .. --limit N",
                "--reverse             | --reverse .. --sort COL --top N",
                "--top 200000 --sort recvq | --top 200000 .. 100000",
                "--sort recvq --top 1 --limit 1 | --limit .. --top",
                "--json --csv          | only one of .. --json .. --csv",
            })
    void mistakesAreExplainedInOneLine(String line, String message) {
        UsageException e = assertThrows(UsageException.class, () -> read(line.split(" ")));
        ErrorText.assertNames(message, e.getMessage());
    }
}
