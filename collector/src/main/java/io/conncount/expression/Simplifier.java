package io.conncount.expression;

import java.util.ArrayList;
import java.util.List;

/** Replaces what is the same for every socket, so that nothing in a program is out of reach: kernels refuse such programs. */
public final class Simplifier {
    private Simplifier() {}

    /** The same value, with no choice that is always made in the same way. */
    public static Expression of(Expression expression) {
        if (expression instanceof Expression.Masked masked) {
            return new Expression.Masked(of(masked.value()), masked.mask());
        }
        if (!(expression instanceof Expression.Choice choice)) {
            return expression;
        }
        Predicate predicate = of(choice.predicate());
        if (Predicate.isAlways(predicate)) {
            return of(choice.then());
        }
        return Predicate.isNever(predicate)
                ? of(choice.otherwise())
                : new Expression.Choice(predicate, of(choice.then()), of(choice.otherwise()));
    }

    /** The same predicate; {@link Predicate#ALWAYS} or {@link Predicate#NEVER} appear only as the whole of it. */
    public static Predicate of(Predicate predicate) {
        if (predicate instanceof Predicate.Not not) {
            Predicate term = of(not.term());
            if (Predicate.isAlways(term)) {
                return Predicate.NEVER;
            }
            return Predicate.isNever(term) ? Predicate.ALWAYS : new Predicate.Not(term);
        }
        if (predicate instanceof Predicate.All all) {
            return joined(all.terms(), true);
        }
        if (predicate instanceof Predicate.Any any) {
            return joined(any.terms(), false);
        }
        return predicate instanceof Predicate.Compares compares ? of(compares) : predicate;
    }

    /** Without terms that change nothing; one that decides alone is all that is left. */
    private static Predicate joined(List<Predicate> terms, boolean all) {
        List<Predicate> left = new ArrayList<>();
        for (Predicate term : terms) {
            Predicate simple = of(term);
            if (isConstant(simple, !all)) {
                return Predicate.of(!all);
            } else if (!isConstant(simple, all)) {
                left.add(simple);
            }
        }
        return all ? new Predicate.All(left) : new Predicate.Any(left);
    }

    private static boolean isConstant(Predicate predicate, boolean value) {
        return value ? Predicate.isAlways(predicate) : Predicate.isNever(predicate);
    }

    private static Predicate of(Predicate.Compares compares) {
        Expression value = of(compares.value());
        if (value instanceof Expression.Constant constant) {
            return compares.comparison().holds(constant.value(), compares.number())
                    ? Predicate.ALWAYS
                    : Predicate.NEVER;
        }
        return new Predicate.Compares(value, compares.comparison(), compares.number());
    }
}
