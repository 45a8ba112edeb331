package io.conncount.view;

import java.util.ArrayList;
import java.util.List;

/** The width of text in terminal columns, and text cut or wrapped to a width. */
public final class DisplayWidth {
    /** Texts that may be no wider are cut at their end. */
    private static final int MIDDLE_COLUMNS_MIN = 5;

    private static final int WRAPPED_INDENT = 2;

    private DisplayWidth() {}

    /** By the wide blocks of Unicode (UAX 11); combining marks take none. */
    public static int of(String text) {
        int width = 0;
        for (int at = 0; at < text.length(); ) {
            int character = text.codePointAt(at);
            width += of(character);
            at += Character.charCount(character);
        }
        return width;
    }

    /** The width of one character, 0 to 2. */
    public static int of(int character) {
        // Nearly all text is Latin, and curves and bars are made of blocks: a look into Unicode's tables takes longer.
        if (character < 0x300 || (character >= 0x2500 && character <= 0x259f)) {
            return 1;
        }
        int type = Character.getType(character);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK || type == Character.FORMAT) {
            return 0;
        }
        boolean wide = (character >= 0x1100 && character <= 0x115f)
                || (character >= 0x2e80 && character <= 0xa4cf)
                || (character >= 0xac00 && character <= 0xd7a3)
                || (character >= 0xf900 && character <= 0xfaff)
                || (character >= 0xfe30 && character <= 0xfe6f)
                || (character >= 0xff00 && character <= 0xff60)
                || (character >= 0x1f300 && character <= 0x1faff)
                || (character >= 0x20000 && character <= 0x3fffd);
        return wide ? 2 : 1;
    }

    /** The text cut to a width, with an ellipsis at its end. */
    public static String cutEnd(String text, int columns, boolean unicode) {
        if (columns <= 0) {
            return "";
        }
        return of(text) <= columns ? text : prefix(text, columns - 1) + ellipsis(unicode);
    }

    /** The text cut to a width, with an ellipsis in its middle: paths and addresses differ at their ends. */
    public static String cut(String text, int columns, boolean unicode) {
        if (columns < MIDDLE_COLUMNS_MIN || of(text) <= columns) {
            return cutEnd(text, columns, unicode);
        }
        int end = columns * 2 / 3;
        return prefix(text, columns - 1 - end) + ellipsis(unicode) + suffix(text, end);
    }

    private static String ellipsis(boolean unicode) {
        return unicode ? "…" : "~";
    }

    /** The start of the text that fits a width. */
    public static String prefix(String text, int columns) {
        int at = 0;
        int width = 0;
        while (at < text.length()) {
            int character = text.codePointAt(at);
            width += of(character);
            if (width > columns) {
                break;
            }
            at += Character.charCount(character);
        }
        return text.substring(0, at);
    }

    private static String suffix(String text, int columns) {
        int at = text.length();
        int width = 0;
        while (at > 0) {
            int character = text.codePointBefore(at);
            width += of(character);
            if (width > columns) {
                break;
            }
            at -= Character.charCount(character);
        }
        return text.substring(at);
    }

    /** A text in lines of limited width, broken at blanks if possible. All lines but the first are indented. */
    public static List<String> wrapped(String text, int columns) {
        List<String> lines = new ArrayList<>();
        String indent = " ".repeat(Math.min(columns / 4, leadingBlanks(text) + WRAPPED_INDENT));
        String rest = text;
        while (columns > indent.length() && of(rest) > columns) {
            int fitting = prefix(rest, columns).length();
            int blank = rest.lastIndexOf(' ', fitting);
            int end = blank > indent.length() ? blank : Math.max(indent.length() + 1, fitting);
            lines.add(rest.substring(0, end));
            rest = indent + rest.substring(end).stripLeading();
        }
        lines.add(rest);
        return lines;
    }

    private static int leadingBlanks(String text) {
        int blanks = 0;
        while (blanks < text.length() && text.charAt(blanks) == ' ') {
            blanks++;
        }
        return blanks;
    }
}
