package io.conncount.tui.view;

import com.googlecode.lanterna.TerminalTextUtils;
import io.conncount.tui.model.Wrapping;
import io.conncount.view.Escaper;
import java.util.List;

/** How wide texts are on a screen, and texts cut to a width. */
final class Shown {
    private static final int MIDDLE_COLUMNS_MIN = 5;
    private static final char ELLIPSIS = '…';

    private Shown() {}

    /** A message as far as a screen can show it: without Unicode that is ASCII. */
    static String text(String message, boolean unicode) {
        return Escaper.message(message, unicode ? Shown::isDrawable : point -> false);
    }

    private static boolean isAscii(int c) {
        return c >= ' ' && c <= '~';
    }

    /** Beside ASCII, what has a shape and a width that are known. */
    private static boolean isDrawable(int c) {
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
                    Character.CURRENCY_SYMBOL -> c <= Character.MAX_VALUE;
            case Character.OTHER_SYMBOL, Character.MODIFIER_SYMBOL -> isDrawn(c);
            default -> false;
        };
    }

    /** Blocks, which curves are made of. */
    private static boolean isDrawn(int c) {
        return c >= '\u2500' && c <= '\u259f';
    }

    /** True for characters of one column, which are almost all: a lookup in Unicode's tables takes longer than drawing. */
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

    /** The start that fits a width, with an ellipsis if it was cut. */
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

    /** The end that fits a width. */
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

    /** The text in lines of limited width. */
    static List<String> wrapped(String text, int columns) {
        return Wrapping.lines(text, columns, Shown::width);
    }
}
