package io.conncount.tui.view;

import com.googlecode.lanterna.SGR;
import com.googlecode.lanterna.TextCharacter;
import com.googlecode.lanterna.TextColor;
import io.conncount.view.DisplayWidth;
import java.util.EnumSet;

/**
 * A character of the screen that knows how wide it is. Lanterna asks that of every cell of every frame, and looks it up in
 * Unicode's blocks each time, which takes longer than all else that is drawn.
 */
final class Glyph extends TextCharacter {
    private static final long serialVersionUID = 1;

    private final boolean doubleWidth;

    @SuppressWarnings("deprecation") // what is to be used in its place makes no subclass
    Glyph(char character, TextColor foreground, TextColor background, EnumSet<SGR> modifiers) {
        super(character, foreground, background, modifiers);
        doubleWidth = DisplayWidth.of(character) == 2;
    }

    @Override
    public boolean isDoubleWidth() {
        return doubleWidth;
    }
}
