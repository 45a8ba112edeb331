package io.conncount.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.testing.SocketNamespace;
import io.conncount.testing.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code conncount --at} and {@code --since}: what a daemon among real sockets has recorded. */
class HistoryIT {
    @TempDir
    private static Path directory;

    private static SocketNamespace namespace;
    private static DaemonProcess daemon;
    private static Path history;

    @BeforeAll
    static void record() throws Exception {
        namespace = new SocketNamespace("--connections", "40", "--ipv6", "10", "--udp", "3", "--close-wait", "5");
        Launch.of("--version");
        history = directory.resolve("history");
        daemon =
                namespace.call(() -> DaemonProcess.recording(directory, history, "by=remote-net/16 filter=sport = :1"));
        Waiting.until(
                "records",
                () -> ask("--at", "now").exitCode() == 0
                        && ask("--at", "now", "--by", "local-port").exitCode() == 0);
    }

    @AfterAll
    static void endDaemon() throws IOException, InterruptedException {
        if (daemon != null) {
            daemon.close();
        }
        namespace.close();
    }

    private static Launch ask(String... words) throws IOException, InterruptedException {
        String[] all = java.util.Arrays.copyOf(words, words.length + 2);
        all[words.length] = "--history";
        all[words.length + 1] = history.toString();
        return Launch.of(all);
    }

    /** On a busy machine, there may be no sample for some seconds; the next one comes. */
    private static String answer(String... words) throws Exception {
        AtomicReference<Launch> asked = new AtomicReference<>();
        Waiting.until("a record of now", () -> {
            asked.set(ask(words));
            return !asked.get().err().contains("nothing was recorded at");
        });
        Launch launch = asked.get();
        assertEquals("", launch.err());
        assertEquals(0, launch.exitCode());
        return launch.out();
    }

    @Test
    void momentIsWhatTheKernelHad() throws Exception {
        String now = namespace.call(() -> Launch.of("--csv")).out().replaceAll(",(\\d+)\n", ",$1,$1,$1\n");
        assertEquals(
                now.lines()
                        .skip(1)
                        .filter(line -> !line.endsWith(",0"))
                        .sorted()
                        .toList(),
                answer("--at", "now", "--csv").lines().skip(1).sorted().toList());
        assertTrue(answer("--at", "now", "-u", "--by", "proto", "--csv").contains("udp,3,3,3"));
        assertTrue(answer("--at", "now", "state", "close-wait", "--by", "state", "--csv")
                .contains("close_wait,5,5,5"));
        assertTrue(answer("--at", "now", "-6", "state", "established", "--csv")
                .matches("(?s).*established,\\d+,\\d+,\\d+\n"));
    }

    @Test
    void answersKeepToTheirSchemas() throws Exception {
        for (String format : List.of("--json", "--ndjson")) {
            assertTrue(answer("--at", "now", format).contains("conncount.moment/1"));
            assertTrue(answer("--at", "now", "--by", "local-port,state", "--top", "2", format)
                    .contains("\"other\""));
            assertTrue(answer("--since", "1m", "--every", "1s", format).contains("conncount.period/1"));
            assertTrue(answer("--since", "1m", "--by", "state", format).contains("established"));
        }
    }

    @Test
    void periodHasALineForEachPart() throws Exception {
        List<String> lines = answer("--since", "30s", "--every", "1s", "--csv", "state", "close-wait")
                .lines()
                .toList();
        assertEquals("time,count,min,max", lines.get(0));
        assertTrue(lines.size() > 1);
        assertTrue(lines.stream().skip(1).allMatch(line -> line.endsWith("Z,5,5,5")), lines.toString());
    }

