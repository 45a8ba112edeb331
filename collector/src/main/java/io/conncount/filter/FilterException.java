package io.conncount.filter;

import java.util.Collection;
import java.util.List;

/** A filter cannot be understood. The message says what is wrong and which rule is broken. */
public final class FilterException extends Exception {
    private static final long serialVersionUID = 1;

    private final int position;
    private final String word;
    private final List<String> candidates;

    FilterException(String message, int position) {
        this(message, position, "", List.of());
    }

    FilterException(String message, int position, String word, Collection<String> candidates) {
        super(message);
        this.position = position;
        this.word = word;
        this.candidates = List.copyOf(candidates);
    }

    /** Where in the filter the fault is, from 0 up to the filter's length. */
    public int position() {
        return position;
    }

    /** What was written in place of one of the {@link #candidates}. */
    public String word() {
        return word;
    }

    /** What could stand in its place; empty if that are no certain words. */
    public List<String> candidates() {
        return candidates;
    }
}
