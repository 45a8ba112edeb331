package io.conncount.cli.options;

import io.conncount.group.GroupKey;
import io.conncount.group.GroupKeys;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads lists of grouping keys, such as {@code local-port,state}. */
public final class KeyWords {
    private KeyWords() {}

    /**
     * The keys in a list.
     *
     * @param option where it stands, such as {@code --by}
     */
    public static List<GroupKey> read(String option, String list) throws UsageException {
        List<GroupKey> keys = new ArrayList<>();
        for (String word : list.split(",", -1)) {
            GroupKey key = key(option, word);
            if (GroupKeys.names(keys).contains(key.name())) {
                throw new UsageException(option + " " + list + ": key '" + word + "' is given twice");
            }
            keys.add(key);
        }
        return keys;
    }

    private static GroupKey key(String option, String word) throws UsageException {
        try {
            Optional<GroupKey> key = GroupKeys.byWord(word);
            if (key.isPresent()) {
                return key.get();
            }
        } catch (IllegalArgumentException e) {
            throw new UsageException(e.getMessage());
        }
        List<String> names = GroupKeys.ALL.stream().map(GroupKeys.Entry::name).toList();
        throw new UsageException("unknown key '" + word + "' in " + option
                + Suggestion.hint(word, names, "conncount help keys lists them"));
    }
}
