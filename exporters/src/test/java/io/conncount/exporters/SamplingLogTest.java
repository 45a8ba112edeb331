package io.conncount.exporters;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.conncount.counters.Measures;
import io.conncount.exporters.sampled.DaemonSeries;
import io.conncount.plan.ListenQueues;
import io.conncount.sampler.FixedSeries;
import io.conncount.sampler.Series;
import io.conncount.snapshot.Snapshot;
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

    @Test
    void failureIsLoggedOnceWithARemedyAndItsEndToo() {
        Series<Snapshot> states = FixedSeries.failed(
                "states", "socket(AF_NETLINK): address family not supported by protocol (EAFNOSUPPORT)");
        SamplingLog log = new SamplingLog(new DaemonSeries(
                states,
                List.of(),
                FixedSeries.of("queues", new ListenQueues(List.of(), 0, Optional.empty())),
                FixedSeries.of("measures", new Measures(Map.of()))));
        log.look();
        log.look();
        assertEquals(
                List.of("WARNING sampling states fails: socket(AF_NETLINK): address family not supported by protocol"
                        + " (EAFNOSUPPORT); allow AF_NETLINK, such as by RestrictAddressFamilies= in the unit"),
                logged);
        FixedSeries.publish(
                states,
                Snapshots.groups(List.of(new Snapshots.Words("state")), Map.of(List.of("listen"), 1L)),
                Optional.empty());
        log.look();
        assertEquals(2, logged.size());
        assertEquals("INFO sampling states works again, after 1 failed samples", logged.get(1));
    }
}
