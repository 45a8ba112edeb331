package io.conncount.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.conncount.names.KnownNames;
import io.conncount.socket.AddressFamily;
import io.conncount.socket.Side;
import io.conncount.socket.TcpState;
import io.conncount.testing.TestSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Filters that are narrowed: their texts still say what they ask for. */
class ParsedFilterTest {
    private static final Condition LOCAL = EndCondition.AddressIn.of(Side.REMOTE, AddressFamily.IPV6, 0, 1);
    private static final Condition TWO_PORTS = Conditions.any(
            List.of(new EndCondition.PortIn(Side.LOCAL, 443, 443), new EndCondition.PortIn(Side.LOCAL, 80, 80)));
    private static final Condition EITHER =
            Conditions.any(List.of(new EndCondition.PortIn(Side.LOCAL, 443, 443), LOCAL));
    private static final Condition ESTABLISHED = new Condition.StateIn(Set.of(TcpState.ESTABLISHED));

    @ParameterizedTest
    @CsvSource({
        "'', 'dst [::1]'",
        "sport = :1, 'sport = :1 and dst [::1]'",
        "sport = :1 or sport = :2, '(sport = :1 or sport = :2) and dst [::1]'",
        "state listen, 'state listen and dst [::1]'",
        "state listen sport = :1 or sport = :2, 'state listen (sport = :1 or sport = :2) and dst [::1]'",
    })
    void textIsWhatWasWrittenAndTheCondition(String written, String joined) throws FilterException {
        assertEquals(joined, parse(written).and(LOCAL).text());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "sport = :443",
                "sport = :443 or dport = :5",
                "state listen state established",
                "exclude time-wait sport = :443 or dport = :5",
                "(sport = :443 or dport = :5) and state established",
                "not (sport = :443 or dport = :5)",
            })
    void textIsReadAsWhatItStandsFor(String written) throws FilterException {
        for (Condition first : List.of(LOCAL, TWO_PORTS, EITHER, ESTABLISHED, Conditions.not(EITHER))) {
            for (Condition second : List.of(LOCAL, TWO_PORTS, EITHER, ESTABLISHED)) {
                ParsedFilter narrowed = parse(written).and(first).and(second);
                ParsedFilter read = parse(narrowed.text());
                assertEquals(kept(narrowed), kept(read), narrowed.text());
            }
        }
    }

    /** The sockets that a filter keeps. */
    private static List<String> kept(ParsedFilter filter) {
        List<String> kept = new ArrayList<>();
        for (TcpState state : TcpState.ALL) {
            for (int port : new int[] {80, 443, 7}) {
                for (TestSocket socket :
                        List.of(TestSocket.ipv4(state, port, 5), TestSocket.ipv6(state, port, port == 80 ? 5 : 6))) {
                    boolean inStates = filter.states().orElse(TcpState.ALL).contains(state);
                    Optional<Filter> more = filter.filter();
                    if (inStates && (more.isEmpty() || more.get().condition().test(socket))) {
                        kept.add(state + " " + port + " " + socket.family());
                    }
                }
            }
        }
        return kept;
    }

    private static ParsedFilter parse(String text) throws FilterException {
        return text.isEmpty() ? ParsedFilter.NONE : FilterParser.parse(text, KnownNames.NONE);
    }
}
