package io.conncount.cli.history;

import io.conncount.filter.Condition;
import io.conncount.group.GroupKey;
import io.conncount.socket.SocketView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A key whose values are known as the texts that were recorded: a lane is the place of one. No condition holds for a value, because
 * that would need what the text was made of.
 */
final class RecordedKey implements GroupKey {
    private final GroupKey key;
    private final List<String> texts = new ArrayList<>();
    private final Map<String, Long> places = new HashMap<>();

    RecordedKey(GroupKey key) {
        this.key = key;
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
        return key.name();
    }

    @Override
    public void write(SocketView socket, long[] lanes, int at) {
        throw new UnsupportedOperationException("a history has no sockets");
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
        return MomentRow.compare(value(lanes, at), value(others, othersAt), key);
    }

    @Override
    public boolean numeric() {
        return key.numeric();
    }
}
