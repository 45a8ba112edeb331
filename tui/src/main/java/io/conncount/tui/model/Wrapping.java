package io.conncount.tui.model;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

/** Texts in lines that fit the screen. */
public final class Wrapping {
    private static final int INDENT = 2;

    private Wrapping() {}

    /**
     * A text in lines of limited width, broken at blanks if possible. All lines but the first are indented.
     *
     * @param width how many columns a text takes
     */
    public static List<String> lines(String text, int columns, ToIntFunction<String> width) {
        List<String> lines = new ArrayList<>();
        String indent = " ".repeat(Math.min(columns / 4, leadingBlanks(text) + INDENT));
        String rest = text;
        while (columns > indent.length() && width.applyAsInt(rest) > columns) {
            int fitting = fitting(rest, columns, width);
            int blank = rest.lastIndexOf(' ', fitting);
            int end = blank > indent.length() ? blank : Math.max(indent.length() + 1, fitting);
            lines.add(rest.substring(0, end));
            rest = indent + rest.substring(end).stripLeading();
        }
        lines.add(rest);
        return lines;
    }

    /** The number of characters that fit a width. */
    private static int fitting(String text, int columns, ToIntFunction<String> width) {
        int left = columns;
        for (int i = 0; i < text.length(); i++) {
            left -= width.applyAsInt(text.substring(i, i + 1));
            if (left < 0) {
                return i;
            }
        }
        return text.length();
    }

    private static int leadingBlanks(String text) {
        int blanks = 0;
        while (blanks < text.length() && text.charAt(blanks) == ' ') {
            blanks++;
        }
        return blanks;
    }
}
