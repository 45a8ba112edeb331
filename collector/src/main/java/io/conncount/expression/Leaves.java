package io.conncount.expression;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The fields and numbers of a socket that expressions look at. */
public final class Leaves {
    private final Set<Expression> leaves = new LinkedHashSet<>();

    private Leaves() {}

    /** Those of an expression, each once. */
    public static Set<Expression> of(Expression expression) {
        Leaves found = new Leaves();
        found.add(expression);
        return found.leaves;
    }

    /** Those of several. */
    public static Set<Expression> of(List<Expression> expressions) {
        Leaves found = new Leaves();
        expressions.forEach(found::add);
        return found.leaves;
    }

    /** Those of a predicate. */
    public static Set<Expression> of(Predicate predicate) {
        Leaves found = new Leaves();
        found.add(predicate);
        return found.leaves;
    }

    private void add(Expression expression) {
        if (expression instanceof Expression.Masked masked) {
            add(masked.value());
        } else if (expression instanceof Expression.Choice choice) {
            add(choice.predicate());
            add(choice.then());
            add(choice.otherwise());
        } else if (!(expression instanceof Expression.Constant)) {
            leaves.add(expression);
        }
    }

    private void add(Predicate predicate) {
        if (predicate instanceof Predicate.Compares compares) {
            add(compares.value());
        } else if (predicate instanceof Predicate.Not not) {
            add(not.term());
        } else if (predicate instanceof Predicate.All all) {
            all.terms().forEach(this::add);
        } else if (predicate instanceof Predicate.Any any) {
            any.terms().forEach(this::add);
        }
    }
}
