package io.conncount.tui.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.googlecode.lanterna.SGR;
import com.googlecode.lanterna.TerminalSize;
import com.googlecode.lanterna.TextCharacter;
import com.googlecode.lanterna.TextColor;
import com.googlecode.lanterna.graphics.TextGraphics;
import com.googlecode.lanterna.screen.Screen;
import com.googlecode.lanterna.screen.TerminalScreen;
import com.googlecode.lanterna.terminal.virtual.DefaultVirtualTerminal;
import io.conncount.tui.model.Model.Size;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What changes on a terminal when a screen does. */
class DeltaScreenTest {
    private static final int COLUMNS = 20;
    private static final int ROWS = 6;
    private static final String[] TEXTS = {"a", "ab c", "漢字", "x漢y", "▁▃█", "±1", "    ", "éß"};
    private static final TextColor[] COLORS = {TextColor.ANSI.DEFAULT, TextColor.ANSI.RED, new TextColor.RGB(1, 2, 3)};

    private final Wire wire = new Wire("", new Size(COLUMNS, ROWS));

    /** Letters of one and of two columns come and go in all ways. */
    @Test
    void whateverChangesTheTerminalLooksAsIfDrawnAnew() throws IOException {
        Random random = new Random(6);
        DefaultVirtualTerminal terminal = terminal();
        TerminalScreen screen = started(new DeltaScreen(terminal));
        for (int frame = 0; frame < 500; frame++) {
            DefaultVirtualTerminal anew = terminal();
            TerminalScreen whole = started(new TerminalScreen(anew));
            for (int i = random.nextInt(8); i > 0; i--) {
                scribble(random, screen.newTextGraphics());
            }
            copy(screen, whole);
            screen.refresh(Screen.RefreshType.DELTA);
            whole.refresh(Screen.RefreshType.COMPLETE);
            assertEquals(content(anew), content(terminal), "frame " + frame);
        }
    }

    private static void scribble(Random random, TextGraphics graphics) {
        graphics.setForegroundColor(COLORS[random.nextInt(COLORS.length)]);
        graphics.setBackgroundColor(COLORS[random.nextInt(COLORS.length)]);
        graphics.clearModifiers();
        if (random.nextBoolean()) {
            graphics.enableModifiers(SGR.BOLD, SGR.REVERSE);
        }
        // No letter is cut in two by the edge, or by another: what draws sees to that.
        int column = 4 * random.nextInt(COLUMNS / 4);
        graphics.putString(column, random.nextInt(ROWS), "    ");
        graphics.putString(column, random.nextInt(ROWS), TEXTS[random.nextInt(TEXTS.length)]);
    }

    private static void copy(Screen from, Screen to) {
        for (int row = 0; row < ROWS; row++) {
            for (int column = 0; column < COLUMNS; column++) {
                TextCharacter character = from.getBackCharacter(column, row);
                to.setCharacter(column, row, character);
                column += character.isDoubleWidth() ? 1 : 0;
            }
        }
    }

    private static List<TextCharacter> content(DefaultVirtualTerminal terminal) {
        List<TextCharacter> content = new ArrayList<>();
        for (int row = 0; row < ROWS; row++) {
            for (int column = 0; column < COLUMNS; column++) {
                TextCharacter character = terminal.getCharacter(column, row);
                content.add(character);
                column += character.isDoubleWidth() ? 1 : 0;
            }
        }
        return content;
    }

    @Test
    void whereNothingHasChangedNothingIsWritten() throws IOException {
        TerminalScreen screen = started(new DeltaScreen(new AnsiTerminal(wire, false, false)));
        screen.newTextGraphics().putString(2, 1, "hello");
        screen.refresh(Screen.RefreshType.DELTA);
        wire.writes.clear();
        screen.newTextGraphics().putString(2, 1, "hello");
        screen.refresh(Screen.RefreshType.DELTA);
        assertTrue(wire.writes.isEmpty(), wire.writes.toString());
    }

    @Test
    void onlyWhatHasChangedIsWrittenInOneWrite() throws IOException {
        TerminalScreen screen = started(new DeltaScreen(new AnsiTerminal(wire, false, false)));
        screen.newTextGraphics().putString(2, 1, "hello");
        screen.refresh(Screen.RefreshType.DELTA);
        wire.writes.clear();
        screen.newTextGraphics()
                .putString(2, 1, "hallo", SGR.BOLD)
                .putString(2, 1, "h")
                .putString(4, 1, "llo");
        screen.refresh(Screen.RefreshType.DELTA);
        assertEquals(List.of("\033[?2026h\033[2;4H\033[0m\033[1ma\033[?2026l"), wire.writes);
    }

    private static DefaultVirtualTerminal terminal() {
        return new DefaultVirtualTerminal(new TerminalSize(COLUMNS, ROWS));
    }

    private static TerminalScreen started(TerminalScreen screen) throws IOException {
        screen.startScreen();
        screen.setCursorPosition(null);
        screen.refresh(Screen.RefreshType.COMPLETE);
        return screen;
    }
}
