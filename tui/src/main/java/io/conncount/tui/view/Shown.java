package io.conncount.tui.view;

import com.googlecode.lanterna.TerminalTextUtils;
import io.conncount.tui.model.Wrapping;
import java.util.List;

/** Texts from the host, such as the names of cgroups, made harmless and measurable for the screen. */
final class Shown {
    private static final int LATIN_1_MAX = 0xff;
    private static final int MIDDLE_COLUMNS_MIN = 5;
    private static final char ELLIPSIS = '…';

    private Shown() {}

    /**
     * The text as a screen may have it: what could do something to a terminal, what has no width or one that nobody knows,
     * and without Unicode whatever is not ASCII, shows as {@code \xNN}.
     */
    static String text(String text, boolean unicode) {
        int harmless = 0;
        while (harmless < text.length() && isAscii(text.charAt(harmless))) {
            harmless++;
        }
        if (harmless == text.length()) {
            return text;
        }
        StringBuilder shown = new StringBuilder(text.length() + 8);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isAscii(c) || (unicode && isPlain(c))) {
                shown.append(c);
            } else {
                String hex = Integer.toHexString(c);
                shown.append("\\x").append("0".repeat((c > LATIN_1_MAX ? 4 : 2) - hex.length()));
                shown.append(hex);
            }
        }
        return shown.toString();
    }

    private static boolean isAscii(char c) {
        return c >= ' ' && c <= '~';
    }

    private static boolean isPlain(char c) {
        return switch (Character.getType(c)) {
            case Character.UPPERCASE_LETTER,
                    Character.LOWERCASE_LETTER,
                    Character.TITLECASE_LETTER,
                    Character.OTHER_LETTER,
                    Character.DECIMAL_DIGIT_NUMBER,
                    Character.LETTER_NUMBER,
                    Character.OTHER_NUMBER,
                    Character.CONNECTOR_PUNCTUATION,
                    Character.DASH_PUNCTUATION,
                    Character.START_PUNCTUATION,
                    Character.END_PUNCTUATION,
                    Character.INITIAL_QUOTE_PUNCTUATION,
                    Character.FINAL_QUOTE_PUNCTUATION,
                    Character.OTHER_PUNCTUATION,
                    Character.MATH_SYMBOL,
                    Character.CURRENCY_SYMBOL -> c > LATIN_1_MAX / 2 + ' ';
            case Character.OTHER_SYMBOL, Character.MODIFIER_SYMBOL -> isDrawn(c);
            default -> false;
        };
    }

    /** Blocks, which curves are made of. */
    private static boolean isDrawn(char c) {
        return c >= '\u2500' && c <= '\u259f';
    }

    /** Takes one column, as almost all that is drawn does: to ask Unicode's tables takes longer than to draw. */
    private static boolean isNarrow(char c) {
        return isAscii(c) || isDrawn(c) || c == ELLIPSIS;
    }

    /** How many columns it takes. */
    static int width(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!isNarrow(text.charAt(i))) {
                return TerminalTextUtils.getColumnWidth(text);
            }
        }
        return text.length();
    }

    /** As much of it as so many columns hold, with a sign at its end if that is not all. */
    static String cut(String text, int columns, boolean unicode) {
        if (columns <= 0) {
            return "";
        }
        // A character is as wide as it is long at the least.
        if (text.length() <= columns && width(text) <= columns) {
            return text;
        }
        String fitting = width(text) == text.length()
                ? text.substring(0, columns - 1)
                : TerminalTextUtils.fitString(text, columns - 1);
        return fitting + (unicode ? ELLIPSIS : '~');
    }

    /** The same, cut in its middle: paths and addresses differ at their ends. */
    static String cutMiddle(String text, int columns, boolean unicode) {
        if (columns < MIDDLE_COLUMNS_MIN || (text.length() <= columns && width(text) <= columns)) {
            return cut(text, columns, unicode);
        }
        int end = columns * 2 / 3;
        String start = TerminalTextUtils.fitString(text, columns - 1 - end);
        return start + (unicode ? ELLIPSIS : '~') + ending(text, end);
    }

    /** As much of its end as so many columns hold. */
    private static String ending(String text, int columns) {
        int from = text.length();
        int left = columns;
        while (from > 0) {
            left -= width(text.substring(from - 1, from));
            if (left < 0) {
                break;
            }
            from--;
        }
        return text.substring(from);
    }

    /** The text in lines of so many columns at most. */
    static List<String> wrapped(String text, int columns) {
        return Wrapping.lines(text, columns, Shown::width);
    }
}
