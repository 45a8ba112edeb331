package io.conncount.tui.model;

import java.util.Locale;
import java.util.Map;

/**
 * What a terminal can show, according to the environment.
 *
 * @param unicode true if it shows more than ASCII
 * @param answers true if it may be queried for its background: it answers the query, or ignores it
 */
public record Abilities(Colors colors, Background background, boolean unicode, boolean answers) {
    /** The number of colours. */
    public enum Colors {
        NONE,
        SIXTEEN,
        MANY,
        TRUE
    }

    /** What text stands on. */
    public enum Background {
        UNKNOWN,
        DARK,
        LIGHT
    }

    /** From here on the numbers of {@code COLORFGBG} are bright, but for 8, which is a dark grey. */
    private static final int FIRST_LIGHT_COLOR = 7;

    private static final int DARK_GREY = 8;

    /**
     * What variables of the environment say.
     *
     * @param color false if no colours are wanted
     * @param unicode false if ASCII is requested, or if the locale has only ASCII
     */
    public static Abilities of(Map<String, String> environment, boolean color, boolean unicode) {
        String term = environment.getOrDefault("TERM", "");
        // The Linux console has few glyphs outside its code page, and its older versions print queries on the screen.
        boolean console = term.equals("linux") || term.startsWith("cons") || term.startsWith("vt");
        return new Abilities(
                color ? colors(term, environment.getOrDefault("COLORTERM", "")) : Colors.NONE,
                background(environment.getOrDefault("COLORFGBG", "")),
                unicode && !console,
                !console);
    }

    private static Colors colors(String term, String colorTerm) {
        String told = colorTerm.toLowerCase(Locale.ROOT);
        if (told.equals("truecolor") || told.equals("24bit") || term.endsWith("-direct")) {
            return Colors.TRUE;
        }
        return term.contains("256color") ? Colors.MANY : Colors.SIXTEEN;
    }

    /** {@code COLORFGBG} is such as {@code 15;0}, or {@code 15;default;0}: the background comes last. */
    private static Background background(String colors) {
        String last = colors.substring(colors.lastIndexOf(';') + 1);
        if (!last.matches("\\d{1,2}")) {
            return Background.UNKNOWN;
        }
        int color = Integer.parseInt(last);
        return color >= FIRST_LIGHT_COLOR && color != DARK_GREY ? Background.LIGHT : Background.DARK;
    }

    /** The same, once the terminal has reported its background. */
    public Abilities with(Background told) {
        return new Abilities(colors, told, unicode, answers);
    }
}
