package io.conncount.cli.output;

import io.conncount.filter.Condition;
import io.conncount.group.GroupKey;
import io.conncount.socket.SocketView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A key whose values are known as texts, as machine formats show them: a lane is the place of one. No condition holds for a value,
 * because that would need what the text was made of. Used by one thread.
 *
 * @see TextGroups
 */
public final class TextKey implements GroupKey {
    private final String name;
    private final boolean numeric;
    private final List<String> texts = new ArrayList<>();
    private final Map<String, Long> places = new HashMap<>();

    /** @param numeric true if all values are whole numbers */
    public TextKey(String name, boolean numeric) {
        this.name = name;
        this.numeric = numeric;
    }

    /** The lane of a text. */
    long lane(String text) {
        return places.computeIfAbsent(text, added -> {
            texts.add(added);
            return texts.size() - 1L;
        });
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void write(SocketView socket, long[] lanes, int at) {
        throw new UnsupportedOperationException("its values are texts");
    }

    @Override
    public boolean isValue(long[] lanes, int at) {
        return lanes[at] >= 0 && lanes[at] < texts.size();
    }

    @Override
    public String value(long[] lanes, int at) {
        return texts.get((int) lanes[at]);
    }

    @Override
    public Optional<Condition> condition(long[] lanes, int at) {
        return Optional.empty();
    }

    @Override
    public int compare(long[] lanes, int at, long[] others, int othersAt) {
        return compare(value(lanes, at), value(others, othersAt), numeric);
    }

    /** The order of two values: numbers by their size. */
    public static int compare(String value, String other, boolean numeric) {
        // Without leading zeros, the longer number is the larger one.
        int order = numeric ? Integer.compare(value.length(), other.length()) : 0;
        return order == 0 ? value.compareTo(other) : order;
    }

    @Override
    public boolean numeric() {
        return numeric;
    }
}
