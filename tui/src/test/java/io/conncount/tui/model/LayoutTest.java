package io.conncount.tui.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.socket.TcpState;
import io.conncount.tui.Scenes;
import io.conncount.tui.model.Counted.History;
import io.conncount.tui.model.Event.Topic;
import io.conncount.tui.model.Model.Size;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Rows stay where they are while states and warnings come and go. */
class LayoutTest {
    private static final int SAMPLES = 300;

    private static Model counted(Model model, int second, TcpState... states) {
        return Update.after(
                model,
                new Event.Sampled<>(
                        Topic.STATES, Scenes.state(Scenes.states(second, states), second, Optional.empty())));
    }

    private static Set<String> shown(Model model) {
        Set<String> names = new TreeSet<>();
        Layout.of(model).states().forEach(state -> names.add(state.screenValue(0)));
        return names;
    }

    @Test
    void listDoesNotMoveAsStatesComeAndGo() {
        Model model = Scenes.first(new Size(80, 24), "local-port");
        Random random = new Random(7);
        TcpState[] brief = {TcpState.SYN_SENT, TcpState.FIN_WAIT1, TcpState.LAST_ACK};
        Set<Integer> tops = new TreeSet<>();
        tops.add(Layout.of(model).listTop(Tab.OVERVIEW));
        for (int second = 0; second < SAMPLES; second++) {
            TcpState some = brief[random.nextInt(brief.length)];
            model = random.nextInt(10) == 0
                    ? counted(model, second, TcpState.ESTABLISHED, TcpState.LISTEN, some)
                    : counted(model, second, TcpState.ESTABLISHED, TcpState.LISTEN);
            tops.add(Layout.of(model).listTop(Tab.OVERVIEW));
        }
        assertEquals(1, tops.size(), tops::toString);
    }

    @Test
    void stateStaysForAsManySamplesAsTrendsHave() {
        Model model = counted(Scenes.first(new Size(80, 24), "local-port"), 0, TcpState.ESTABLISHED, TcpState.LAST_ACK);
        for (int second = 1; second < History.SNAPSHOTS_MAX; second++) {
            model = counted(model, second, TcpState.ESTABLISHED);
            assertEquals(Set.of("ESTAB", "LAST-ACK"), shown(model));
        }
        assertEquals(Set.of("ESTAB"), shown(counted(model, History.SNAPSHOTS_MAX, TcpState.ESTABLISHED)));
    }

    @Test
    void warningsMoveTheListByTheirRowsAlone() {
        for (int rows = 10; rows <= 60; rows++) {
            Model quiet = counted(Scenes.first(new Size(80, rows), "local-port"), 0, TcpState.ESTABLISHED);
            Model warned = counted(Scenes.busy(new Size(80, rows), "local-port"), 0, TcpState.ESTABLISHED);
            assertTrue(warned.data().warnings().size() > 1);
            int before = Layout.of(quiet).listTop(Tab.OVERVIEW);
            Layout layout = Layout.of(warned);
            if (layout.groupRows() > 0 && quiet.size().rows() >= 24) {
                assertEquals(before + layout.warningRows(), layout.listTop(Tab.OVERVIEW), rows + " rows");
            }
        }
    }
}
