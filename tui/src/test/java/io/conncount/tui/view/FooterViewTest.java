package io.conncount.tui.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.sampler.Series;
import io.conncount.sampler.Series.Sample;
import io.conncount.tui.Scenes;
import io.conncount.tui.model.Event;
import io.conncount.tui.model.Event.Topic;
import io.conncount.tui.model.Model;
import io.conncount.tui.model.Model.Size;
import io.conncount.tui.model.Tab;
import io.conncount.tui.model.Table;
import io.conncount.tui.model.Update;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The footer speaks of the numbers in view, and of no others. */
class FooterViewTest {
    private static final int LAST = 7;

    /** Counts that a daemon took 12 s before it gave them, and the rest read from the host, all half a second ago. */
    private static Model asked() {
        Model model = Scenes.second(Scenes.busy(new Size(80, 24), "local-port"), LAST, "local-port");
        return Update.after(
                model,
                new Event.Sampled<>(
                        Topic.STATES,
                        Scenes.state(Scenes.states(0).given(Duration.ofSeconds(12)), LAST, Optional.empty())));
    }

    private static String footer(Model model) throws IOException {
        return Painted.text(model, Painted.UNICODE).lines().toList().get(22);
    }

    @Test
    void countsOfADaemonAreAsOldAsTheyAreAndSaySo() throws IOException {
        String footer = footer(asked());
        assertTrue(footer.contains(" 13 s old"), footer);
        assertTrue(footer.contains("daemon:sock_diag"), footer);
    }

    @Test
    void listenersAndSocketsAreNotTheDaemons() throws IOException {
        for (String tab : new String[] {"3", "4"}) {
            String footer = footer(Scenes.typed(asked(), tab));
            assertTrue(footer.startsWith("complete, 0.5 s old"), footer);
            assertTrue(footer.endsWith(", sock_diag"), footer);
        }
    }

    @Test
    void ageOfGroupsStandsInNoOtherView() throws IOException {
        Model model = Scenes.second(asked(), LAST + 5, "local-port");
        // Nothing but the listeners is sampled from now on.
        model = Update.after(
                model,
                new Event.Sampled<>(
                        Tab.LISTENERS.topic(),
                        Scenes.state(Scenes.filteredListeners(), LAST + 5 + 30, Optional.empty())));
        model = Update.after(
                model,
                new Event.Ticked(
                        Scenes.TIME.plusSeconds(LAST + 5 + 30),
                        Duration.ofSeconds(LAST + 5 + 30).toNanos()));
        assertTrue(footer(Scenes.typed(model, "2")).contains(" 30 s old"));
        String listeners = footer(Scenes.typed(model, "3"));
        assertTrue(listeners.contains(" 0.0 s old"), listeners);
    }

    @Test
    void incompleteNumbersAreSaidToBeSoAndAreNotStale() throws IOException {
        Sample<?> complete = Scenes.state(Scenes.filteredListeners(), LAST, Optional.empty())
                .last()
                .orElseThrow();
        Sample<Table> partly = new Sample<>(
                Scenes.filteredListeners(),
                complete.time(),
                complete.takenNanos(),
                complete.elapsed(),
                complete.cpu(),
                Optional.of("the dump ended early"));
        Series.State<Table> state = new Series.State<>(
                Optional.of(partly), 1, 0, 1, partly.fault(), Duration.ofSeconds(1), Duration.ofMillis(9));
        Model model = Scenes.typed(Update.after(asked(), new Event.Sampled<>(Tab.LISTENERS.topic(), state)), "3");
        assertEquals("INCOMPLETE, 0.5 s old: the dump ended early", footer(model));
        assertFalse(FooterView.isStale(state));
    }

    @Test
    void messageLeavesTheFailureInView() throws IOException {
        Series.State<Table> state = Scenes.state(Scenes.filteredListeners(), LAST, Optional.of("the kernel refused"));
        Model model = Scenes.typed(Update.after(asked(), new Event.Sampled<>(Tab.LISTENERS.topic(), state)), "3");
        model = Update.after(model, new Event.Told("written to view.csv"));
        assertEquals("0.5 s old: the kernel refused", footer(model));
        assertTrue(FooterView.isStale(state));
        assertTrue(Painted.text(model, Painted.UNICODE).contains("written to view.csv"));
    }
}
