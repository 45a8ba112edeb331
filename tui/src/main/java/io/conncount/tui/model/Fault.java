package io.conncount.tui.model;

/**
 * What is wrong with a filter, and where.
 *
 * @param position in the text, from 0 up to its length
 */
public record Fault(int position, String message) {}
