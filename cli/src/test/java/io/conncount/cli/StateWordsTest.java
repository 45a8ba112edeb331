package io.conncount.cli;

import static io.conncount.socket.TcpState.CLOSE;
import static io.conncount.socket.TcpState.ESTABLISHED;
import static io.conncount.socket.TcpState.LISTEN;
import static io.conncount.socket.TcpState.SYN_RECV;
import static io.conncount.socket.TcpState.TIME_WAIT;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.conncount.socket.TcpState;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StateWordsTest {
    private static Set<TcpState> states(String words) throws UsageException {
        return StateWords.parse(List.of(words.split(" "))).orElseThrow();
    }

    @Test
    void noWordsLeaveTheChoiceToOthers() throws UsageException {
        assertEquals(Optional.empty(), StateWords.parse(List.of()));
    }

    @Test
    void stateWordsAddUp() throws UsageException {
        assertEquals(Set.of(ESTABLISHED, LISTEN), states("state established state listening"));
    }

    @Test
    void excludeFirstStartsFromAll() throws UsageException {
        assertEquals(EnumSet.complementOf(EnumSet.of(LISTEN, CLOSE)), states("exclude listen excl unconnected"));
    }

    @Test
    void excludeLaterTakesAwayFromWhatWasNamed() throws UsageException {
        assertEquals(Set.of(TIME_WAIT), states("state bucket exclude SYN-RCVD"));
        assertEquals(Set.of(SYN_RECV), states("state bucket exclude time_wait"));
    }
}
