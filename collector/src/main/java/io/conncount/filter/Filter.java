package io.conncount.filter;

/**
 * A filter as it was given, and what it asks for.
 *
 * @param text in the words of the command line, without those about states
 */
public record Filter(String text, Condition condition) {}
