package io.conncount.expression;

import java.util.Locale;
import java.util.Optional;

/** How two numbers may compare, in every spelling that ss takes. */
public enum Comparison {
    EQUAL("=", "==", "eq"),
    NOT_EQUAL("!=", "ne", "neq"),
    GREATER(">", "gt"),
    LESS("<", "lt"),
    GREATER_OR_EQUAL(">=", "ge", "geq"),
    LESS_OR_EQUAL("<=", "le", "leq");

    private final String sign;
    private final String[] otherSpellings;

    Comparison(String sign, String... otherSpellings) {
        this.sign = sign;
        this.otherSpellings = otherSpellings;
    }

    /** The usual spelling. */
    public String sign() {
        return sign;
    }

    /** True if the numbers compare in this way. */
    public boolean holds(long a, long b) {
        return switch (this) {
            case EQUAL -> a == b;
            case NOT_EQUAL -> a != b;
            case GREATER -> a > b;
            case LESS -> a < b;
            case GREATER_OR_EQUAL -> a >= b;
            case LESS_OR_EQUAL -> a <= b;
        };
    }

    /** True for those that need no order. */
    public boolean isEquality() {
        return this == EQUAL || this == NOT_EQUAL;
    }

    /** The comparison that a word of the filter language means. */
    public static Optional<Comparison> byWord(String word) {
        for (Comparison comparison : values()) {
            if (comparison.sign.equals(word)) {
                return Optional.of(comparison);
            }
            for (String spelling : comparison.otherSpellings) {
                if (spelling.equals(word.toLowerCase(Locale.ROOT))) {
                    return Optional.of(comparison);
                }
            }
        }
        return Optional.empty();
    }
}
