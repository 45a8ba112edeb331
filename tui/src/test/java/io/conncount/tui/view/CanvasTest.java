package io.conncount.tui.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.collect.ListenQueue;
import io.conncount.collect.ListenQueues;
import io.conncount.counters.Measures;
import io.conncount.socket.AddressFamily;
import io.conncount.testing.property.ForAll;
import io.conncount.testing.property.Property;
import io.conncount.tui.Scenes;
import io.conncount.tui.model.Data.HostFacts;
import io.conncount.tui.model.Event;
import io.conncount.tui.model.Event.Topic;
import io.conncount.tui.model.Model;
import io.conncount.tui.model.Model.Size;
import io.conncount.tui.model.Tab;
import io.conncount.tui.model.Table;
import io.conncount.tui.model.Table.TableRow;
import io.conncount.tui.model.Update;
import io.conncount.view.DisplayWidth;
import io.conncount.view.SocketColumns;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Names from the host do nothing to the terminal but be read. */
class CanvasTest {
    /** Turns the title of a terminal, clears it, writes from right to left, and is not as wide as it is long. */
    private static final String HOSTILE = "\033]0;pwned\007\033[2J\u009b2J\u202egnp.exe\u0301\n\ud83d\udca3\t";

    private static String shown(String text, boolean unicode) {
        return new Canvas(1, 1, Theme.of(unicode ? Painted.UNICODE : Painted.ASCII)).shown(text);
    }

    @Test
    void controlsAndWhatHasNoKnownWidthShowAsNumbers() {
        assertEquals(
                "\\x1b]0;pwned\\x07\\x1b[2J\\xc2\\x9b2J\\xe2\\x80\\xaegnp.exe\\xcc\\x81\\x0a\\xf0\\x9f\\x92\\xa3\\x09",
                shown(HOSTILE, true));
    }

    @Test
    void lettersOfOtherScriptsStayWhereTheScreenHasThem() {
        assertEquals("/größe/日本", shown("/größe/日本", true));
        assertEquals("/gr\\xc3\\xb6\\xc3\\x9fe/\\xe6\\x97\\xa5\\xe6\\x9c\\xac", shown("/größe/日本", false));
        assertEquals("no\\xc2\\xa0break", shown("no\u00a0break", true));
    }

    @Property
    void whateverIsShownIsPrintable(@ForAll String text, @ForAll boolean unicode) {
        String shown = shown(text, unicode);
        for (int i = 0; i < shown.length(); i++) {
            char c = shown.charAt(i);
            assertFalse(Character.isISOControl(c) || Character.getType(c) == Character.FORMAT, shown);
            assertTrue(unicode || c <= '~', shown);
        }
    }

    @Property
    void whatIsCutFits(@ForAll String text, @ForAll boolean unicode) {
        for (int columns : new int[] {0, 1, 2, 7}) {
            String cut = DisplayWidth.cutEnd(shown(text, unicode), columns, unicode);
            assertTrue(DisplayWidth.of(cut) <= columns, cut);
        }
    }

    @Test
    void wideLettersTakeTwoColumnsOfACell() {
        assertEquals("日…", DisplayWidth.cutEnd("日本語", 3, true));
        assertEquals("日本", DisplayWidth.cutEnd("日本", 4, true));
    }

    @Test
    void pathsAreCutInTheirMiddle() {
        String first = "/kubepods.slice/kubepods-pod1f.slice/cri-containerd-0a1b2c.scope";
        assertEquals("/kubepod…erd-0a1b2c.scope", DisplayWidth.cut(first, 25, true));
        assertEquals("/k~scope", DisplayWidth.cut(first, 8, false));
        assertEquals(first, DisplayWidth.cut(first, first.length(), true));
        assertEquals("日…本語", DisplayWidth.cut("日日日日日本語", 8, true));
    }

    @Property
    void whatIsCutInItsMiddleFits(@ForAll String text, @ForAll boolean unicode) {
        for (int columns : new int[] {0, 1, 5, 6, 7, 25}) {
            String cut = DisplayWidth.cut(shown(text, unicode), columns, unicode);
            assertTrue(DisplayWidth.of(cut) <= columns, cut);
        }
    }

    @Property
    void wrappedLinesFitAndLoseNothing(@ForAll String text, @ForAll boolean unicode) {
        String shown = shown(text, unicode);
        for (int columns : new int[] {7, 38, 80}) {
            List<String> lines = DisplayWidth.wrapped(shown, columns);
            assertTrue(lines.stream().allMatch(line -> DisplayWidth.of(line) <= columns), shown);
            assertEquals(shown.replace(" ", ""), String.join("", lines).replace(" ", ""));
        }
    }

    @Test
    void linesAreBrokenAtBlanksAndIndented() {
        assertEquals(
                List.of("w write the", "  view to a", "  file"),
                DisplayWidth.wrapped("w write the view to a file", 11));
    }

    @Test
    void noTextOfTheHostReachesTheScreenAsItIs() throws IOException {
        Model model = Scenes.busy(new Size(120, 40), "local-port");
        model = Update.after(
                model, new Event.HostRead(new HostFacts(HOSTILE, Optional.of(Duration.ZERO), List.of(), 0, 0, 0, 0)));
        model = Update.after(
                model,
                new Event.Sampled<>(
                        Topic.QUEUES,
                        Scenes.state(
                                new ListenQueues(
                                        List.of(new ListenQueue(AddressFamily.IPV4, 0, 1, 1, 9, 9)),
                                        0,
                                        Optional.of(HOSTILE)),
                                3,
                                Optional.of(HOSTILE))));
        model = Update.after(
                model, new Event.Sampled<>(Topic.MEASURES, Scenes.state(Measures.NONE, 3, Optional.of(HOSTILE))));
        Table table = new Table(
                List.of(SocketColumns.of("local_address")),
                List.of(new TableRow(0, List.of(HOSTILE), 1, Optional.empty())),
                true,
                List.of(HOSTILE),
                Optional.of(HOSTILE),
                HOSTILE);
        for (Tab tab : Tab.tables()) {
            model = Update.after(model, new Event.Sampled<>(tab.topic(), Scenes.state(table, 3, Optional.empty())));
        }
        model = Update.after(model, new Event.Told(HOSTILE));
        for (String view : List.of("1", "2", "3", "4", "5", "6", "7", "8")) {
            String text =
                    Painted.text(Update.after(Scenes.typed(model, view), new Event.Told(HOSTILE)), Painted.UNICODE);
            assertTrue(text.contains("\\x1b]0;pwned"), text);
            assertTrue(text.chars().noneMatch(c -> c != '\n' && Character.isISOControl(c)), text);
        }
    }
}
