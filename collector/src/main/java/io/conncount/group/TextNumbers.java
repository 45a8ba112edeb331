package io.conncount.group;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Numbers for texts that are too long for lanes, for as long as this program runs. Texts beyond a limit share one number. */
final class TextNumbers {
    private static final int TEXTS_MAX = 100_000;
    private static final String OTHER = "(other)";

    private final Map<String, Integer> numbers = new ConcurrentHashMap<>();
    private final List<String> texts = new ArrayList<>(List.of(OTHER));

    /** The number of a text, the same each time. */
    long number(String text) {
        Integer known = numbers.get(text);
        return known == null ? add(text) : known;
    }

    private synchronized int add(String text) {
        Integer known = numbers.get(text);
        if (known != null) {
            return known;
        }
        if (texts.size() > TEXTS_MAX) {
            return 0;
        }
        texts.add(text);
        numbers.put(text, texts.size() - 1);
        return texts.size() - 1;
    }

    /** The text with a number. */
    synchronized String text(long number) {
        return number < 0 || number >= texts.size() ? OTHER : texts.get((int) number);
    }
}
