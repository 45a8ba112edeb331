package io.conncount.view;

/** The width of text in terminal columns, and text cut to a width. */
public final class DisplayWidth {
    private DisplayWidth() {}

    /** By the wide blocks of Unicode (UAX 11); combining marks take none. */
    public static int of(String text) {
        return text.codePoints().map(DisplayWidth::of).sum();
    }

    private static int of(int character) {
        if (character < 0x300) {
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

    /** The text cut to a width, with an ellipsis in the middle, because ends tell texts apart. */
    public static String cut(String text, int columns, boolean unicode) {
        if (of(text) <= columns) {
            return text;
        }
        String sign = unicode ? "…" : "~";
        int end = columns * 2 / 3;
        return columns < 2 ? "" : prefix(text, columns - 1 - end) + sign + suffix(text, end);
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
}
