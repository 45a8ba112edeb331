package io.conncount.tui.view;

/** What a text is for; {@link Theme} knows how that looks. */
enum Role {
    TEXT,
    /** Less important. */
    DIM,
    /** Heads and titles. */
    TITLE,
    /** Where something is chosen. */
    SELECTED,
    /** Curves. */
    CURVE,
    /** To be looked at. */
    WARNING,
    /** Wrong, or gone. */
    ALERT
}
