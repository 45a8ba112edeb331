package io.conncount.testing.property;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;

/** Makes arbitrary values of one kind. One in ten numbers is an edge of its range, where faults are most likely. */
@FunctionalInterface
public interface Arbitrary<T> {
    /** A value that follows from the state of {@code random} alone. */
    T next(Random random);

    /** One of these. */
    @SafeVarargs
    static <T> Arbitrary<T> of(T... values) {
        return random -> values[random.nextInt(values.length)];
    }

    /** One of these. */
    static <T> Arbitrary<T> of(List<T> values) {
        return random -> values.get(random.nextInt(values.size()));
    }

    /** A number within bounds, which are included; small ones as often as large ones. */
    static Arbitrary<Long> longs(long min, long max) {
        return random -> {
            if (random.nextInt(10) == 0) {
                long[] edges = {min, max, min + 1, max - 1, 0, 1, -1};
                long edge = edges[random.nextInt(edges.length)];
                return Math.max(min, Math.min(max, edge));
            }
            long number = random.nextLong() >> random.nextInt(Long.SIZE);
            if (number >= min && number <= max) {
                return number;
            }
            long size = max - min + 1;
            return size <= 0 ? number : min + Long.remainderUnsigned(random.nextLong(), size);
        };
    }

    /** A number within bounds, which are included. */
    static Arbitrary<Integer> integers(int min, int max) {
        return longs(min, max).map(Long::intValue);
    }

    /** Text of all kinds: ASCII, Latin, controls, surrogates that belong together and some that do not. */
    static Arbitrary<String> texts() {
        int[] bounds = {0x7f, 0x20, 0x100, 0x3000, 0x1_0000, 0x11_0000};
        return random -> {
            StringBuilder text = new StringBuilder();
            int bound = bounds[random.nextInt(bounds.length)];
            for (int left = random.nextInt(random.nextInt(10) == 0 ? 256 : 20); left > 0; left--) {
                text.appendCodePoint(random.nextInt(bound));
            }
            return text.toString();
        };
    }

    /** What a function makes of it. */
    default <U> Arbitrary<U> map(Function<T, U> function) {
        return random -> function.apply(next(random));
    }

    /** Lists of it. */
    default Arbitrary<List<T>> list(int sizeMin, int sizeMax) {
        Arbitrary<Integer> sizes = integers(sizeMin, sizeMax);
        return random -> {
            List<T> list = new ArrayList<>();
            for (int left = sizes.next(random); left > 0; left--) {
                list.add(next(random));
            }
            return list;
        };
    }
}
