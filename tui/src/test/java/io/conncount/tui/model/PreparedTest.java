package io.conncount.tui.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.conncount.tui.Scenes;
import io.conncount.tui.model.Event.Topic;
import io.conncount.tui.model.Model.Size;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Answers that another thread has worked out before they come to be drawn. */
class PreparedTest {
    private final Model model = Scenes.typed(Scenes.busy(new Size(80, 24), "local-port"), "2");
    private final Event counted =
            new Event.Sampled<>(Topic.STATES, Scenes.state(Scenes.states(7), 7, Optional.empty()));

    @Test
    void whatWasWorkedOutIsTakenAsItIs() {
        Event.Prepared prepared = Event.Prepared.of(counted, model.data());
        assertSame(prepared.after(), Update.after(model, prepared).data());
    }

    @Test
    void whatWasWorkedOutOfOtherDataIsWorkedOutAnew() {
        Event.Prepared prepared = Event.Prepared.of(counted, model.data());
        Model sorted = Scenes.pressed(Scenes.typed(model, "sj"), Key.Kind.ENTER);
        assertNotEquals(
                model.data().count(Topic.GROUPS).order(),
                sorted.data().count(Topic.GROUPS).order());
        Data data = Update.after(sorted, prepared).data();
        assertNotSame(prepared.after(), data);
        assertSame(sorted.data().count(Topic.GROUPS), data.count(Topic.GROUPS));
        assertEquals(
                Update.after(sorted, counted).data().count(Topic.STATES).otherDelta(),
                data.count(Topic.STATES).otherDelta());
    }

    @Test
    void whatIsPausedStaysAsItIs() {
        Model paused = Scenes.typed(model, " ");
        assertSame(
                paused.data(),
                Update.after(paused, Event.Prepared.of(counted, paused.data())).data());
    }
}
