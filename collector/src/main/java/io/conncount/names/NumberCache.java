package io.conncount.names;

import java.util.function.LongFunction;

/**
 * What belongs to numbers, made once a number: open addressing, and once it is half full, what is not in it is made each time. For
 * one thread.
 */
public final class NumberCache<T> {
    private static final int SLOTS = 8192;

    private final LongFunction<T> source;
    private long[] numbers;
    private Object[] values;
    private int size;

    /** @param source makes what belongs to a number */
    public NumberCache(LongFunction<T> source) {
        this.source = source;
    }

    /** What belongs to a number. */
    @SuppressWarnings("unchecked") // nothing else is kept
    public T of(long number) {
        if (values == null) {
            numbers = new long[SLOTS];
            values = new Object[SLOTS];
        }
        int slot = (int) ((number * 0x9e37_79b9_7f4a_7c15L) >>> 51);
        while (values[slot] != null) {
            if (numbers[slot] == number) {
                return (T) values[slot];
            }
            slot = (slot + 1) & (SLOTS - 1);
        }
        T value = source.apply(number);
        if (size < SLOTS / 2) {
            numbers[slot] = number;
            values[slot] = value;
            size++;
        }
        return value;
    }
}
