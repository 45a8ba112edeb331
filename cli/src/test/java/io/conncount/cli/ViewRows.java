package io.conncount.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.testing.SocketNamespace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The rows of a view, read from its CSV by the names of its columns.
 *
 * @param rows a map for each, without what is not known
 */
record ViewRows(List<Map<String, String>> rows) {
    /** A value, perhaps in quotes, and what is before it. No value has a quote in it. */
    private static final Pattern VALUE = Pattern.compile("(?:^|,)(?:\"([^\"]*)\"|([^,]*))");

    /** Asks in a namespace; the answer must be complete. */
    static ViewRows inside(SocketNamespace namespace, String... words) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of(words));
        all.add("--csv");
        return of(namespace.call(() -> Launch.of(all.toArray(String[]::new))));
    }

    /** What was answered. */
    static ViewRows of(Launch answer) {
        assertEquals("", answer.err());
        assertEquals(0, answer.exitCode());
        List<String> lines = answer.out().lines().toList();
        String[] names = lines.get(0).split(",");
        List<Map<String, String>> rows = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            String[] values = VALUE.matcher(line)
                    .results()
                    .map(match -> match.group(1) != null ? match.group(1) : match.group(2))
                    .toArray(String[]::new);
            assertEquals(names.length, values.length, line);
            Map<String, String> row = new HashMap<>();
            for (int i = 0; i < names.length; i++) {
                if (!values[i].isEmpty()) {
                    row.put(names[i], values[i]);
                }
            }
            rows.add(row);
        }
        return new ViewRows(rows);
    }

    /** The only row whose column has this value. */
    Map<String, String> where(String column, String value) {
        List<Map<String, String>> found =
                rows.stream().filter(row -> value.equals(row.get(column))).toList();
        assertEquals(1, found.size(), () -> column + " " + value + " in " + rows);
        return found.get(0);
    }

    /** A number of a row. */
    static long number(Map<String, String> row, String column) {
        assertTrue(row.containsKey(column), () -> column + " in " + row);
        return Long.parseLong(row.get(column));
    }

    /** The number that a JSON document has under this name. */
    static long member(String json, String name) {
        Matcher matcher = Pattern.compile("\"" + name + "\":(\\d+)").matcher(json);
        assertTrue(matcher.find(), () -> name + " in " + json);
        return Long.parseLong(matcher.group(1));
    }

    /** A number of {@code /proc/net/netstat} of the thread's namespace. */
    static long netstat(String name) throws IOException {
        List<String> lines = Files.readAllLines(Path.of("/proc/thread-self/net/netstat")).stream()
                .filter(line -> line.startsWith("TcpExt:"))
                .toList();
        int column = List.of(lines.get(0).split(" ")).indexOf(name);
        return Long.parseLong(lines.get(1).split(" ")[column]);
    }
}
