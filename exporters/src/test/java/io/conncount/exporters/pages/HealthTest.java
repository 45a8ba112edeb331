package io.conncount.exporters.pages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.exporters.Snapshots;
import io.conncount.exporters.sampled.DaemonSeries;
import io.conncount.exporters.sampled.ViewSeries;
import io.conncount.exporters.web.Response;
import io.conncount.exporters.web.WebServer.Page;
import io.conncount.sampler.FixedSeries;
import io.conncount.sampler.Series;
import io.conncount.snapshot.Snapshot;
import io.conncount.sys.Errno;
import io.conncount.sys.KernelException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HealthTest {
    /** So small that every silence is too long; negative, for the intervals are added. */
    private static final Duration NO_PATIENCE = Duration.ofDays(-1);

    @Test
    void samplerThatGoesOnIsHealthyEvenIfAllIsRefused() throws Exception {
        Health health = new Health(sampled(FixedSeries.failed("states", "not permitted")), Duration.ofSeconds(30));
        health.heard();
        assertEquals("200 ok, but counting by state fails: not permitted\n", answer(health.live()));
    }

    @Test
    void samplerThatIsSilentForTooLongIsNotHealthy() throws Exception {
        Health health = new Health(sampled(FixedSeries.empty("states")), NO_PATIENCE);
        String answer = answer(health.live());
        assertTrue(answer.matches("503 .* \\d+\\.\\d s, .*: restart the daemon\n"), answer);
    }

    @Test
    void silenceIsLongOnlyAgainstTheLongestInterval() throws Exception {
        DaemonSeries sampled = sampled(FixedSeries.empty("states"));
        FixedSeries.stretch(sampled.measures(), Duration.ofDays(1));
        assertEquals("200 ok\n", answer(new Health(sampled, NO_PATIENCE).live()));
    }

    @Test
    void daemonIsReadyOnceStatesWereCounted() throws Exception {
        Series<Snapshot> states = FixedSeries.empty("states");
        Health health = new Health(sampled(states), Duration.ofSeconds(30));
        assertEquals("503 no counts by state yet: the first sample is being taken\n", answer(health.ready()));
        FixedSeries.publish(states, Snapshots.states(Map.of()), Optional.empty());
        assertEquals("200 ready\n", answer(health.ready()));
    }

    @Test
    void daemonWhoseSamplesFailAgainIsReadyNoMore() throws Exception {
        Series<Snapshot> states = FixedSeries.of("states", Snapshots.states(Map.of()));
        Health health = new Health(sampled(states), Duration.ofSeconds(30));
        FixedSeries.publish(states, Snapshots.states(Map.of()), Optional.of("the dump ended early"));
        assertEquals("200 ready\n", answer(health.ready()), "an incomplete count is one");
        assertEquals("200 ok\n", answer(health.live()));
        FixedSeries.fail(states, new KernelException("socket(AF_NETLINK)", Errno.EPERM));
        String reason = "counting by state fails: socket(AF_NETLINK): operation not permitted (EPERM)\n";
        assertEquals("503 " + reason, answer(health.ready()));
        assertEquals("200 ok, but " + reason, answer(health.live()));
        FixedSeries.publish(states, Snapshots.states(Map.of()), Optional.empty());
        assertEquals("200 ready\n", answer(health.ready()));
    }

    @Test
    void daemonThatIsNotReadySaysWhy() throws Exception {
        Health health = new Health(sampled(FixedSeries.failed("states", "not\npermitted")), Duration.ofSeconds(30));
        assertEquals("503 no counts by state yet: not\\x0apermitted\n", answer(health.ready()));
    }

    private static DaemonSeries sampled(Series<Snapshot> states) {
        return new DaemonSeries(
                states, List.of(), FixedSeries.empty("listen_queues"), FixedSeries.empty("measures"), ViewSeries.NONE);
    }

    private static String answer(Page page) {
        Response response = page.handle(null);
        return response.status() + " " + new String(response.body().get(0), StandardCharsets.UTF_8);
    }
}
