package io.conncount.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What of the kernel's log is a complaint. */
class KernelLogTest {
    private static final List<String> LINES = List.of(
            "<4>[    9.000001] WARNING: CPU: 0 PID: 1 at net/core/sock.c:1",
            "<6>[  570.834472] UDPLite6: UDP-Lite is deprecated",
            "<4>[  570.834473] BPF: invalid name",
            "<6>[10000.000000] debugging is on",
            "<0>[10000.000001] watchdog: BUG: soft lockup - CPU#1 stuck for 22s! [java:77]");

    @Test
    void laterLinesAboutBpfOrFaultsAreComplaints() {
        assertEquals(List.of(LINES.get(2), LINES.get(4)), KernelLog.complaints(LINES, 570_834_472));
        assertEquals(List.of(), KernelLog.complaints(LINES, KernelLog.lastMicroseconds(LINES)));
    }

    @Test
    void everyLineIsLaterThanAnEmptyLog() {
        assertEquals(
                3,
                KernelLog.complaints(LINES, KernelLog.lastMicroseconds(List.of()))
                        .size());
    }
}