    /** Both series have the states; one was sampled once an hour, the other each second. */
    @Test
    void periodIsOfTheSeriesThatWasSampledMostOften() throws Exception {
        Path place = Files.createDirectory(directory.resolve("two-intervals"));
        List<String> serve = List.of(
                Launch.conncount(),
                "serve",
                "--history",
                place.toString(),
                "--group",
                "by=state",
                "--group-interval",
                "3600",
                "--cpu-budget",
                "50%");
        try (DaemonProcess both = namespace.call(() -> DaemonProcess.start(place, serve))) {
            assertTrue(both.address().startsWith("127."));
            String[] words = {"--since", "1h", "--every", "1s", "--by", "state", "--csv", "--history", place.toString()
            };
            Waiting.until(
                    "moments of several seconds",
                    () -> Launch.of(words)
                                    .out()
                                    .lines()
                                    .skip(1)
                                    .map(line -> line.split(",")[0])
                                    .distinct()
                                    .count()
                            > 2);
        }
    }

    @Test
    void whatWasNotRecordedIsSaidWithWhatWas() throws Exception {
        Launch group = ask("--at", "now", "--by", "user");
        assertEquals(1, group.exitCode());
        assertTrue(group.err().contains("by local-port,state of tcp"), group.err());
        assertTrue(group.err().contains("conncount serve --group 'by=user'"), group.err());
        Launch filter = ask("--at", "now", "sport = :2", "--by", "remote-net/16");
        assertEquals(1, filter.exitCode());
        Launch time = ask("--at", "-1h");
        assertEquals(1, time.exitCode());
        assertTrue(time.err().contains("the nearest records are of"), time.err());
        Launch place = Launch.of(
                "--at", "now", "--history", directory.resolve("nowhere").toString());
        assertEquals(1, place.exitCode());
        assertTrue(place.err().contains("there is no history at"), place.err());
    }

    @Test
    void momentsAreCompared() throws Exception {
        String changes = answer("diff", "--at", "now", "--at", "now", "--json");
        assertTrue(changes.contains("\"complete\":true"), changes);
        assertTrue(answer("diff", "--at", "now", "--at", "now", "--by", "local-port", "--csv", "state", "close-wait")
                .startsWith("local_port,before,after,"));
        assertEquals(1, ask("diff", "--at", "-1h", "--at", "now").exitCode());
    }

    @Test
    void periodIsChecked() throws Exception {
        Launch fine = ask("check", "--since", "1m", "state close-wait > 5");
        assertTrue(fine.out().startsWith("CONNCOUNT OK: state close-wait is 5 (until "), fine.out());
        assertEquals(0, fine.exitCode());
        Launch many =
                ask("check", "--since", "1m", "state close-wait > 4", "tcp_orphans < 0", "tcp_orphans.share > 99%");
        assertTrue(many.out().startsWith("CONNCOUNT CRITICAL: state close-wait is 5, above 4"), many.out());
        assertEquals(2, many.exitCode());
        Launch never = ask("check", "--since", "1m", "rtt.p99 > 1");
        assertEquals(3, never.exitCode());
        assertTrue(never.out().contains("a history has only"), never.out());
    }

    @Test
    void optionsThatMeanNothingTogetherAreRefused() throws Exception {
        for (String words : List.of(
                "--at now --since 1h",
                "--every 1m",
                "--history x",
                "--at now --watch=1",
                "--at now --daemon",
                "--at now --every 1m",
                "--since 1h --every 1ms",
                "diff --at now",
                "diff a b --history x")) {
            assertEquals(2, Launch.of(words.split(" ")).exitCode(), words);
        }
    }

    @Test
    void copyIsAskedElsewhere() throws Exception {
        Path copy = directory.resolve("copy.db");
        Launch.shell("sqlite3 -readonly '" + history + "/history.db' '.backup " + copy + "'");
        Launch launch = Launch.of("--since", "1h", "--every", "1h", "--history", copy.toString());
        assertEquals(0, launch.exitCode(), launch.err());
        assertTrue(Files.exists(copy));
    }

    @Test
    void secondDaemonIsRefused() throws Exception {
        Launch second = Launch.of(
                "serve", "--no-socket", "--web.listen-address", "127.0.0.1:0", "--history", history.toString());
        assertEquals(1, second.exitCode());
        assertTrue(second.err().contains("another daemon records its history in"), second.err());
    }
}
