package io.conncount.cli.manual;

import io.conncount.cli.options.CommandNames;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The pages of the manual. The build puts their sources beside this class. */
public final class Manual {
    private static final String FIRST = "conncount";
    private static final String[] SECTIONS = {"1", "5", "7"};

    /** What pages are about that are not about a command. */
    static final List<String> SHARED =
            List.of("filter", "keys", "columns", "history", "sources", "formats", "ss", "netstat");

    /** Commands that are described in the page of another. */
    private static final Map<String, String> ELSEWHERE = Map.of("sockstat", "netstat");

    private Manual() {}

    /** What there are pages about. */
    public static List<String> topics() {
        List<String> topics = new ArrayList<>(List.of(FIRST));
        for (CommandNames.Entry command : CommandNames.all()) {
            topics.add(command.name());
        }
        topics.addAll(SHARED);
        return topics;
    }

    /** The page about a topic as text; empty if there is none. A topic may also be named as its page is. */
    static Optional<String> text(String topic) throws IOException {
        String word = topic.startsWith(FIRST + "-") ? topic.substring(FIRST.length() + 1) : topic;
        if (ELSEWHERE.containsKey(word)) {
            return text(ELSEWHERE.get(word));
        }
        if (!topics().contains(word)) {
            return Optional.empty();
        }
        String page = word.equals(FIRST) ? FIRST : FIRST + "-" + word;
        for (String section : SECTIONS) {
            try (InputStream source = Manual.class.getResourceAsStream(page + "." + section)) {
                if (source != null) {
                    BufferedReader lines = new BufferedReader(new InputStreamReader(source, StandardCharsets.UTF_8));
                    return Optional.of(MdocText.of(page, lines.lines().toList()));
                }
            }
        }
        return Optional.empty();
    }
}
