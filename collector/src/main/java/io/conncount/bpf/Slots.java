package io.conncount.bpf;

import io.conncount.expression.Expression;
import io.conncount.expression.Leaves;
import io.conncount.expression.Predicate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The places, eight bytes each, in which a program keeps what expressions use of a socket. */
final class Slots {
    private final int atBytes;
    private final int slotsMax;
    private final Map<Expression, Integer> offsets = new LinkedHashMap<>();

    /**
     * @param atBytes where the first one is
     * @param slotsMax how many there can be
     */
    Slots(int atBytes, int slotsMax) {
        this.atBytes = atBytes;
        this.slotsMax = slotsMax;
    }

    /** Gives every field and number of an expression a place. */
    void add(Expression expression) {
        Leaves.of(expression).forEach(this::place);
    }

    /** The same for those of a predicate. */
    void add(Predicate predicate) {
        Leaves.of(predicate).forEach(this::place);
    }

    private void place(Expression leaf) {
        if (!offsets.containsKey(leaf) && offsets.size() == slotsMax) {
            throw new WalkRefusedException("it looks at more than " + slotsMax + " numbers of a socket");
        }
        offsets.putIfAbsent(leaf, atBytes + offsets.size() * Long.BYTES);
    }

    /** The fields and numbers that have a place. */
    Set<Expression> leaves() {
        return offsets.keySet();
    }

    /** Where one of them is. */
    int offset(Expression leaf) {
        return offsets.get(leaf);
    }
}
