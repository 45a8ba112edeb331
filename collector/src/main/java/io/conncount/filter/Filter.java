package io.conncount.filter;

/**
 * A filter as it was given, and what it asks for.
 *
 * @param text in the words of the command line, without those about states
 */
public record Filter(String text, Condition condition) {
    /** The same for one answer: {@link Condition#settled}. */
    public Filter settled(Names names) {
        return new Filter(text, condition.settled(names));
    }
}
