package io.conncount.tui.model;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.tui.Scenes;
import io.conncount.tui.model.Counted.History;
import io.conncount.tui.model.Event.Topic;
import io.conncount.tui.model.Model.Size;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The dashboard may stay open for days. */
class MemoryTest {
    private static final int SECONDS = 3600;
    private static final int SECONDS_TO_FILL = 120;
    private static final long BYTES_MORE_MAX = 2_000_000;

    @Test
    void anHourOfSnapshotsLeavesMemoryFlat() {
        Model model = Scenes.first(new Size(120, 40), "remote-address", "local-port");
        long full = 0;
        for (int second = 0; second < SECONDS; second++) {
            model = Scenes.second(model, second % 60, "remote-address", "local-port");
            if (second == SECONDS_TO_FILL) {
                full = usedBytes();
            }
        }
        long more = usedBytes() - full;
        assertTrue(more < BYTES_MORE_MAX, "after an hour " + more + " bytes more than after two minutes");
        assertTrue(model.data().count(Topic.STATES).history().of(List.of("listen")).length <= History.SNAPSHOTS_MAX);
    }

    private static long usedBytes() {
        ManagementFactory.getMemoryMXBean().gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
