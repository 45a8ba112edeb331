package io.conncount.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.testing.SocketNamespace;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Percentiles of real sockets, against those computed of every row of a listing. */
class StatsIT {
    private static final double ERROR_MAX = 1.0 / 128;
    private static final int CONNECTIONS = 300;
    private static final List<Closeable> KEPT = new ArrayList<>();

    private static SocketNamespace namespace;

    @TempDir
    private static Path directory;

    /** Connections of two listeners, with data that nobody reads: from nothing to 50 kB. */
    @BeforeAll
    static void makeSockets() throws IOException, InterruptedException {
        namespace = new SocketNamespace("--connections", "50", "--time-wait", "20", "--ipv6", "10");
        namespace.call(() -> {
            for (int listener = 0; listener < 2; listener++) {
                ServerSocket server = new ServerSocket(0, CONNECTIONS, InetAddress.getLoopbackAddress());
                KEPT.add(server);
                for (int i = 0; i < CONNECTIONS; i++) {
                    Socket client = new Socket(server.getInetAddress(), server.getLocalPort());
                    KEPT.add(client);
                    KEPT.add(server.accept());
                    client.getOutputStream().write(new byte[i * i * (listener + 1) % 50_000]);
                }
            }
            return Launch.of("record", directory.resolve("sockets.rec").toString());
        });
    }

    @AfterAll
    static void endSockets() throws IOException {
        for (Closeable kept : KEPT) {
            kept.close();
        }
        namespace.close();
    }

    private static Launch run(String... words) throws IOException, InterruptedException {
        return namespace.call(() -> Launch.of(words));
    }

    private static String done(String... words) throws IOException, InterruptedException {
        Launch launch = run(words);
        assertEquals("", launch.err());
        assertEquals(0, launch.exitCode());
        return launch.out();
    }

    private static List<MatchResult> rows(String json, String pattern) {
        return Pattern.compile(pattern).matcher(json).results().toList();
    }

    /** The values of a number by port and state, as a listing has them. */
    private static Map<String, List<Double>> listed(String number, String... options)
            throws IOException, InterruptedException {
        String[] words = Stream.concat(
                        Stream.of(
                                "list", "-a", "--json", "--columns", "local_port,state," + number, "exclude", "listen"),
                        Stream.of(options))
                .toArray(String[]::new);
        Map<String, List<Double>> values = new TreeMap<>();
        String row = "\\{(\"local_port\":\\d+,\"state\":\"\\w+\")(?:,\"" + number + "\":([0-9.]+))?\\}";
        for (MatchResult socket : rows(done(words), row)) {
            List<Double> ofGroup = values.computeIfAbsent(socket.group(1), group -> new ArrayList<>());
            if (socket.group(2) != null) {
                ofGroup.add(Double.valueOf(socket.group(2)));
            }
        }
        return values;
    }

    private static double percentile(List<Double> values, double percent) {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return sorted[Math.max(0, (int) Math.ceil(percent / 100 * sorted.length) - 1)];
    }

    /** Every number of every group is that of the listed values, within the stated error. */
    private static void assertPercentiles(Map<String, List<Double>> listed, String unit, String json) {
        String value = "(?:,\"%s" + unit + "\":([0-9.]+))?";
        String pattern = "\\{(\"local_port\":\\d+,\"state\":\"\\w+\"),\"count\":\\d+,\"known\":(\\d+)"
                + Stream.of("min", "p50", "p90", "p99", "max")
                        .map(name -> value.replace("%s", name))
                        .reduce("", String::concat)
                + "\\}";
        List<MatchResult> groups = rows(json, pattern);
        assertEquals(listed.keySet().size(), groups.size(), json);
        double[] percents = {0, 50, 90, 99, 100};
        for (MatchResult group : groups) {
            List<Double> values = listed.get(group.group(1));
            assertEquals(values.size(), Integer.parseInt(group.group(2)), group.group());
            for (int i = 0; i < percents.length && !values.isEmpty(); i++) {
                double expected = percentile(values, percents[i]);
                double shown = Double.parseDouble(group.group(3 + i));
                // Numbers of microseconds are written with three decimals of a millisecond.
                assertTrue(
                        Math.abs(shown - expected) <= expected * ERROR_MAX + 1e-9,
                        () -> expected + " in " + group.group());
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "recvq, '', sock_diag",
        "recvq, '', bpf",
        "rtt_ms, _ms, sock_diag",
        "rtt_ms, _ms, bpf",
        "bytes_received, '', bpf",
        "rto_ms, _ms, sock_diag"
    })
    void percentilesAreThoseOfEveryRow(String number, String unit, String source) throws Exception {
        Map<String, List<Double>> listed = listed(number);
        String json = done("stats", number, "--by", "local-port,state", "--json", "--source", source);
        assertTrue(json.contains("\"source\":\"" + source + "\""), json);
        assertPercentiles(listed, unit, json);
    }

    @Test
    void recordingHasThePercentilesOfItsRows() throws Exception {
        String file = directory.resolve("sockets.rec").toString();
        Map<String, List<Double>> listed = listed("bytes_received", "--from", file);
        assertPercentiles(
                listed, "", done("stats", "bytes_received", "--by", "local-port,state", "--json", "--from", file));
    }

    @Test
    void listenersAreLeftOutUnlessAskedFor() throws Exception {
        String usual = done("stats", "sendq", "--by", "state", "--csv");
        assertTrue(usual.startsWith("state,count,known,min,p50,p90,p99,max\n"), usual);
        assertTrue(!usual.contains("listen"), usual);
        assertTrue(done("stats", "sendq", "--by", "state", "--csv", "-a").contains("\nlisten,"));
    }

    @Test
    void socketsWithoutTheNumberAreCounted() throws Exception {
        String csv = done("stats", "rtt", "--by", "state", "--csv", "state", "time-wait");
        assertEquals("state,count,known,min_ms,p50_ms,p90_ms,p99_ms,max_ms\ntime_wait,20,0,,,,,\n", csv);
    }

    @Test
    void groupsThatAreNotShownAreOneRow() throws Exception {
        String plain = done("stats", "recvq", "--by", "local-port", "--top", "1", "--sort", "max");
        assertEquals(2, plain.lines().count(), plain);
        assertTrue(plain.lines().skip(1).findFirst().orElseThrow().startsWith("(other) "), plain);
        List<String> all = done("stats", "recvq", "--by", "local-port", "--sort", "p90")
                .lines()
                .map(line -> line.strip().split(" +")[5])
                .toList();
        List<Long> sorted = all.stream().map(Long::valueOf).toList();
        assertEquals(sorted.stream().sorted((a, b) -> Long.compare(b, a)).toList(), sorted);
    }

    @Test
    void withoutKeysThereIsOneRow() throws Exception {
        String[] words = done("stats", "recvq", "sport", "!=", ":0").strip().split(" +");
        assertEquals(7, words.length, Arrays.toString(words));
        assertEquals("0", words[2]);
    }

    @Test
    void answersAreRepeated() throws Exception {
        String csv = done("stats", "rtt", "--watch=0.1", "--count", "2", "--csv");
        assertEquals(3, csv.lines().count(), csv);
        assertTrue(csv.startsWith("time,count,known,min_ms"), csv);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "rtx", "mark", "rtt --sort p95", "rtt --by rtt"})
    void mistakeIsOneLine(String words) throws Exception {
        Launch launch = Launch.shell("$conncount stats " + words);
        assertEquals(2, launch.exitCode());
        assertEquals("", launch.out());
        assertEquals(1, launch.err().lines().count(), launch.err());
    }
}
