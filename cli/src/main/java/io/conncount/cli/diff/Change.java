package io.conncount.cli.diff;

import java.util.Comparator;
import java.util.List;

/**
 * What became of a group, or of several together.
 *
 * @param values of its keys, as machine formats show them; empty for several groups
 * @param before how many sockets there were
 * @param after how many there are
 */
record Change(List<String> values, long before, long after) {
    /** The largest change first, whichever its direction. */
    static final Comparator<Change> LARGEST_FIRST =
            Comparator.comparingLong(Change::size).reversed().thenComparing(Change::values, Change::compare);

    /** By how many sockets it has grown. */
    long delta() {
        return after - before;
    }

    private long size() {
        return Math.abs(delta());
    }

    /** What that means, in a word. */
    String word() {
        if (before == 0) {
            return "came";
        }
        if (after == 0) {
            return "went";
        }
        return after > before ? "grew" : "shrank";
    }

    /** The two together, as one of several. */
    Change plus(Change other) {
        return new Change(List.of(), before + other.before, after + other.after);
    }

    private static int compare(List<String> values, List<String> others) {
        int order = 0;
        for (int i = 0; i < values.size() && order == 0; i++) {
            order = values.get(i).compareTo(others.get(i));
        }
        return order;
    }
}
