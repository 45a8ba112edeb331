package io.conncount.tui.model;

import io.conncount.filter.ParsedFilter;
import java.util.Optional;

/**
 * The text of a filter as it has been read.
 *
 * @param filter what it asks for; nothing while there is a fault
 * @param fault what is wrong with it
 */
public record TypedFilter(ParsedFilter filter, Optional<Fault> fault) {
    /** One that can be used. */
    public TypedFilter(ParsedFilter filter) {
        this(filter, Optional.empty());
    }

    /** One with a fault. */
    public TypedFilter(Fault fault) {
        this(ParsedFilter.NONE, Optional.of(fault));
    }
}
