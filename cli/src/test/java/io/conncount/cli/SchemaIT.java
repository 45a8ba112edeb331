package io.conncount.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.conncount.cli.options.CommandNames;
import io.conncount.testing.SocketNamespace;
import io.conncount.view.SocketColumns;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Answers about real sockets keep to the JSON Schemas of {@code docs/schema}, as do those of all other tests, because
 * {@link Launch#of} looks.
 */
class SchemaIT {
    private static SocketNamespace namespace;

    @TempDir
    private static Path directory;

    @BeforeAll
    static void makeSockets() throws IOException, InterruptedException {
        namespace =
                new SocketNamespace("--connections", "40", "--time-wait", "20", "--ipv6", "10", "--close-wait", "5");
        inside("record", file("before"), "-A", "all");
        inside("record", file("after"), "state", "established");
        inside("record", file("listed.rec"));
    }

    @AfterAll
    static void endSockets() throws IOException {
        namespace.close();
    }

    private static String file(String name) {
        return directory.resolve(name).toString();
    }

    private static Launch inside(String... words) throws IOException, InterruptedException {
        return namespace.call(() -> Launch.of(words));
    }

    static Stream<String> questions() {
        return Stream.of(
                "--by-state",
                "--by local-port,remote-net/16,user,unit,process --top 3 -tu",
                "--by proto,type,state -A all",
                "--watch=0.1 --count 2 --top 1",
                "list -taeimop --tos",
                "list -xa -e",
                "list -A all --columns "
                        + String.join(",", SocketColumns.names())
                                .replace("netns,", "")
                                .replace(",netns_inode", "")
                                .replace("jail,", ""),
                "stats rtt --by remote-net/24,state --top 1",
                "stats sendq state=listen",
                "listeners -c -p --watch=0.1 --count 2",
                "ports --watch=0.1 --count 2 --top 1",
                "capacity --top 3",
                "capacity --plan 2000000",
                "memory --by state --top 2",
                "doctor",
                "recordings " + directory,
                "diff " + file("before") + " " + file("after") + " --by state --top 1",
                "kill --yes state=close-wait");
    }

    @ParameterizedTest
    @MethodSource("questions")
    void answerKeepsToItsSchema(String question) throws IOException, InterruptedException {
        for (String format : List.of("--json", "--ndjson")) {
            List<String> words = new ArrayList<>(List.of(question.split(" ")));
            words.add(words.get(0).startsWith("-") ? 0 : words.size(), format);
            Launch answer = inside(words.toArray(String[]::new));
            assertFalse(answer.out().isEmpty() && !question.startsWith("kill"), answer.err());
        }
    }

    /** {@code events} and {@code fleet} need more than one command; their own tests ask them. */
    @Test
    void everyCommandWithJsonIsAsked() {
        Set<String> asked =
                questions().map(question -> question.split(" ")[0]).collect(Collectors.toCollection(TreeSet::new));
        asked.addAll(List.of("events", "fleet"));
        for (CommandNames.Entry command : CommandNames.all()) {
            boolean json = Commands.byName(command.name()).orElseThrow().spec().findOption("--json") != null;
            assertEquals(json, asked.contains(command.name()), command.name());
        }
    }
}
