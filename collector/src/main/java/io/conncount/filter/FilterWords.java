package io.conncount.filter;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The words of a filter, one after the other. Blanks end a word, and so do the signs {@code ( ) = == != ! < <= > >= & && |
 * ||}, which are words themselves, with or without blanks around them. Text in single or double quotes is one word
 * and no sign; quotes with nothing between them are one word too.
 */
final class FilterWords {
    private static final String SIGNS = "()=!<>&|";
    private static final String QUOTES = "\"'";

    /**
     * A word.
     *
     * @param end the position after its last character
     * @param quoted true if it is literal text and never an operator
     */
    private record Word(String text, int position, int end, boolean quoted) {}

    private final String filter;
    private final List<Word> words = new ArrayList<>();
    private int at;

    FilterWords(String filter) throws FilterException {
        this.filter = filter;
        int from = 0;
        while (from < filter.length()) {
            char c = filter.charAt(from);
            if (isBlank(c)) {
                from++;
                continue;
            }
            Word word = QUOTES.indexOf(c) >= 0
                    ? quoted(from)
                    : new Word(filter.substring(from, end(from)), from, end(from), false);
            words.add(word);
            from = word.end;
        }
    }

    /** A quote, and those that follow it at once, as in shells, so that a word may have both kinds of quotes in it. */
    private Word quoted(int from) throws FilterException {
        StringBuilder text = new StringBuilder();
        int at = from;
        while (at < filter.length() && QUOTES.indexOf(filter.charAt(at)) >= 0) {
            int to = filter.indexOf(filter.charAt(at), at + 1);
            if (to < 0) {
                throw new FilterException("the quote is never closed", at);
            }
            text.append(filter, at + 1, to);
            at = to + 1;
        }
        return new Word(text.toString(), from, at, true);
    }

    /** Where the word or sign that begins here ends. */
    private int end(int from) {
        char first = filter.charAt(from);
        int to = from + 1;
        if (SIGNS.indexOf(first) < 0) {
            while (to < filter.length() && !isBlank(filter.charAt(to)) && !isSign(to)) {
                to++;
            }
            return to;
        }
        char second = to < filter.length() ? filter.charAt(to) : ' ';
        boolean two = (second == '=' && "=!<>".indexOf(first) >= 0) || (second == first && "&|".indexOf(first) >= 0);
        return two ? to + 1 : to;
    }

    /** True for signs, but for the one that begins a set of a {@link Glob}. */
    private boolean isSign(int at) {
        return SIGNS.indexOf(filter.charAt(at)) >= 0 && !filter.startsWith("[!", at - 1);
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r';
    }

    /** True if no word is left. */
    boolean atEnd() {
        return at == words.size();
    }

    /** The word that is next; empty at the end. */
    String text() {
        return atEnd() ? "" : words.get(at).text;
    }

    /** Where the next word begins; at the end, where the filter ends. */
    int position() {
        return atEnd() ? filter.length() : words.get(at).position;
    }

    /** True if the next word is one of these, in capitals or not. */
    boolean is(String... spellings) {
        if (atEnd() || words.get(at).quoted) {
            return false;
        }
        String folded = text().toLowerCase(Locale.ROOT);
        for (String spelling : spellings) {
            if (spelling.equals(folded)) {
                return true;
            }
        }
        return false;
    }

    /** True if the next word is not an operator, and so may be a value. */
    boolean isValue() {
        return !atEnd() && (words.get(at).quoted || SIGNS.indexOf(text().charAt(0)) < 0);
    }

    /** True if the next word is unquoted, and so may be a keyword. */
    boolean isPlain() {
        return isValue() && !words.get(at).quoted;
    }

    /** The place of the next word, for {@link #back}. */
    int mark() {
        return at;
    }

    /** Goes back to a place. */
    void back(int mark) {
        at = mark;
    }

    /** Goes on to the next word. */
    void skip() {
        at++;
    }

    /** Goes on if the next word is one of these. */
    boolean skip(String... spellings) {
        boolean found = is(spellings);
        if (found) {
            at++;
        }
        return found;
    }

    /** What is left from the next word on, as it was written. */
    String rest() {
        return filter.substring(position()).strip();
    }
}
