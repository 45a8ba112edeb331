package io.conncount.tui.model;

import io.conncount.view.DisplayWidth;
import java.util.ArrayList;
import java.util.List;

/** Texts in lines that fit the screen. */
public final class Wrapping {
    private static final int INDENT = 2;

    private Wrapping() {}

    /** A text in lines of limited width, broken at blanks if possible. All lines but the first are indented. */
    public static List<String> lines(String text, int columns) {
        List<String> lines = new ArrayList<>();
        String indent = " ".repeat(Math.min(columns / 4, leadingBlanks(text) + INDENT));
        String rest = text;
        while (columns > indent.length() && DisplayWidth.of(rest) > columns) {
            int fitting = DisplayWidth.prefix(rest, columns).length();
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
