package io.conncount.cli.fleet;

import io.conncount.cli.options.UsageException;
import io.conncount.group.GroupKeys;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is asked of a Prometheus.
 *
 * @param labels to sum by, as they are named there
 * @param matchers such as {@code state="close_wait"}
 */
record FleetQuestion(List<String> labels, List<String> matchers) {
    /** Those of the metric that every daemon has. */
    private static final Set<String> OF_SOCKETS = Set.of("proto", "family", "state");

    private static final String SOCKETS = "conncount_sockets";
    private static final String GROUPS = SOCKETS + "_by_";
    private static final Pattern LABEL = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_-]*");
    private static final Pattern CONDITION = Pattern.compile("([a-zA-Z_][a-zA-Z0-9_-]*)(=~|!~|!=|=)(.*)");

    /** Reads {@code --by} and the words of the filter. */
    static FleetQuestion of(String by, List<String> conditions) throws UsageException {
        List<String> labels = new ArrayList<>();
        for (String word : by.split(",", -1)) {
            if (!LABEL.matcher(word).matches()) {
                throw new UsageException("--by " + by + ": '" + word + "' is not the name of a label");
            }
            labels.add(label(word));
        }
        List<String> matchers = new ArrayList<>();
        for (String condition : conditions) {
            Matcher parts = CONDITION.matcher(condition);
            if (!parts.matches()) {
                throw new UsageException("'" + condition
                        + "' is not a condition; write LABEL=VALUE, LABEL!=VALUE, LABEL=~REGEX or LABEL!~REGEX");
            }
            matchers.add(matcher(label(parts.group(1)), parts.group(2), parts.group(3)));
        }
        return new FleetQuestion(List.copyOf(labels), List.copyOf(matchers));
    }

    /** A condition on a label, whose value is given as it is. */
    static String matcher(String label, String operator, String value) {
        return label
                + operator
                + '"'
                + value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n")
                + '"';
    }

    /** A key is a label in the spelling of Prometheus. */
    private static String label(String word) {
        return word.replace('-', '_');
    }

    /** The keys of groups that a metric must have, those of {@link #OF_SOCKETS} apart if there are no others; empty if it needs none. */
    private Set<String> keys() {
        Set<String> keys = new TreeSet<>();
        List<String> known =
                GroupKeys.ALL.stream().map(entry -> label(entry.name())).toList();
        labels.stream().filter(known::contains).forEach(keys::add);
        matchers.stream().map(FleetQuestion::labelOf).filter(known::contains).forEach(keys::add);
        return OF_SOCKETS.containsAll(keys) ? Set.of() : keys;
    }

    private static String labelOf(String matcher) {
        return matcher.replaceFirst("[=!].*", "");
    }

    /** True if only a metric of groups answers it, of which the names must be known. */
    boolean needsGroups() {
        return !keys().isEmpty();
    }

    /** The names of the keys that such a metric must have, for people. */
    String groupKeys() {
        return String.join(",", keys()).replace('_', '-');
    }

    /** The metric with the fewest keys that has all of those; empty if none has. */
    Optional<String> metricAmong(List<String> names) {
        return names.stream()
                .filter(name -> name.startsWith(GROUPS) && hasAll(name.substring(GROUPS.length())))
                .min(Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder()));
    }

    private boolean hasAll(String named) {
        String padded = "_" + named + "_";
        return keys().stream().allMatch(key -> padded.contains("_" + key + "_"));
    }

    /** The matcher for names of metrics of groups. */
    static String groupNames() {
        return "{__name__=~\"" + GROUPS + ".+\"}";
    }

    /** The sum, in PromQL. */
    String sum(Optional<String> groups) {
        return "sum by (" + String.join(", ", labels) + ") (" + selected(groups) + ")";
    }

    /** When the newest of its numbers was scraped, in seconds since 1970. */
    String newest(Optional<String> groups) {
        return "max(timestamp(" + selected(groups) + "))";
    }

    /** TCP is meant where nothing is said of protocols. */
    private String selected(Optional<String> groups) {
        List<String> all = new ArrayList<>(matchers);
        boolean proto = labels.contains("proto")
                || matchers.stream().anyMatch(matcher -> labelOf(matcher).equals("proto"));
        if (groups.isEmpty() && !proto) {
            all.add("proto=\"tcp\"");
        }
        return groups.orElse(SOCKETS) + "{" + String.join(", ", all) + "}";
    }

    /** Those matchers that say which hosts are meant, and not which of their sockets. */
    String hosts() {
        List<String> known =
                GroupKeys.ALL.stream().map(entry -> label(entry.name())).toList();
        return String.join(
                ", ",
                matchers.stream()
                        .filter(matcher -> !known.contains(labelOf(matcher)))
                        .toList());
    }
}
