package io.conncount.tui.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.conncount.tui.FleetScenes;
import io.conncount.tui.Scenes;
import io.conncount.tui.model.Model.Request;
import io.conncount.tui.model.Model.Size;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What keys do where a Prometheus is asked. */
class FleetKeysTest {
    private static final Size SIZE = new Size(80, 24);

    @Test
    void enterGoesIntoAHostAndEscapeBackToAll() {
        Model chosen = Scenes.pressed(Scenes.typed(FleetScenes.hosts(SIZE), "2j"), Key.Kind.ENTER);
        assertEquals(Optional.of(new Request.Enter("web1:12117")), chosen.request());
        Model back = Scenes.pressed(FleetScenes.member(SIZE), Key.Kind.ESCAPE);
        assertEquals(Optional.of(new Request.Enter("")), back.request());
    }

    @Test
    void enterOnAStateShowsWhichHostsHaveIt() {
        Model hosts = Scenes.pressed(FleetScenes.hosts(SIZE), Key.Kind.ENTER);
        assertEquals(Tab.GROUPS, hosts.tab());
        assertEquals("state established", hosts.question().filter().text());
        assertEquals(List.of("instance"), hosts.question().keyNames());
        Model back = Scenes.pressed(hosts, Key.Kind.ESCAPE);
        assertEquals("", back.question().filter().text());
        assertEquals(Optional.empty(), back.request());
    }

    @Test
    void whatAPrometheusDoesNotKnowIsSaid() {
        for (String keys : List.of("g", "N", "[", "t", "L")) {
            Model model = Scenes.typed(FleetScenes.hosts(SIZE), keys);
            assertFalse(model.message().isEmpty(), keys);
            assertEquals(Optional.empty(), model.request(), keys);
            assertEquals(Optional.empty(), model.dialog(), keys);
        }
    }
}
