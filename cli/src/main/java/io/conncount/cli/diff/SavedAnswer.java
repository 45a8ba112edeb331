package io.conncount.cli.diff;

import io.conncount.group.GroupKey;
import io.conncount.group.GroupKeys;
import io.conncount.json.JsonReader;
import io.conncount.snapshot.Snapshot;
import io.conncount.source.recording.RecordingException;
import io.conncount.sys.NameText;
import io.conncount.view.KeyColumn;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A count that was saved with {@code --json}, of the schema {@code conncount.count/2}. Its file may have been changed by anybody. */
final class SavedAnswer {
    private static final String SCHEMA = "conncount.count/2";
    private static final int KEYS_MAX = 16;

    private final Path file;
    private final int groupsMax;
    private final List<GroupKey> keys = new ArrayList<>();
    private final List<String> keyNames = new ArrayList<>();
    private final Map<List<String>, Long> groups = new HashMap<>();
    private String schema = "";
    private String host = "";
    private Optional<Instant> time = Optional.empty();
    private Optional<String> filter = Optional.empty();
    private long total;
    private long inGroups;
    private long otherGroups;
    private long otherCount;
    private boolean complete;
    private long errorBar = Snapshot.ERROR_BAR_UNKNOWN;

    private SavedAnswer(Path file, int groupsMax) {
        this.file = file;
        this.groupsMax = groupsMax;
    }

    /**
     * Reads one.
     *
     * @param groupsMax how many groups to keep
     * @throws RecordingException if the file is not such an answer
     */
    static SavedAnswer read(Path file, InputStream content, int groupsMax) throws RecordingException {
        SavedAnswer answer = new SavedAnswer(file, groupsMax);
        try {
            JsonReader json = new JsonReader(content);
            json.object(name -> answer.member(json, name));
            json.end();
        } catch (RecordingException e) {
            throw e;
        } catch (IOException e) {
            throw answer.refused(e.getMessage());
        }
        answer.check();
        return answer;
    }

    private RecordingException refused(String reason) {
        return new RecordingException(
                file, "not an answer of conncount --json: " + reason + "; save one with conncount --json > FILE");
    }

    private void member(JsonReader json, String name) throws IOException {
        switch (name) {
            case "schema" -> schema = json.text();
            case "host" -> host = json.text();
            case "time" -> time = Optional.of(instant(json));
            case "filter" -> filter = json.isNull() ? Optional.empty() : Optional.of(json.text());
            case "by" -> json.array(() -> addKey(json));
            case "total" -> total = json.count();
            case "groups" -> json.array(() -> addGroup(json));
            case "other" -> json.object(part -> other(json, part));
            case "complete" -> complete = json.truth();
            case "error_bar" -> errorBar = json.isNull() ? Snapshot.ERROR_BAR_UNKNOWN : json.count();
            default -> json.skip();
        }
    }

    private static Instant instant(JsonReader json) throws IOException {
        String text = json.text();
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new IOException("'" + text + "' is not a time", e);
        }
    }

    private void addKey(JsonReader json) throws IOException {
        String word = json.text();
        if (keys.size() == KEYS_MAX) {
            throw new IOException("more than " + KEYS_MAX + " keys");
        }
        GroupKey key = key(word).orElseThrow(() -> new IOException("unknown key '" + word + "'"));
        keys.add(key);
        keyNames.add(KeyColumn.name(key));
    }

    private static Optional<GroupKey> key(String word) {
        try {
            return GroupKeys.byWord(word);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private void addGroup(JsonReader json) throws IOException {
        if (keys.isEmpty()) {
            throw new IOException("'by' must come before 'groups'");
        }
        String[] values = new String[keys.size()];
        long[] count = {-1};
        json.object(name -> {
            int key = keyNames.indexOf(name);
            if (key >= 0) {
                values[key] = value(json, keys.get(key));
            } else if (name.equals("count")) {
                count[0] = json.count();
            } else {
                json.skip();
            }
        });
        if (count[0] < 0) {
            throw new IOException("a group without a count");
        }
        for (int key = 0; key < values.length; key++) {
            if (values[key] == null) {
                throw new IOException("a group without " + keyNames.get(key));
            }
        }
        add(List.of(values), count[0]);
    }

    private static String value(JsonReader json, GroupKey key) throws IOException {
        String value = json.textOrNumber();
        if (key.numeric() && !value.matches("\\d{1,20}")) {
            throw new IOException("'" + value + "' is not a value of " + key.name());
        }
        return NameText.unescaped(value);
    }

    private void add(List<String> values, long count) {
        inGroups += count;
        if (groups.size() < groupsMax || groups.containsKey(values)) {
            groups.merge(values, count, Long::sum);
        } else {
            otherGroups++;
            otherCount += count;
            inGroups -= count;
        }
    }

    private void other(JsonReader json, String part) throws IOException {
        switch (part) {
            case "groups" -> otherGroups += json.count();
            case "count" -> otherCount += json.count();
            default -> json.skip();
        }
    }

    private void check() throws RecordingException {
        if (!schema.equals(SCHEMA)) {
            throw refused(
                    schema.isEmpty()
                            ? "it has no schema"
                            : "its schema is '" + schema + "', and only " + SCHEMA + " can be compared");
        }
        if (time.isEmpty() || keys.isEmpty()) {
            throw refused("it has no " + (time.isEmpty() ? "time" : "keys"));
        }
        if (inGroups + otherCount != total) {
            throw refused("its total is " + total + ", but its groups have " + (inGroups + otherCount) + " sockets");
        }
    }

    /** What it is grouped by. */
    List<GroupKey> keys() {
        return keys;
    }

    private static List<String> names(List<GroupKey> keys) {
        return keys.stream().map(KeyColumn::name).toList();
    }

    /** True if it can be grouped by these keys, of which it must have each. */
    boolean has(List<GroupKey> wanted) {
        return keyNames.containsAll(names(wanted));
    }

    /** The same, grouped by fewer keys or in another order. */
    Side by(List<GroupKey> wanted) {
        List<Integer> places = names(wanted).stream().map(keyNames::indexOf).toList();
        Map<List<String>, Long> regrouped = new HashMap<>();
        groups.forEach((values, count) -> {
            if (count > 0) {
                regrouped.merge(places.stream().map(values::get).toList(), count, Long::sum);
            }
        });
        return new Side(file.toString(), host, time.orElseThrow(), filter, regrouped, total, fault(), errorBar);
    }

    private Optional<String> fault() {
        if (!complete) {
            return Optional.of("it was incomplete when it was saved");
        }
        return otherGroups + otherCount > 0
                ? Optional.of("it does not show " + otherGroups + " groups with " + otherCount
                        + " sockets, which may seem to have come or gone")
                : Optional.empty();
    }
}
