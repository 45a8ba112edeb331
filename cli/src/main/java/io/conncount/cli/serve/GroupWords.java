package io.conncount.cli.serve;

import io.conncount.cli.options.FilterReader;
import io.conncount.cli.options.KeyWords;
import io.conncount.cli.options.Suggestion;
import io.conncount.cli.options.TableWords;
import io.conncount.cli.options.UsageException;
import io.conncount.exporters.message.Request;
import io.conncount.exporters.sampled.DaemonSeries.GroupSpec;
import io.conncount.filter.ParsedFilter;
import io.conncount.group.GroupKey;
import io.conncount.group.GroupKeys;
import io.conncount.names.HostNames;
import io.conncount.query.Query;
import io.conncount.query.Selection;
import io.conncount.socket.AddressFamily;
import io.conncount.socket.TcpState;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads the value of {@code --group}, such as {@code by=local-port,state top=20 filter=dport = :443}. */
final class GroupWords {
    private static final String FILTER = "filter=";
    private static final String ONLY = "only.";
    private static final List<String> NAMES = List.of("by", "top", "only.KEY", "tables", "filter");
    private static final int TOP_DEFAULT = 20;

    private final String text;
    private final Map<String, String> values = new HashMap<>();

    private GroupWords(String text) {
        this.text = text;
    }

    static GroupSpec read(String text) throws UsageException {
        GroupWords words = new GroupWords(text);
        words.split();
        return words.spec();
    }

    private void split() throws UsageException {
        String rest = text.strip();
        while (!rest.isEmpty()) {
            int blank = rest.startsWith(FILTER) || !rest.contains(" ") ? rest.length() : rest.indexOf(' ');
            String word = rest.substring(0, blank);
            rest = rest.substring(blank).strip();
            int equals = word.indexOf('=');
            if (equals <= 0 || equals == word.length() - 1) {
                throw wrong("'" + word + "' is not NAME=VALUE");
            }
            String name = word.substring(0, equals);
            if (!NAMES.contains(name) && !name.startsWith(ONLY)) {
                throw wrong("unknown name '" + name + "'" + Suggestion.hint(name, NAMES));
            }
            if (values.put(name, word.substring(equals + 1)) != null) {
                throw wrong("'" + name + "' is given twice");
            }
        }
    }

    private GroupSpec spec() throws UsageException {
        if (!values.containsKey("by")) {
            throw wrong("by=KEY[,KEY...] is missing");
        }
        List<GroupKey> keys = KeyWords.read(Serve.GROUP, values.get("by"));
        ParsedFilter filter = values.containsKey("filter")
                ? FilterReader.parse(values.get("filter"), new HostNames())
                : ParsedFilter.NONE;
        TableWords tables = new TableWords();
        if (values.containsKey("tables")) {
            tables.addQuery(values.get("tables"));
        }
        Selection selection = new Selection(
                tables.protocols(),
                AddressFamily.IP,
                filter.states().orElse(TcpState.ALL),
                filter.filter(),
                tables.types());
        // One thread: to share a dump saves time, and costs a third more of the processors.
        Query query = new Query(selection, keys, false, 1, Request.GROUPS_MAX);
        return new GroupSpec(query, top(), allowed(keys));
    }

    private int top() throws UsageException {
        String number = values.getOrDefault("top", Integer.toString(TOP_DEFAULT));
        if (!number.matches("\\d{1,6}") || Integer.parseInt(number) == 0) {
            throw wrong("top=" + number + " is not a whole number from 1 to 999999");
        }
        return Integer.parseInt(number);
    }

    private Map<String, Set<String>> allowed(List<GroupKey> keys) throws UsageException {
        Map<String, Set<String>> allowed = new HashMap<>();
        for (Map.Entry<String, String> value : values.entrySet()) {
            if (value.getKey().startsWith(ONLY)) {
                String key = value.getKey().substring(ONLY.length()).replace('_', '-');
                List<String> names = GroupKeys.names(keys);
                if (!names.contains(key)) {
                    throw wrong("'" + key + "' is not one of its keys" + Suggestion.hint(key, names));
                }
                allowed.put(key, Set.copyOf(List.of(value.getValue().split(","))));
            }
        }
        return allowed;
    }

    private UsageException wrong(String what) {
        return new UsageException(Serve.GROUP + " '" + text + "': " + what);
    }
}
