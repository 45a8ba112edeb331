package io.conncount.tui.model;

import java.time.Instant;

/** Where in the past to go. */
public sealed interface Travel {
    /** So many records further on, or back if negative; from now, to the newest record. */
    record Step(int records) implements Travel {}

    /** To what was at a time. */
    record To(Instant time) implements Travel {}

    /** Nowhere: what another view or question shows of the same moment is to be read. */
    record Stay() implements Travel {}
}
