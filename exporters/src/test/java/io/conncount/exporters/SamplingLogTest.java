package io.conncount.exporters;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.conncount.collect.ListenQueues;
import io.conncount.counters.Measures;
import io.conncount.exporters.sampled.DaemonSeries;
import io.conncount.exporters.sampled.ViewSeries;
import io.conncount.sampler.FixedSeries;
import io.conncount.sampler.Series;
import io.conncount.snapshot.Snapshot;
import io.conncount.sys.Errno;
import io.conncount.sys.KernelException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A series that fails is logged once, with what to do, and once more when it works again. */
class SamplingLogTest {
    private static final Logger LOGGER = Logger.getLogger(SamplingLog.class.getName());

    private final List<String> logged = new ArrayList<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord entry) {
            logged.add(entry.getLevel() + " " + entry.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        LOGGER.addHandler(handler);
        LOGGER.setUseParentHandlers(false);
    }

    @AfterEach
    void stopListening() {
        LOGGER.removeHandler(handler);
        LOGGER.setUseParentHandlers(true);
    }

    private final Series<Snapshot> states = FixedSeries.empty("states");
    private long minutes;
    private final SamplingLog log = new SamplingLog(
            new DaemonSeries(
                    states,
                    List.of(),
                    FixedSeries.of("queues", new ListenQueues(List.of(), 0, Optional.empty())),
                    FixedSeries.of("measures", new Measures(Map.of())),
                    ViewSeries.NONE),
            () -> Duration.ofMinutes(minutes).toNanos());

    /** What is logged after a sample, some minutes after the last one. */
    private List<String> after(int more, Runnable sample) {
        minutes += more;
        logged.clear();
        sample.run();
        log.look();
        return List.copyOf(logged);
    }

    private void good() {
        FixedSeries.publish(states, Snapshots.states(Map.of()), Optional.empty());
    }

    private void incomplete() {
        FixedSeries.publish(states, Snapshots.states(Map.of()), Optional.of("the dump ended early"));
    }

    private void refused() {
        FixedSeries.fail(states, new KernelException("socket(AF_NETLINK)", Errno.EAFNOSUPPORT));
    }

    @Test
    void seriesThatIsGoodIsNotMentioned() {
        assertEquals(List.of(), after(0, () -> {}));
        assertEquals(List.of(), after(0, this::good));
        assertEquals(List.of(), after(600, this::good));
    }

    @Test
    void failureIsLoggedOnceAndOnceAnHourAndSoIsItsEnd() {
        String reason =
                "socket(AF_NETLINK): address family not supported (EAFNOSUPPORT); something forbids netlink sockets"
                        + " here: allow AF_NETLINK (seccomp profile, container runtime, systemd's RestrictAddressFamilies=)";
        assertEquals(List.of("WARNING samples of states fail: " + reason), after(0, this::refused));
        assertEquals(List.of(), after(0, this::refused));
        assertEquals(List.of(), after(59, this::refused));
        assertEquals(List.of("WARNING samples of states still fail: " + reason), after(1, this::refused));
        assertEquals(
                List.of(
                        "INFO samples of states are good again after 4 failed and 0 incomplete samples since the start"),
                after(2, this::good));
        assertEquals(List.of(), after(120, this::good));
        assertEquals(1, after(0, this::refused).size());
    }

    @Test
    void incompleteSamplesAreNoFailures() {
        good();
        assertEquals(
                List.of("WARNING samples of states are incomplete: the dump ended early"), after(0, this::incomplete));
        assertEquals(
                List.of("WARNING samples of states are still incomplete: the dump ended early"),
                after(60, this::incomplete));
        assertEquals(1, after(1, this::refused).size());
    }

    @Test
    void seriesThatComesAndGoesHasALineAMinute() {
        assertEquals(1, after(0, this::refused).size());
        for (int i = 0; i < 100; i++) {
            assertEquals(List.of(), after(0, this::good));
            assertEquals(List.of(), after(0, this::refused));
        }
        assertEquals(1, after(1, this::good).size());
        assertEquals(List.of(), after(0, this::refused));
    }

    @Test
    void whatIsNotTheKernelsFaultHasNoRemedy() {
        Series<Snapshot> late = FixedSeries.failed("states", "took longer than the deadline");
        new SamplingLog(
                        new DaemonSeries(
                                late,
                                List.of(),
                                FixedSeries.empty("queues"),
                                FixedSeries.empty("measures"),
                                ViewSeries.NONE),
                        () -> 0)
                .look();
        assertEquals(List.of("WARNING samples of states fail: took longer than the deadline"), logged);
    }
}
