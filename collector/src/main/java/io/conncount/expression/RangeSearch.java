package io.conncount.expression;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Finds what a value stands for among many ranges, with as few comparisons as a binary search takes. */
public final class RangeSearch {
    private final TreeMap<Long, Expression> starts = new TreeMap<>();
    private final Expression otherwise;

    /** A search without ranges. */
    public RangeSearch(Expression otherwise) {
        this.otherwise = otherwise;
        starts.put(Long.MIN_VALUE, otherwise);
    }

    /** True if the value is one of these. */
    public static Predicate among(Expression value, Collection<Long> values) {
        if (values.isEmpty()) {
            return Predicate.NEVER;
        }
        RangeSearch search = new RangeSearch(new Expression.Constant(0));
        new TreeSet<>(values).forEach(one -> search.put(one, one, new Expression.Constant(1)));
        return Predicate.equal(search.of(value), 1);
    }

    /** Values from the first to the last, none of which is in another range, stand for this. */
    public void put(long first, long last, Expression result) {
        starts.put(first, result);
        if (last < Long.MAX_VALUE) {
            starts.putIfAbsent(last + 1, otherwise);
        }
    }

    /** The result for a value. */
    public Expression of(Expression value) {
        return between(value, new ArrayList<>(starts.entrySet()));
    }

    private static Expression between(Expression value, List<Map.Entry<Long, Expression>> ranges) {
        if (ranges.size() == 1) {
            return ranges.get(0).getValue();
        }
        int middle = ranges.size() / 2;
        return new Expression.Choice(
                new Predicate.Compares(
                        value, Comparison.LESS, ranges.get(middle).getKey()),
                between(value, ranges.subList(0, middle)),
                between(value, ranges.subList(middle, ranges.size())));
    }
}
