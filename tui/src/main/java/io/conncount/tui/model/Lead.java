package io.conncount.tui.model;

import io.conncount.filter.Condition;
import java.util.Optional;

/**
 * Where Enter leads from a row.
 *
 * @param tab the view; empty for the groups by the next keys, or the sockets once all keys were used
 * @param condition what holds for the sockets to be shown there; empty for all that are shown now
 */
public record Lead(Optional<Tab> tab, Optional<Condition> condition) {
    /** To what is shown now, in another view. */
    public static Lead to(Tab tab) {
        return new Lead(Optional.of(tab), Optional.empty());
    }

    /** To the sockets for which a condition holds, by the next keys. */
    public static Lead to(Condition condition) {
        return new Lead(Optional.empty(), Optional.of(condition));
    }

    /** To the sockets for which a condition holds, in a view. */
    public static Lead to(Tab tab, Condition condition) {
        return new Lead(Optional.of(tab), Optional.of(condition));
    }
}
