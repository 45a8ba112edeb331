package io.conncount.tui.model;

/**
 * Where the user was, to come back to.
 *
 * @param selected the row of the cursor
 */
public record DrillLevel(Tab tab, Question question, int selected) {}
