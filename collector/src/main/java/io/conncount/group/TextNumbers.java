package io.conncount.group;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Numbers for texts that are too long for lanes, for as long as this program runs. Once there are too many texts, those that nobody
 * has asked for in a long time are forgotten; if there are none, further texts share one number.
 */
public final class TextNumbers {
    private static final int TEXTS_MAX = 100_000;
    private static final String OTHER = "(other)";

    /** A text. */
    private static final class Entry {
        private final long number;
        private final String text;
        /** The newest number when this text was last asked for. */
        private volatile long newestThen;

        Entry(long number, String text) {
            this.number = number;
            this.text = text;
        }
    }

    private final Map<String, Entry> byText = new ConcurrentHashMap<>();
    private final Map<Long, Entry> byNumber = new ConcurrentHashMap<>();
    private final int textsMax;
    private volatile long newest;

    /** No texts yet. */
    TextNumbers() {
        this(TEXTS_MAX);
    }

    /** @param textsMax how many are kept */
    TextNumbers(int textsMax) {
        this.textsMax = textsMax;
    }

    /** The number of a text, the same each time. */
    public long number(String text) {
        Entry entry = byText.get(text);
        if (entry == null) {
            return add(text);
        }
        // Threads that ask for the same text do not contend for it.
        if (entry.newestThen != newest) {
            entry.newestThen = newest;
        }
        return entry.number;
    }

    private synchronized long add(String text) {
        Entry known = byText.get(text);
        if (known != null) {
            return known.number;
        }
        if (byText.size() >= textsMax) {
            byNumber.values().removeIf(this::isForgotten);
        }
        if (byText.size() >= textsMax) {
            return 0;
        }
        Entry entry = new Entry(newest + 1, text);
        entry.newestThen = entry.number;
        byNumber.put(entry.number, entry);
        byText.put(text, entry);
        newest = entry.number;
        return entry.number;
    }

    private boolean isForgotten(Entry entry) {
        return entry.newestThen < newest - textsMax / 2 && byText.remove(entry.text, entry);
    }

    /** The text with a number. */
    public String text(long number) {
        Entry entry = byNumber.get(number);
        return entry == null ? OTHER : entry.text;
    }

    /** The order of the texts with two numbers; negative ones, which are no texts, come last. */
    int compare(long number, long other) {
        int order = number < 0 || other < 0 ? 0 : text(number).compareTo(text(other));
        return order == 0 ? Long.compareUnsigned(number, other) : order;
    }
}
