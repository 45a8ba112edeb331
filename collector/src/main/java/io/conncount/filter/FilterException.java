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

    /** The word that was written instead of one of the {@link #candidates}. */
    public String word() {
        return word;
    }

    /** The words that are valid there; empty if they cannot be listed. */
    public List<String> candidates() {
        return List.of(candidates);
    }

    /** An unknown name: on this host for the given reason, in a recording because it was not recorded. */
    static FilterException unknownName(Names names, String kind, String name, String onHost, int position) {
        return new FilterException(
                names.writtenDown()
                        ? "the recording has no " + kind + " '" + name + "'; write the number, as --by " + kind
                                + " shows it"
                        : onHost,
                position);
    }
}
