package io.conncount.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class TcpStateTest {
    /** In the order of {@link TcpState}: what each program prints or takes. */
    static final List<List<String>> SPELLINGS = List.of(
            // ss(8), its output
            of("ESTAB SYN-SENT SYN-RECV FIN-WAIT-1 FIN-WAIT-2 TIME-WAIT UNCONN CLOSE-WAIT LAST-ACK LISTEN CLOSING"),
            // ss(8), its filters
            of("established syn-sent syn-recv fin-wait-1 fin-wait-2 time-wait closed close-wait last-ack listening"
                    + " closing"),
            // netstat(8) of net-tools
            of("ESTABLISHED SYN_SENT SYN_RECV FIN_WAIT1 FIN_WAIT2 TIME_WAIT CLOSE CLOSE_WAIT LAST_ACK LISTEN CLOSING"),
            // node_exporter, label of node_tcp_connection_states
            of("established syn_sent syn_recv fin_wait1 fin_wait2 time_wait close close_wait last_ack listen closing"),
            // FreeBSD, tcpstates[] in netinet/tcp_fsm.h
            of("ESTABLISHED SYN_SENT SYN_RCVD FIN_WAIT_1 FIN_WAIT_2 TIME_WAIT CLOSED CLOSE_WAIT LAST_ACK LISTEN"
                    + " CLOSING"),
            // RFC 9293
            of("ESTABLISHED SYN-SENT SYN-RECEIVED FIN-WAIT-1 FIN-WAIT-2 TIME-WAIT CLOSED CLOSE-WAIT LAST-ACK LISTEN"
                    + " CLOSING"));

    private static List<String> of(String words) {
        return List.of(words.split(" "));
    }

    @ParameterizedTest
    @FieldSource("SPELLINGS")
    void everySpellingStandsForItsState(List<String> words) {
        for (TcpState state : TcpState.values()) {
            String word = words.get(state.ordinal());
            assertEquals(Optional.of(Set.of(state)), TcpState.byWord(word), word);
        }
    }

    @Test
    void groupsHoldTheStatesThatSsPutsIntoThem() {
        Set<TcpState> connected = EnumSet.allOf(TcpState.class);
        connected.removeAll(Set.of(TcpState.LISTEN, TcpState.CLOSE));
        Set<TcpState> synchronizedStates = EnumSet.copyOf(connected);
        synchronizedStates.remove(TcpState.SYN_SENT);
        Set<TcpState> bucket = Set.of(TcpState.SYN_RECV, TcpState.TIME_WAIT);
        Set<TcpState> big = EnumSet.allOf(TcpState.class);
        big.removeAll(bucket);
        assertEquals(Optional.of(TcpState.ALL), TcpState.byWord("all"));
        assertEquals(Optional.of(connected), TcpState.byWord("connected"));
        assertEquals(Optional.of(synchronizedStates), TcpState.byWord("synchronized"));
        assertEquals(Optional.of(bucket), TcpState.byWord("bucket"));
        assertEquals(Optional.of(big), TcpState.byWord("big"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "establish", "fin-wait", "wait", "syn", "1"})
    void otherWordsStandForNothing(String word) {
        assertEquals(Optional.empty(), TcpState.byWord(word));
    }

    @Test
    void everySuggestedWordIsUnderstood() {
        Set<String> words = TcpState.suggestedWords();
        words.forEach(word -> assertTrue(TcpState.byWord(word).isPresent(), word));
        assertTrue(words.containsAll(Set.of("fin-wait-1", "time-wait", "established", "all")), words.toString());
        Set<TcpState> reached = EnumSet.noneOf(TcpState.class);
        words.forEach(word -> Stream.of(TcpState.byWord(word).orElseThrow())
                .filter(states -> states.size() == 1)
                .forEach(reached::addAll));
        assertEquals(TcpState.ALL, reached);
    }
}
