package io.conncount.tui.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.counters.Measure;
import io.conncount.counters.Measures;
import io.conncount.tui.Scenes;
import io.conncount.tui.model.Data.Activity;
import io.conncount.tui.model.Model.Size;
import io.conncount.tui.model.Timeline.Line;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TimelineTest {
    private static final long SECOND_NANOS = 1_000_000_000L;

    private static Activity opened(long before, long after) {
        return new Activity(counters(after), counters(before), 2);
    }

    private static Measures counters(long opens) {
        return new Measures(Map.of(
                Measure.TCP_ESTABLISHED,
                opens * 10,
                Measure.TCP_ACTIVE_OPENS,
                opens,
                Measure.TCP_PASSIVE_OPENS,
                opens));
    }

    @Test
    void momentsAreKeptInOrder() {
        Timeline timeline = Timeline.EMPTY.and(opened(0, 4), 0).and(opened(4, 10), 2 * SECOND_NANOS);
        assertArrayEquals(new double[] {40, 100}, timeline.last(Line.CONNECTIONS, 9));
        assertArrayEquals(new double[] {4, 6}, timeline.last(Line.OPENS, 9));
        assertArrayEquals(new double[] {6}, timeline.last(Line.OPENS, 1));
        assertEquals(2, timeline.seconds(9));
        assertEquals(0, timeline.seconds(1));
    }

    @Test
    void whatTheKernelDoesNotTellIsUnknown() {
        Timeline timeline = Timeline.EMPTY.and(opened(0, 4), 0);
        assertTrue(Double.isNaN(timeline.last(Line.DROPS, 1)[0]));
        assertEquals(0, timeline.seconds(5));
        assertEquals(0, Timeline.EMPTY.last(Line.DROPS, 5).length);
    }

    @Test
    void oldestMomentsAreForgotten() {
        Timeline timeline = Timeline.EMPTY;
        for (int second = 0; second < Timeline.MOMENTS_MAX + 5; second++) {
            timeline = timeline.and(opened(second, second + 2), second * SECOND_NANOS);
        }
        assertEquals(Timeline.MOMENTS_MAX, timeline.last(Line.CONNECTIONS, 5_000).length);
        assertEquals(70, timeline.last(Line.CONNECTIONS, 5_000)[0]);
        assertEquals(Timeline.MOMENTS_MAX - 1, timeline.seconds(5_000));
    }

    @Test
    void drillingKeepsIt() {
        Model model = Scenes.lasting(new Size(120, 40), "local-port");
        Model drilled = Scenes.pressed(Scenes.typed(model, "2"), Key.Kind.ENTER);
        assertTrue(drilled.data().count(Event.Topic.GROUPS).snapshot().isEmpty());
        assertEquals(119, drilled.data().timeline().last(Line.OPENS, 900).length);
    }
}
