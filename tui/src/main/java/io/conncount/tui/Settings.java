package io.conncount.tui;

import io.conncount.group.GroupKeys;
import io.conncount.tui.model.Model;
import io.conncount.tui.model.Question;
import io.conncount.view.SocketColumns;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What is kept from one run to the next.
 *
 * @param mouse false to leave the mouse to the terminal
 */
public record Settings(List<String> keys, List<String> columns, Set<String> hidden, Duration interval, boolean mouse) {
    private static final String BY = "by";
    private static final String COLUMNS = "list.columns";
    private static final String HIDDEN = "hidden.columns";
    private static final String INTERVAL = "interval.ms";
    private static final String MOUSE = "mouse";
    private static final int NAMES_MAX = 100;
    private static final long INTERVAL_MILLISECONDS_MIN = 100;
    private static final long INTERVAL_MILLISECONDS_MAX = 86_400_000;

    /** The default settings. */
    public static final Settings DEFAULT = new Settings(
            List.of("service"),
            List.of("state", "recvq", "sendq", "local_address", "local_port", "remote_address", "remote_port"),
            Set.of(),
            Duration.ofSeconds(1),
            true);

    /** Copies what it is given. */
    public Settings {
        keys = List.copyOf(keys);
        columns = List.copyOf(columns);
        hidden = Set.copyOf(hidden);
    }

    /**
     * What to keep after a run that began with these settings: what was changed in it, and else what was kept before. What was
     * given for one start is not kept.
     */
    public Settings after(Model last, Settings kept) {
        // What was drilled into is where the user was, and not what they like to begin with.
        Question question =
                last.places().isEmpty() ? last.question() : last.places().get(0).question();
        return new Settings(
                question.keyNames().equals(keys) ? kept.keys : question.keyNames(),
                last.question().columns().equals(columns)
                        ? kept.columns
                        : last.question().columns(),
                last.hidden().equals(hidden) ? kept.hidden : last.hidden(),
                last.interval().equals(interval) ? kept.interval : last.interval(),
                mouse);
    }

    /** As properties. */
    Properties properties() {
        Properties properties = new Properties();
        properties.setProperty(BY, String.join(",", keys));
        properties.setProperty(COLUMNS, String.join(",", columns));
        properties.setProperty(HIDDEN, hidden.stream().sorted().collect(Collectors.joining(",")));
        properties.setProperty(INTERVAL, Long.toString(interval.toMillis()));
        properties.setProperty(MOUSE, mouse ? "on" : "off");
        return properties;
    }

    /** Of properties; what is missing or makes no sense is as usual. */
    static Settings of(Properties properties) {
        return new Settings(
                names(properties, BY, DEFAULT.keys, Settings::isKey),
                names(properties, COLUMNS, DEFAULT.columns, SocketColumns.names()::contains),
                Set.copyOf(names(properties, HIDDEN, List.of(), name -> true)),
                interval(properties.getProperty(INTERVAL, "")),
                !properties.getProperty(MOUSE, "on").equals("off"));
    }

    private static boolean isKey(String word) {
        try {
            return GroupKeys.byWord(word).isPresent();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static List<String> names(
            Properties properties, String property, List<String> usual, Predicate<String> valid) {
        List<String> names = Arrays.stream(Optional.ofNullable(properties.getProperty(property))
                        .orElse("")
                        .split(","))
                .filter(name -> !name.isEmpty() && valid.test(name))
                .distinct()
                .limit(NAMES_MAX)
                .toList();
        return names.isEmpty() ? usual : names;
    }

    private static Duration interval(String milliseconds) {
        if (!milliseconds.matches("\\d{1,9}")) {
            return DEFAULT.interval;
        }
        long number = Long.parseLong(milliseconds);
        boolean sensible = number >= INTERVAL_MILLISECONDS_MIN && number <= INTERVAL_MILLISECONDS_MAX;
        return sensible ? Duration.ofMillis(number) : DEFAULT.interval;
    }
}
