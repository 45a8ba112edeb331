package io.conncount.filter;

import java.util.Collection;
import java.util.List;

/** A filter cannot be understood. The message says what is wrong and which rule is broken. */
public final class FilterException extends Exception {
    private static final long serialVersionUID = 1;

    private final int position;
    private final String word;
    private final String[] candidates;

    FilterException(String message, int position) {
        this(message, position, "", List.of());
    }

    FilterException(String message, int position, String word, Collection<String> candidates) {
        super(message);
        this.position = position;
        this.word = word;
        this.candidates = candidates.toArray(new String[0]);
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
        return List.of(candidates);
    }

    /** A name that stands for nothing: on this host for the reason given, in a recording because it is not written down there. */
    static FilterException unknownName(Names names, String kind, String name, String onHost, int position) {
        return new FilterException(
                names.writtenDown()
                        ? "the recording has no " + kind + " '" + name + "'; write the number, as --by " + kind
                                + " shows it"
                        : onHost,
                position);
    }
}
