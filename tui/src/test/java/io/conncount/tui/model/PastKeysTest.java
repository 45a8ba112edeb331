package io.conncount.tui.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.tui.PastScenes;
import io.conncount.tui.Scenes;
import io.conncount.tui.model.Event.Topic;
import io.conncount.tui.model.Model.Request;
import io.conncount.tui.model.Model.Size;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What keys do about the past, and what is left of the present meanwhile. */
class PastKeysTest {
    private static final Size SIZE = new Size(80, 24);

    private static Model live() {
        return Scenes.busy(SIZE, "local-port");
    }

    private static Model past() {
        return PastScenes.sample(SIZE, "local-port");
    }

    private static Optional<Travel> travel(Model model) {
        return model.request().map(request -> ((Request.Go) request).travel());
    }

    @Test
    void bracketsStepAndBracesStepTen() {
        assertEquals(Optional.of(new Travel.Step(-1)), travel(Scenes.typed(live(), "[")));
        assertEquals(Optional.of(new Travel.Step(-10)), travel(Scenes.typed(live(), "{")));
        assertEquals(Optional.of(new Travel.Step(1)), travel(Scenes.typed(past(), "]")));
        assertEquals(Optional.of(new Travel.Step(10)), travel(Scenes.typed(past(), "}")));
    }

    @Test
    void presentHasNoLaterMoment() {
        for (String key : List.of("]", "}", "L")) {
            Model model = Scenes.typed(live(), key);
            assertEquals(Optional.empty(), model.request());
            assertTrue(model.message().contains("this is the present"), model.message());
        }
    }

    @Test
    void recordingHasOneMoment() {
        Model model = Scenes.typed(Scenes.recorded(SIZE, "state"), "[");
        assertEquals(Optional.empty(), model.request());
        assertTrue(model.message().contains("conncount top --at"), model.message());
    }

    @Test
    void timeIsTypedUntilItCanBeRead() {
        Model wrong = Scenes.pressed(Scenes.typed(live(), "t12"), Key.Kind.ENTER);
        assertTrue(((Dialog.Line) wrong.dialog().orElseThrow()).fault().isPresent());
        Model corrected = Scenes.typed(wrong, ":");
        assertTrue(((Dialog.Line) corrected.dialog().orElseThrow()).fault().isEmpty());
        Model right = Scenes.pressed(Scenes.typed(corrected, "00"), Key.Kind.ENTER);
        assertEquals(Optional.of(new Travel.To(Scenes.TIME)), travel(right));
        assertEquals(Optional.empty(), right.dialog());
    }

    @Test
    void presentIsAsItWasAfterTheReturn() {
        Model after = Scenes.typed(past(), "L");
        assertEquals(Optional.of(new Request.Leave()), after.request());
        assertEquals(
                live().states().snapshot().orElseThrow().time(),
                after.states().snapshot().orElseThrow().time());
        assertEquals(live().data().activity(), after.data().activity());
        assertEquals(Optional.empty(), after.past());
    }

    @Test
    void whatIsHeardOfThePresentInThePastIsThereAfterTheReturn() {
        Model past = past();
        Model heard = Scenes.second(past, 7, "local-port");
        assertEquals(past.data(), heard.data());
        Model after = Scenes.typed(heard, "L");
        assertEquals(
                Scenes.TIME.plusSeconds(7),
                after.states().snapshot().orElseThrow().time());
    }

    @Test
    void answersToAnotherQuestionAreNotKeptForTheReturn() {
        Model asked = Scenes.pressed(Scenes.typed(past(), "/state close-wait"), Key.Kind.ENTER);
        Model after = Scenes.typed(asked, "L");
        assertEquals("state close-wait", after.question().filter().text());
        assertEquals(Optional.empty(), after.groups().snapshot());
        assertTrue(after.data().count(Topic.STATES).snapshot().isPresent());
    }

    @Test
    void timelineShowsMoreOrLessTime() {
        assertEquals(Optional.of(new Travel.Stay()), travel(Scenes.typed(past(), "-")));
        assertEquals(Duration.ofHours(24), Scenes.typed(past(), "+++").window());
        assertEquals(Duration.ofMinutes(10), Scenes.typed(past(), "---").window());
    }

    @Test
    void whatCannotBeDoneInThePastIsSaid() {
        for (String keys : List.of(" ", "N", "4w")) {
            Model model = Scenes.typed(past(), keys);
            assertFalse(model.message().isEmpty(), keys);
            assertTrue(model.dialog().isEmpty(), keys);
            assertFalse(model.paused(), keys);
        }
    }
}
