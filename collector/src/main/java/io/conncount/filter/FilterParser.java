package io.conncount.filter;

import io.conncount.filter.Condition.All;
import io.conncount.filter.Condition.StateIn;
import io.conncount.socket.TcpState;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Reads filters, in the language of ss and what it lacks:
 *
 * <pre>
 * FILTER := {STATES} [[and] OR]
 * STATES := (state | exclude) NAME
 * OR     := AND {(or | "|" | "||") AND}
 * AND    := NOT {[and | "&amp;" | "&amp;&amp;"] NOT}
 * NOT    := {not | "!"} ("(" OR ")" | CONDITION)
 * </pre>
 *
 * <p>That is the precedence of ss's manual; its parser goes from left to right. {@link ConditionParser} has the conditions.
 * Time is linear in the filter's length, and depth is bounded.
 */
public final class FilterParser {
    /** A longer filter is refused: each socket would be compared with thousands of values. */
    public static final int CHARACTERS_MAX = 16 * 1024;

    private static final int DEPTH_MAX = 100;
    private static final String[] OR = {"or", "|", "||"};
    private static final String[] AND = {"and", "&", "&&"};
    private static final String[] NOT = {"not", "!"};

    private final String whole;
    private final FilterWords words;
    private final ConditionParser conditions;
    private int depth;

    private FilterParser(String whole, FilterWords words, Names names) {
        this.whole = whole;
        this.words = words;
        conditions = new ConditionParser(words, names);
    }

    /** Reads a filter; what has no words asks for nothing. */
    public static ParsedFilter parse(String filter, Names names) throws FilterException {
        if (filter.length() > CHARACTERS_MAX) {
            throw new FilterException(
                    "the filter has " + filter.length() + " characters; the limit is " + CHARACTERS_MAX,
                    CHARACTERS_MAX);
        }
        return new FilterParser(filter.strip(), new FilterWords(filter), names).filter();
    }

    /** The words with which a condition may begin. */
    public static List<String> firstWords() {
        return ConditionParser.fields();
    }

    /** True if a filter may begin with this word. */
    public static boolean mayBegin(String word) {
        String folded = word.toLowerCase(Locale.ROOT);
        return ConditionParser.isField(folded) || List.of(NOT).contains(folded) || folded.startsWith("(");
    }

    private ParsedFilter filter() throws FilterException {
        Optional<Set<TcpState>> leading = leadingStates();
        if (words.atEnd()) {
            return new ParsedFilter(whole, leading, Optional.empty());
        }
        String text = words.rest();
        Condition condition = or();
        if (!words.atEnd()) {
            throw new FilterException("this ')' has no matching '('", words.position());
        }
        return joined(leading, condition, text);
    }

    /** Several {@code state} words add up, and {@code exclude} takes away, from all states if it comes first. */
    private Optional<Set<TcpState>> leadingStates() throws FilterException {
        EnumSet<TcpState> states = null;
        while (conditions.atStates()) {
            boolean adds = words.is(ConditionParser.STATE);
            Set<TcpState> named = conditions.states();
            if (states == null) {
                states = adds ? EnumSet.noneOf(TcpState.class) : EnumSet.allOf(TcpState.class);
            }
            if (adds) {
                states.addAll(named);
            } else {
                states.removeAll(named);
            }
        }
        if (states == null) {
            return Optional.empty();
        }
        requireOne(states);
        if (words.is(OR)) {
            throw new FilterException(
                    "states at the start apply to the whole filter: for an alternative, write '(state listen or dport = :443)'",
                    words.position());
        }
        words.skip(AND);
        return Optional.of(states);
    }

    private static void requireOne(Set<TcpState> states) throws FilterException {
        if (states.isEmpty()) {
            throw new FilterException("the filter excludes every state", 0);
        }
    }

    private Condition or() throws FilterException {
        List<Condition> terms = new ArrayList<>();
        do {
            terms.add(and());
        } while (words.skip(OR));
        return Conditions.any(terms);
    }

    private Condition and() throws FilterException {
        List<Condition> terms = new ArrayList<>();
        do {
            terms.add(not());
        } while (words.skip(AND) || !(words.atEnd() || words.is(")") || words.is(OR)));
        return Conditions.all(terms);
    }

    private Condition not() throws FilterException {
        boolean negated = false;
        while (words.skip(NOT)) {
            negated = !negated;
        }
        Condition condition = words.is("(") ? inParentheses() : conditions.condition();
        return negated ? Conditions.not(condition) : condition;
    }

    private Condition inParentheses() throws FilterException {
        int position = words.position();
        if (depth == DEPTH_MAX) {
            throw new FilterException("parentheses are nested more than " + DEPTH_MAX + " deep", position);
        }
        depth++;
        words.skip();
        Condition condition = or();
        if (!words.skip(")")) {
            throw new FilterException("the parenthesis is never closed", position);
        }
        depth--;
        return condition;
    }

    /** States that apply to the whole filter go into the request, so that the kernel leaves the others out. */
    private ParsedFilter joined(Optional<Set<TcpState>> leading, Condition condition, String text)
            throws FilterException {
        Set<TcpState> states = EnumSet.copyOf(leading.orElse(TcpState.ALL));
        List<Condition> others = new ArrayList<>();
        for (Condition term : condition instanceof All all ? all.terms() : List.of(condition)) {
            if (term instanceof StateIn in) {
                states.retainAll(in.states());
            } else {
                others.add(term);
            }
        }
        requireOne(states);
        boolean named = leading.isPresent() || conditions.namedStates();
        return new ParsedFilter(
                whole,
                named ? Optional.of(states) : Optional.empty(),
                others.isEmpty() ? Optional.empty() : Optional.of(new Filter(text, Conditions.all(others))));
    }
}
