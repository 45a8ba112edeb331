package io.conncount.tui.view;

import com.googlecode.lanterna.TerminalSize;
import com.googlecode.lanterna.TextCharacter;
import com.googlecode.lanterna.screen.Screen;
import com.googlecode.lanterna.screen.TerminalScreen;
import com.googlecode.lanterna.terminal.virtual.DefaultVirtualTerminal;
import io.conncount.tui.model.Abilities;
import io.conncount.tui.model.Abilities.Background;
import io.conncount.tui.model.Abilities.Colors;
import io.conncount.tui.model.Model;
import java.io.IOException;
import java.time.ZoneOffset;
import java.util.function.Predicate;

/** A model on lanterna's virtual terminal. */
final class Painted {
    static final Abilities UNICODE = new Abilities(Colors.SIXTEEN, Background.UNKNOWN, true, false);
    static final Abilities DARK = new Abilities(Colors.TRUE, Background.DARK, true, false);
    static final Abilities ASCII = new Abilities(Colors.NONE, Background.UNKNOWN, false, false);

    private Painted() {}

    /** What is on it, a line a row; a row that begins selected ends with an angle bracket. */
    static String text(Model model, Abilities abilities) throws IOException {
        return text(model, abilities, character -> true, " <\n");
    }

    /** What is selected of it, in its place. */
    static String reversed(Model model, Abilities abilities) throws IOException {
        return text(model, abilities, TextCharacter::isReversed, "\n");
    }

    private static String text(Model model, Abilities abilities, Predicate<TextCharacter> seen, String endOfSelectedRow)
            throws IOException {
        int columns = model.size().columns();
        int rows = model.size().rows();
        DefaultVirtualTerminal terminal = new DefaultVirtualTerminal(new TerminalSize(columns, rows));
        TerminalScreen screen = new TerminalScreen(terminal);
        draw(model, abilities, screen);
        StringBuilder text = new StringBuilder();
        for (int row = 0; row < rows; row++) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < columns; column++) {
                TextCharacter character = terminal.getCharacter(column, row);
                line.append(seen.test(character) ? character.getCharacterString() : " ");
                column += character.isDoubleWidth() ? 1 : 0;
            }
            // In a frame, a row begins after its line.
            boolean selected = terminal.getCharacter(0, row).isReversed()
                    || terminal.getCharacter(1, row).isReversed();
            text.append(line.toString().stripTrailing()).append(selected ? endOfSelectedRow : "\n");
        }
        screen.close();
        return text.toString();
    }

    /** In colour, as an SVG. */
    static String picture(Model model, Abilities abilities) throws IOException {
        int columns = model.size().columns();
        int rows = model.size().rows();
        DefaultVirtualTerminal terminal = new DefaultVirtualTerminal(new TerminalSize(columns, rows));
        draw(model, abilities, new TerminalScreen(terminal));
        return Picture.of(columns, rows, terminal::getCharacter);
    }

    private static void draw(Model model, Abilities abilities, TerminalScreen screen) throws IOException {
        screen.startScreen();
        new Frame(Theme.of(abilities), ZoneOffset.UTC).draw(model, screen.newTextGraphics());
        screen.refresh(Screen.RefreshType.COMPLETE);
    }
}
