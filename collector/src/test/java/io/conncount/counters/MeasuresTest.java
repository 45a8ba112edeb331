package io.conncount.counters;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.conncount.socket.Protocol;
import io.conncount.testing.Counts;
import org.junit.jupiter.api.Test;

/** How far an answer may be off that was read between two readings of the counters. */
class MeasuresTest {
    private static final Measures BEFORE = Counts.of(100, 10, 50, 80, 1000, 7);

    @Test
    void nothingChangedBetweenEqualReadings() {
        assertEquals(0, BEFORE.tcpChangesUntil(BEFORE));
        assertEquals(0, BEFORE.changesUntil(BEFORE, Protocol.UDP));
    }

    @Test
    void connectionsOpenedAreChanges() {
        assertEquals(2 + 2, BEFORE.tcpChangesUntil(Counts.of(102, 10, 50, 82, 1002, 7)));
    }

    @Test
    void connectionsOpenedAndClosedAgainAreChangesThoughTheCountsAreTheSame() {
        assertEquals(5 + 5, BEFORE.tcpChangesUntil(Counts.of(100, 10, 50, 80, 1005, 7)));
    }

    @Test
    void connectionsClosedAreChanges() {
        assertEquals(3 + 3, BEFORE.tcpChangesUntil(Counts.of(97, 10, 50, 77, 1000, 7)));
    }

    @Test
    void listenersThatCameAreChangesThoughNothingWasOpened() {
        assertEquals(4, BEFORE.tcpChangesUntil(Counts.of(104, 10, 50, 80, 1000, 7)));
    }

    @Test
    void socketsThatMovedToTimeWaitAreChanges() {
        assertEquals(1 + 1 + 1, BEFORE.tcpChangesUntil(Counts.of(99, 10, 51, 79, 1000, 7)));
        assertEquals(9, BEFORE.tcpChangesUntil(Counts.of(100, 10, 41, 80, 1000, 7)));
    }

    @Test
    void changesAreUnknownWhereANumberIsMissing() {
        assertEquals(Measures.MISSING, BEFORE.tcpChangesUntil(Measures.NONE));
        assertEquals(Measures.MISSING, Measures.NONE.tcpChangesUntil(BEFORE));
        assertEquals(Measures.MISSING, BEFORE.changesUntil(Measures.NONE, Protocol.UDP));
    }

    @Test
    void udpChangesAreTheDifference() {
        assertEquals(3, BEFORE.changesUntil(Counts.of(0, 0, 0, 0, 0, 4), Protocol.UDP));
    }

    @Test
    void missingNumbersCountAsNoSockets() {
        assertEquals(160, BEFORE.tcpSockets());
        assertEquals(0, Measures.NONE.tcpSockets());
    }
}
