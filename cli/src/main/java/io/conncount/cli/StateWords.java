package io.conncount.cli;

import io.conncount.socket.TcpState;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The words {@code state NAME} and {@code exclude NAME}, as ss takes them: several {@code state} words add up, and
 * {@code exclude} takes away, from all states if it comes first.
 */
final class StateWords {
    private static final Set<String> STATE = Set.of("state");
    private static final Set<String> EXCLUDE = Set.of("exclude", "excl");

    private StateWords() {}

    /** The states that the words leave; empty if there are no words. */
    static Optional<Set<TcpState>> parse(List<String> words) throws UsageException {
        EnumSet<TcpState> states = null;
        for (int i = 0; i < words.size(); i += 2) {
            String verb = words.get(i);
            if (!STATE.contains(verb) && !EXCLUDE.contains(verb)) {
                throw new UsageException("'" + verb + "' is not understood; a filter is 'state NAME' or 'exclude NAME'"
                        + Nearest.hint(verb, List.of("state", "exclude")));
            }
            if (i + 1 == words.size()) {
                throw new UsageException("'" + verb + "' needs the name of a state, such as '" + verb + " time-wait'");
            }
            Set<TcpState> named = named(words.get(i + 1));
            if (STATE.contains(verb)) {
                states = states == null ? EnumSet.noneOf(TcpState.class) : states;
                states.addAll(named);
            } else {
                states = states == null ? EnumSet.allOf(TcpState.class) : states;
                states.removeAll(named);
            }
        }
        if (states != null && states.isEmpty()) {
            throw new UsageException("the filter '" + String.join(" ", words) + "' leaves no state");
        }
        return Optional.ofNullable(states);
    }

    private static Set<TcpState> named(String word) throws UsageException {
        Optional<Set<TcpState>> states = TcpState.byWord(word);
        if (states.isEmpty()) {
            throw new UsageException("unknown state '" + word + "'" + Nearest.hint(word, TcpState.suggestedWords()));
        }
        return states.get();
    }
}
