package io.conncount.tui.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.googlecode.lanterna.SGR;
import com.googlecode.lanterna.TextColor;
import com.googlecode.lanterna.screen.Screen;
import com.googlecode.lanterna.screen.TerminalScreen;
import io.conncount.tui.model.Model.Size;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What is written to a terminal, and how often. */
class AnsiTerminalTest {
    private final Wire wire = new Wire("", new Size(80, 24));

    @Test
    void aFrameIsOneWriteAndShownAtOnce() throws IOException {
        TerminalScreen screen = screen();
        wire.writes.clear();
        screen.newTextGraphics().putString(3, 4, "hello", SGR.BOLD);
        screen.refresh(Screen.RefreshType.DELTA);
        assertEquals(1, wire.writes.size());
        String frame = wire.writes.get(0);
        assertTrue(frame.startsWith("\033[?2026h"), frame);
        assertTrue(frame.contains("\033[5;4H") && frame.contains("hello"), frame);
        assertTrue(frame.endsWith("\033[?2026l"), frame);
    }

    @Test
    void whatHasNotChangedIsNotWritten() throws IOException {
        TerminalScreen screen = screen();
        screen.newTextGraphics().putString(3, 4, "hello");
        screen.refresh(Screen.RefreshType.DELTA);
        wire.writes.clear();
        screen.newTextGraphics().putString(3, 4, "hallo");
        screen.refresh(Screen.RefreshType.DELTA);
        assertFalse(String.join("", wire.writes).contains("llo"));
    }

    @Test
    void everyModeThatIsEnteredIsLeft() throws IOException {
        AnsiTerminal terminal = new AnsiTerminal(wire, true, true);
        terminal.enterPrivateMode();
        assertTrue(wire.keyMode());
        terminal.exitPrivateMode();
        assertFalse(wire.keyMode());
        String entered = wire.writes.get(0);
        String left = wire.writes.get(1);
        for (String mode : new String[] {"1049", "1000", "1006"}) {
            assertTrue(entered.contains("\033[?" + mode + "h"), mode);
            assertTrue(left.contains("\033[?" + mode + "l"), mode);
        }
        assertTrue(entered.contains("\033[?25l") && left.contains("\033[?25h"), "the cursor");
        assertTrue(left.contains("\033[0m"), left);
    }

    @Test
    void nothingIsWrittenOnceItIsLeft() throws IOException {
        AnsiTerminal terminal = new AnsiTerminal(wire, false, false);
        terminal.enterPrivateMode();
        terminal.exitPrivateMode();
        int before = wire.writes.size();
        terminal.putString("late");
        terminal.flush();
        terminal.exitPrivateMode();
        assertEquals(before, wire.writes.size());
    }

    @Test
    void mouseAndBackgroundAreLeftAloneWhereThatIsWanted() throws IOException {
        AnsiTerminal terminal = new AnsiTerminal(wire, false, false);
        terminal.enterPrivateMode();
        assertFalse(wire.writes.get(0).contains("1000"), wire.writes.get(0));
        assertFalse(wire.writes.get(0).contains("]11;"), wire.writes.get(0));
    }

    @Test
    void colorsAreOfSixteenOf256OrExact() throws IOException {
        AnsiTerminal terminal = new AnsiTerminal(wire, false, false);
        terminal.enterPrivateMode();
        terminal.setForegroundColor(TextColor.ANSI.CYAN);
        terminal.setForegroundColor(new TextColor.Indexed(123));
        terminal.setForegroundColor(new TextColor.RGB(1, 2, 3));
        terminal.flush();
        String frame = wire.writes.get(1);
        assertTrue(frame.contains("\033[36m\033[38;5;123m\033[38;2;1;2;3m"), frame);
    }

    @Test
    void newSizeReachesTheScreen() throws IOException {
        AnsiTerminal terminal = new AnsiTerminal(wire, false, false);
        TerminalScreen screen = new DeltaScreen(terminal);
        screen.startScreen();
        wire.resize(new Size(40, 10));
        assertEquals(new Size(40, 10), terminal.remeasured());
        assertEquals(40, screen.doResizeIfNecessary().getColumns());
    }

    private TerminalScreen screen() throws IOException {
        TerminalScreen screen = new DeltaScreen(new AnsiTerminal(wire, false, true));
        screen.startScreen();
        screen.setCursorPosition(null);
        screen.refresh(Screen.RefreshType.COMPLETE);
        return screen;
    }
}
