package io.conncount.wire.linux;

import io.conncount.filter.Condition;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Conditions, divided between the kernel and us. Together they mean what all of them meant.
 *
 * @param pushed what the kernel decides
 * @param left what is left for us to decide, on each socket the kernel copies
 */
public record Pushdown(List<Condition> pushed, List<Condition> left) {
    /** Gives the kernel every condition it can decide. */
    public static Pushdown of(List<Condition> conditions) {
        List<Condition> pushed = new ArrayList<>();
        List<Condition> left = new ArrayList<>();
        int bytesMax = 0;
        for (Condition condition : conditions) {
            int more = FilterBytecode.lengthBytesMax(condition);
            if (FilterBytecode.decides(condition) && bytesMax + more <= FilterBytecode.BYTES_MAX) {
                pushed.add(condition);
                bytesMax += more;
            } else {
                left.add(condition);
            }
        }
        return new Pushdown(pushed, left);
    }

    /** Gives the kernel nothing, where a table has no filter. */
    public static Pushdown nothing(List<Condition> conditions) {
        return new Pushdown(List.of(), conditions);
    }

    /** The program for the kernel; empty if it is to copy every socket. */
    public ByteBuffer program() {
        return FilterBytecode.of(pushed);
    }
}
