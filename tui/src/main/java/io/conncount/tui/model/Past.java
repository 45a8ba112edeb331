package io.conncount.tui.model;

/**
 * A moment in the past that is shown in place of the present.
 *
 * @param present what was known when that was left, to come back to
 * @param question what was asked then
 */
public record Past(Recorded recorded, Data present, Question question) {}
