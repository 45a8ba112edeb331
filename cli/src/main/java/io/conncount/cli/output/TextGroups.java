package io.conncount.cli.output;

import io.conncount.group.GroupKey;
import io.conncount.group.GroupTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Makes counts of groups whose values are texts, as machine formats show them. What is made of the same keys can be compared. Used by
 * one thread.
 */
public final class TextGroups {
    /** A key of fewer values than this has a name for each, which can be looked for. */
    private static final int NAMES_MAX = 64;

    private final List<GroupKey> keys = new ArrayList<>();
    private final List<Map<String, OptionalLong>> lanes = new ArrayList<>();

    /** @param wanted keys, which stay themselves where a lane follows from a text, and become a {@link TextKey} else */
    public TextGroups(List<GroupKey> wanted) {
        for (GroupKey key : wanted) {
            keys.add(isKnown(key) ? key : new TextKey(key.name(), key.numeric()));
            lanes.add(new HashMap<>());
        }
    }

    private static boolean isKnown(GroupKey key) {
        return key instanceof TextKey
                || (key.lanes() == 1 && key.texts().isEmpty() && (key.numeric() || !isValue(key, NAMES_MAX)));
    }

    private static boolean isValue(GroupKey key, long lane) {
        return key.isValue(new long[] {lane}, 0);
    }

    /** A table of these groups; sockets of a group with a value that its key does not have are in none. */
    public GroupTable table(Map<List<String>, Long> groups) {
        GroupTable table = new GroupTable(keys, Integer.MAX_VALUE);
        groups.forEach((values, count) -> add(table, values, count));
        return table;
    }

    /** How many values of keys are known by now. */
    public long values() {
        return lanes.stream().mapToLong(Map::size).sum();
    }

    private void add(GroupTable table, List<String> values, long count) {
        long[] group = new long[keys.size()];
        boolean known = true;
        for (int place = 0; place < group.length && known; place++) {
            GroupKey key = keys.get(place);
            OptionalLong lane = lanes.get(place).computeIfAbsent(values.get(place), value -> lane(key, value));
            known = lane.isPresent();
            group[place] = lane.orElse(0);
        }
        if (known) {
            table.add(group, 0, count);
        } else {
            table.addUngrouped(count);
        }
    }

    private static OptionalLong lane(GroupKey key, String value) {
        if (key instanceof TextKey texts) {
            return OptionalLong.of(texts.lane(value));
        }
        if (key.numeric()) {
            return value.matches("\\d{1,18}") ? checked(key, Long.parseLong(value), value) : OptionalLong.empty();
        }
        OptionalLong found = OptionalLong.empty();
        for (long lane = 0; lane < NAMES_MAX && found.isEmpty(); lane++) {
            found = checked(key, lane, value);
        }
        return found;
    }

    private static OptionalLong checked(GroupKey key, long lane, String value) {
        return isValue(key, lane) && key.value(new long[] {lane}, 0).equals(value)
                ? OptionalLong.of(lane)
                : OptionalLong.empty();
    }
}
