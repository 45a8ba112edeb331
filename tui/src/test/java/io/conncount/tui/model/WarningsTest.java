package io.conncount.tui.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.collect.ListenQueue;
import io.conncount.collect.ListenQueues;
import io.conncount.counters.Measure;
import io.conncount.counters.Measures;
import io.conncount.group.GroupTable;
import io.conncount.socket.AddressFamily;
import io.conncount.socket.TcpState;
import io.conncount.testing.TestSocket;
import io.conncount.tui.Scenes;
import io.conncount.tui.model.Event.Topic;
import io.conncount.tui.model.Model.Size;
import io.conncount.tui.model.Warnings.Warning;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is near its limit is said, and what is not is not. */
class WarningsTest {
    private static final Size SIZE = new Size(80, 24);

    @Test
    void fullQueuesDropsAndLimitsAreSaid() {
        assertEquals(
                List.of(
                        "accept queue of *:443 is 100 % full: 128 of 128 wait at one of 4 listeners",
                        "listeners drop 9.0 connections a second",
                        "connections that the firewall tracks near the limit: 250,000 of 262,144 (95 %)"),
                texts(Scenes.busy(SIZE, "state").data()));
    }

    @Test
    void nothingIsSaidWhereNothingIsKnown() {
        assertEquals(List.of(), texts(Scenes.first(SIZE, "state").data()));
    }

    @Test
    void closeWaitIsSaidToGrowOnceItHasForSomeTime() {
        Model model = Scenes.first(SIZE, "state");
        for (int second = 0; second < 9; second++) {
            model = counted(model, second);
        }
        assertEquals(List.of(), texts(model.data()));
        assertEquals(
                List.of("CLOSE-WAIT grows: 2,030, 630 more than 9 samples ago; a program does not close its sockets"),
                texts(counted(model, 9).data()));
    }

    @Test
    void portsThatRunOutAreSaidWithBothEnds() {
        assertEquals(
                List.of("ephemeral ports from 10.0.0.1 to [2001:db8::1]:5432 run out: 90 of 100 in use (90 %)"),
                portsInUse(90));
        assertEquals(List.of(), portsInUse(79));
    }

    private static List<String> portsInUse(int used) {
        GroupTable table = new GroupTable(Scenes.keys("local-address", "remote-address", "remote-port"), 100);
        long[] lanes = {0, 0, 0x0a00_0001L, 1, 0x2001_0db8_0000_0000L, 1, 5432};
        table.add(lanes, 0, used);
        Measures range = new Measures(Map.of(Measure.LOCAL_PORTS_MIN, 40_000L, Measure.LOCAL_PORTS_MAX, 40_099L));
        Model model = Scenes.first(SIZE, "state");
        model = Update.after(model, new Event.Sampled<>(Topic.MEASURES, Scenes.state(range, 0, Optional.empty())));
        model = Update.after(
                model,
                new Event.Sampled<>(Topic.PORTS, Scenes.state(Scenes.snapshot(table, 0, 0), 0, Optional.empty())));
        return texts(model.data());
    }

    @Test
    void timeWaitIsComparedWithItsLimit() {
        GroupTable table = new GroupTable(Scenes.keys("state"), 100);
        for (int i = 0; i < 90; i++) {
            table.add(TestSocket.ipv4(TcpState.TIME_WAIT, 1, 2));
        }
        Model model = Update.after(
                Scenes.first(SIZE, "state"),
                new Event.Sampled<>(Topic.STATES, Scenes.state(Scenes.snapshot(table, 0, 0), 0, Optional.empty())));
        model = Update.after(
                model,
                new Event.Sampled<>(
                        Topic.MEASURES,
                        Scenes.state(new Measures(Map.of(Measure.TCP_TIME_WAIT_MAX, 100L)), 0, Optional.empty())));
        model = Update.after(
                model,
                new Event.Sampled<>(
                        Topic.QUEUES,
                        Scenes.state(new ListenQueues(List.of(), 0, Optional.empty()), 0, Optional.empty())));
        assertEquals(List.of("sockets in TIME-WAIT near the limit: 90 of 100 (90 %)"), texts(model.data()));
    }

    private static Model counted(Model model, int second) {
        return Update.after(
                model,
                new Event.Sampled<>(Topic.STATES, Scenes.state(Scenes.states(second), second, Optional.empty())));
    }

    private static List<String> texts(Data data) {
        return data.warnings().stream().map(Warning::text).toList();
    }

    @Test
    void warningThatIsOverStaysForAMinuteAndSaysSo() {
        Model model = Scenes.busy(SIZE, "state");
        Model later = Scenes.second(model, 31, "state");
        Measures calm = new Measures(Map.of(Measure.TCP_LISTEN_DROPS, 1_000L));
        for (int second : new int[] {32, 33}) {
            later = Update.after(
                    later, new Event.Sampled<>(Topic.MEASURES, Scenes.state(calm, second, Optional.empty())));
        }
        Warning drops = later.data().warnings().stream()
                .filter(warning -> warning.about().equals("drops"))
                .findFirst()
                .orElseThrow();
        assertTrue(drops.over());
        later = Update.after(later, new Event.Sampled<>(Topic.MEASURES, Scenes.state(calm, 120, Optional.empty())));
        assertTrue(later.data().warnings().stream()
                .noneMatch(warning -> warning.about().equals("drops")));
    }

    @Test
    void fullestSiblingIsSaidThoughAllTogetherHaveRoom() {
        ListenQueues queues = new ListenQueues(
                List.of(new ListenQueue(AddressFamily.IPV4, 0, 0, 80, 11, 40, 4, 11, 10)), 0, Optional.empty());
        Model model = Update.after(
                Scenes.first(SIZE, "state"),
                new Event.Sampled<>(Topic.QUEUES, Scenes.state(queues, 0, Optional.empty())));
        assertEquals(
                List.of("accept queue of *:80 is 110 % full: 11 of 10 wait at one of 4 listeners"),
                texts(model.data()));
    }
}
