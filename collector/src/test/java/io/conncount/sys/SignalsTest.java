package io.conncount.sys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.testing.Command;
import io.conncount.testing.Waiting;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Signals that this process sends itself. */
class SignalsTest {
    @ParameterizedTest
    @ValueSource(strings = {"HUP", "TSTP", "CONT", "WINCH"})
    void taskRunsEachTimeTheSignalComes(String name) throws Exception {
        CountDownLatch first = new CountDownLatch(1);
        CountDownLatch second = new CountDownLatch(2);
        Signals.on(name, () -> {
            first.countDown();
            second.countDown();
        });
        kill(name);
        assertTrue(first.await(Waiting.SECONDS_MAX, TimeUnit.SECONDS), name);
        kill(name);
        assertTrue(second.await(Waiting.SECONDS_MAX, TimeUnit.SECONDS), name);
    }

    private static void kill(String name) throws Exception {
        Command.lines("kill", "-" + name, String.valueOf(ProcessHandle.current().pid()));
    }

    @Test
    void signalThatCannotBeHadIsRefused() {
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> Signals.on("NOTHING", () -> {}));
        assertEquals("cannot listen for SIGNOTHING: Unknown signal: NOTHING", e.getMessage());
        assertThrows(IllegalArgumentException.class, () -> Signals.on("KILL", () -> {}));
    }
}
