package io.conncount.counters;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.conncount.socket.Protocol;
import org.junit.jupiter.api.Test;

/** How far an answer may be off that was read between two readings of the counters. */
class SocketCountersTest {
    private static final SocketCounters BEFORE = new SocketCounters(100, 10, 50, 80, 1000, 7);

    @Test
    void nothingChangedBetweenEqualReadings() {
        assertEquals(0, BEFORE.tcpChangesUntil(BEFORE));
        assertEquals(0, BEFORE.changesUntil(BEFORE, Protocol.UDP));
    }

    @Test
    void connectionsOpenedAreChanges() {
        assertEquals(2 + 2, BEFORE.tcpChangesUntil(new SocketCounters(102, 10, 50, 82, 1002, 7)));
    }

    @Test
    void connectionsOpenedAndClosedAgainAreChangesThoughTheCountsAreTheSame() {
        assertEquals(5 + 5, BEFORE.tcpChangesUntil(new SocketCounters(100, 10, 50, 80, 1005, 7)));
    }

    @Test
    void connectionsClosedAreChanges() {
        assertEquals(3 + 3, BEFORE.tcpChangesUntil(new SocketCounters(97, 10, 50, 77, 1000, 7)));
    }

    @Test
    void listenersThatCameAreChangesThoughNothingWasOpened() {
        assertEquals(4, BEFORE.tcpChangesUntil(new SocketCounters(104, 10, 50, 80, 1000, 7)));
    }

    @Test
    void socketsThatMovedToTimeWaitAreChanges() {
        assertEquals(1 + 1 + 1, BEFORE.tcpChangesUntil(new SocketCounters(99, 10, 51, 79, 1000, 7)));
        assertEquals(9, BEFORE.tcpChangesUntil(new SocketCounters(100, 10, 41, 80, 1000, 7)));
    }

    @Test
    void changesAreUnknownWhereANumberIsMissing() {
        assertEquals(SocketCounters.MISSING, BEFORE.tcpChangesUntil(SocketCounters.NONE));
        assertEquals(SocketCounters.MISSING, SocketCounters.NONE.tcpChangesUntil(BEFORE));
        assertEquals(SocketCounters.MISSING, BEFORE.changesUntil(SocketCounters.NONE, Protocol.UDP));
    }

    @Test
    void udpChangesAreTheDifference() {
        assertEquals(3, BEFORE.changesUntil(new SocketCounters(0, 0, 0, 0, 0, 4), Protocol.UDP));
    }

    @Test
    void missingNumbersCountAsNoSockets() {
        assertEquals(160, BEFORE.tcpSockets());
        assertEquals(0, SocketCounters.NONE.tcpSockets());
    }
}
