package io.conncount.cli.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** The line for somebody who waits at a terminal. */
class ProgressTest {
    private static final String ERASED = "\r\033[K";

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream err = new PrintStream(bytes, true, StandardCharsets.UTF_8);

    private String written() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void whoeverNeedNotWaitSeesNothing() {
        Progress.on(err, 60_000, () -> true).close();
        assertEquals("", written());
    }

    @Test
    void whoeverWaitsSeesALineThatIsGoneInTheEnd() throws InterruptedException {
        CountDownLatch asked = new CountDownLatch(1);
        try (Progress progress = Progress.on(err, 1, () -> {
            asked.countDown();
            return true;
        })) {
            progress.doing("counting");
            asked.await();
        }
        assertTrue(written().matches("(?s).*conncount: (counting)?, 0 s.*"), written());
        assertTrue(written().endsWith(ERASED), written());
    }

    @Test
    void nobodyAtATerminalIsShownNothing() throws InterruptedException {
        CountDownLatch asked = new CountDownLatch(1);
        try (Progress progress = Progress.on(err, 1, () -> {
            asked.countDown();
            return false;
        })) {
            progress.doing("counting");
            asked.await();
        }
        assertEquals("", written());
    }
}
