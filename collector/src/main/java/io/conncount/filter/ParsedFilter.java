package io.conncount.filter;

import io.conncount.filter.Condition.All;
import io.conncount.filter.Condition.Any;
import io.conncount.filter.Condition.StateIn;
import io.conncount.socket.TcpState;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a filter asks for.
 *
 * @param text as it was written; empty if nothing was
 * @param states the states that may remain; empty if it says nothing about states
 * @param filter what else must hold; empty for anything
 */
public record ParsedFilter(String text, Optional<Set<TcpState>> states, Optional<Filter> filter) {
    /** No filter at all. */
    public static final ParsedFilter NONE = new ParsedFilter("", Optional.empty(), Optional.empty());

    /** True if it keeps every socket. */
    public boolean isEmpty() {
        return states.isEmpty() && filter.isEmpty();
    }

    /** The filter for which this condition holds too. */
    public ParsedFilter and(Condition condition) {
        Set<TcpState> remaining = EnumSet.copyOf(states.orElse(TcpState.ALL));
        List<Condition> others = new ArrayList<>();
        filter.ifPresent(given -> others.add(given.condition()));
        boolean namesStates = states.isPresent();
        for (Condition term : condition instanceof All all ? all.terms() : List.of(condition)) {
            if (term instanceof StateIn in && in.states().stream().anyMatch(remaining::contains)) {
                remaining.retainAll(in.states());
                namesStates = true;
            } else {
                others.add(term);
            }
        }
        return new ParsedFilter(
                text(condition),
                namesStates ? Optional.of(remaining) : Optional.empty(),
                others.isEmpty()
                        ? Optional.empty()
                        : Optional.of(new Filter(ConditionText.of(others), Conditions.all(others))));
    }

    /** The text with that of another condition, in parentheses where an {@code or} would split it. */
    private String text(Condition condition) {
        if (isEmpty()) {
            return ConditionText.of(List.of(condition));
        }
        String words = filter.map(Filter::text).orElse("");
        boolean endsInAlternatives =
                filter.isPresent() && filter.get().condition() instanceof Any && text.endsWith(words);
        String first =
                endsInAlternatives ? text.substring(0, text.length() - words.length()) + "(" + words + ")" : text;
        return first + " and " + ConditionText.term(condition);
    }
}
