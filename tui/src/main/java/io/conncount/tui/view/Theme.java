package io.conncount.tui.view;

import com.googlecode.lanterna.SGR;
import com.googlecode.lanterna.TextCharacter;
import com.googlecode.lanterna.TextColor;
import io.conncount.tui.model.Abilities;
import io.conncount.tui.model.Abilities.Background;
import io.conncount.tui.model.Abilities.Colors;
import io.conncount.view.DisplayWidth;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;

/**
 * How what is drawn looks. The background is always the terminal's own. Of colours beyond the sixteen, which a user's own
 * theme makes readable, some are chosen only where the background is known.
 */
public final class Theme {
    /** A foreground and how it is set. */
    private record Look(TextColor color, EnumSet<SGR> modifiers) {}

    /** Room for ASCII, Latin-1, and the blocks that curves are made of, none in the place of another. */
    private static final int CHARACTERS_KEPT = 512;

    private static final TextColor OWN = TextColor.ANSI.DEFAULT;

    private final Map<Role, Look> looks = new EnumMap<>(Role.class);
    private final Map<Role, TextCharacter[]> characters = new EnumMap<>(Role.class);
    private final boolean unicode;

    private Theme(boolean unicode) {
        this.unicode = unicode;
        for (Role role : Role.values()) {
            characters.put(role, new TextCharacter[CHARACTERS_KEPT]);
        }
        put(Role.TEXT, OWN);
        put(Role.SELECTED, OWN, SGR.REVERSE);
    }

    /** The one that suits a terminal. */
    public static Theme of(Abilities abilities) {
        Theme theme = new Theme(abilities.unicode());
        boolean known = abilities.background() != Background.UNKNOWN;
        if (abilities.colors() == Colors.NONE) {
            theme.put(Role.DIM, OWN);
            theme.put(Role.TITLE, OWN, SGR.BOLD);
            theme.put(Role.CURVE, OWN);
            theme.put(Role.WARNING, OWN, SGR.BOLD);
            theme.put(Role.ALERT, OWN, SGR.BOLD, SGR.UNDERLINE);
        } else if (abilities.colors() == Colors.SIXTEEN || !known) {
            theme.put(Role.DIM, OWN);
            theme.put(Role.TITLE, OWN, SGR.BOLD);
            theme.put(Role.CURVE, TextColor.ANSI.CYAN);
            theme.put(Role.WARNING, TextColor.ANSI.YELLOW, SGR.BOLD);
            theme.put(Role.ALERT, TextColor.ANSI.RED, SGR.BOLD);
        } else {
            theme.shade(abilities.colors() == Colors.TRUE, abilities.background() == Background.DARK);
        }
        return theme;
    }

    /** Shades that have a contrast of at least 4.5 to 1 on black, or on white. */
    private void shade(boolean exact, boolean dark) {
        put(Role.TITLE, OWN, SGR.BOLD);
        put(Role.DIM, color(exact, dark ? 0x9a9a9a : 0x626262));
        put(Role.CURVE, color(exact, dark ? 0x5fd7d7 : 0x005f87));
        put(Role.WARNING, color(exact, dark ? 0xffd75f : 0x875f00), SGR.BOLD);
        put(Role.ALERT, color(exact, dark ? 0xff8787 : 0xaf0000), SGR.BOLD);
    }

    private static TextColor color(boolean exact, int rgb) {
        int red = rgb >> 16;
        int green = rgb >> 8 & 0xff;
        int blue = rgb & 0xff;
        return exact ? new TextColor.RGB(red, green, blue) : TextColor.Indexed.fromRGB(red, green, blue);
    }

    private void put(Role role, TextColor color, SGR... modifiers) {
        EnumSet<SGR> set = EnumSet.noneOf(SGR.class);
        for (SGR modifier : modifiers) {
            set.add(modifier);
        }
        looks.put(role, new Look(color, set));
    }

    /** A character as it looks for a role. Kept once it is made: a frame has thousands of them, and few are different. */
    TextCharacter character(char c, Role role) {
        TextCharacter[] kept = characters.get(role);
        int place = c % kept.length;
        if (kept[place] == null || !kept[place].is(c)) {
            Look look = looks.get(role);
            kept[place] = new Glyph(c, look.color, OWN, look.modifiers);
        }
        return kept[place];
    }

    /** True if more than ASCII may be drawn. */
    boolean unicode() {
        return unicode;
    }

    /**
     * A character of the screen that knows how wide it is. Lanterna asks that of every cell of every frame, and looks it up in
     * Unicode's blocks each time, which takes longer than all else that is drawn.
     */
    static final class Glyph extends TextCharacter {
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

    /** What a text is for; {@link Theme} knows how that looks. */
    enum Role {
        TEXT,
        /** Less important. */
        DIM,
        /** Heads and titles. */
        TITLE,
        /** Where something is chosen. */
        SELECTED,
        /** Curves. */
        CURVE,
        /** To be looked at. */
        WARNING,
        /** Wrong, or gone. */
        ALERT
    }
}
