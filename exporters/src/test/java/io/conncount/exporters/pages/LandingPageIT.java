package io.conncount.exporters.pages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.collect.ListenQueue;
import io.conncount.collect.ListenQueues;
import io.conncount.counters.Measures;
import io.conncount.exporters.Pages;
import io.conncount.exporters.Snapshots;
import io.conncount.exporters.sampled.DaemonSeries;
import io.conncount.exporters.sampled.DaemonSeries.GroupSeries;
import io.conncount.exporters.sampled.DaemonSeries.GroupSpec;
import io.conncount.exporters.sampled.ViewSeries;
import io.conncount.group.GroupKey;
import io.conncount.sampler.FixedSeries;
import io.conncount.sampler.Series;
import io.conncount.snapshot.Snapshot;
import io.conncount.socket.AddressFamily;
import io.conncount.socket.TcpState;
import io.conncount.testing.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The landing page as a browser sees it. */
class LandingPageIT {
    private static final String HOSTILE = "</td><script>document.title='taken'</script>&lt;\"'\u001b";

    @TempDir
    private Path directory;

    @Test
    void browserShowsThePresentCounts() throws Exception {
        String page = shown(sampled(), "web-17");
        for (String text : List.of(
                "<title>conncount on web-17</title>",
                "<h1>web-17</h1>",
                "conncount 1.2.3",
                "<a href=\"/metrics\">metrics</a>",
                "<a href=\"/healthz\">health</a>",
                "<a href=\"/readyz\">readiness</a>",
                "<td>tcp</td><td>ESTAB</td><td class=\"n\">12,345</td>",
                "<rect width=\"100.0%\"",
                "<td>tcp</td><td>CLOSING</td><td class=\"n\">0</td>",
                "Largest groups by user",
                "<td>www-data</td><td class=\"n\">12,000</td>",
                "other groups (2)</th><td class=\"n\">3</td>",
                "<tr class=\"bad\"><td>10.0.0.1</td><td class=\"n\">443</td><td class=\"n\">128</td>",
                "complete; interval lengthened by the CPU budget",
                "interrupted by a signal")) {
            assertTrue(page.contains(text), () -> text + "\nis not in\n" + page);
        }
    }

    @Test
    void hostileNamesAreTextAndNothingElse() throws Exception {
        String page = shown(sampled(), HOSTILE);
        assertFalse(page.contains("<script"), page);
        assertFalse(page.contains("<title>taken"), page);
        assertTrue(
                page.contains(
                        "<h1>&lt;/td&gt;&lt;script&gt;document.title='taken'&lt;/script&gt;&amp;lt;\"'\\x1b</h1>"),
                page);
        assertTrue(page.contains("<td>&lt;/td&gt;&lt;script&gt;"), page);
    }

    @Test
    void pageBeforeTheFirstSampleSaysSo() throws Exception {
        DaemonSeries nothing = new DaemonSeries(
                FixedSeries.failed("states", "sock_diag: not permitted"),
                List.of(),
                FixedSeries.empty("listen_queues"),
                FixedSeries.empty("measures"),
                ViewSeries.NONE);
        String page = shown(nothing, "web-17");
        assertTrue(page.contains("No data yet: sock_diag: not permitted."), page);
        assertTrue(page.contains("No data yet: the first sample is being taken."), page);
        assertTrue(page.contains("not yet taken"), page);
    }

    @Test
    void browserTakesTheStyleAndLoadsNothingElse() throws Exception {
        try (Pages pages = new Pages(new LandingPage(sampled(), "/metrics", "web-17", "1.2.3").page())) {
            String policy = pages.get("/")
                    .headers()
                    .firstValue("Content-Security-Policy")
                    .orElseThrow();
            assertTrue(policy.startsWith("default-src 'none'; style-src 'sha256-"), policy);
            Path log = directory.resolve("log");
            chromium(log, "--enable-logging=stderr", "--screenshot=" + directory.resolve("page.png"), pages.address());
            String said = Files.readString(log);
            assertFalse(said.contains("Content Security Policy"), said);
            assertTrue(Files.size(directory.resolve("page.png")) > 10_000);
        }
    }

    private String shown(DaemonSeries sampled, String host) throws Exception {
        try (Pages pages = new Pages(new LandingPage(sampled, "/metrics", host, "1.2.3").page())) {
            return chromium(directory.resolve("log"), "--dump-dom", pages.address());
        }
    }

    /** What the browser prints. */
    private String chromium(Path log, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                "chromium",
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--window-size=1200,1300",
                "--user-data-dir=" + directory.resolve("profile")));
        command.addAll(List.of(arguments));
        Path out = directory.resolve("out");
        Process process = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(log.toFile())
                .start();
        process.getOutputStream().close();
        if (!process.waitFor(Waiting.SECONDS_MAX, TimeUnit.SECONDS)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
            throw new IOException(command + " hangs");
        }
        assertEquals(0, process.exitValue(), Files.readString(log));
        return Files.readString(out);
    }

    private static DaemonSeries sampled() {
        Map<TcpState, Long> counts = Map.of(
                TcpState.ESTABLISHED, 12_345L, TcpState.TIME_WAIT, 4_000L, TcpState.LISTEN, 21L, TcpState.SYN_SENT, 3L);
        Series<Snapshot> states = FixedSeries.of("states", Snapshots.states(counts));
        FixedSeries.stretch(states, Duration.ofMillis(2500));
        GroupKey user = new Snapshots.Words("user");
        Map<List<String>, Long> users = new LinkedHashMap<>();
        users.put(List.of("www-data"), 12_000L);
        users.put(List.of(HOSTILE), 300L);
        for (int i = 0; i < 8; i++) {
            users.put(List.of("user" + i), 40L - i);
        }
        users.put(List.of("nobody"), 2L);
        users.put(List.of("root"), 1L);
        GroupSpec spec = Snapshots.spec(20, user);
        Series<Snapshot> byUser = FixedSeries.empty("user");
        FixedSeries.publish(byUser, Snapshots.groups(List.of(user), users), Optional.of("interrupted by a signal"));
        List<ListenQueue> queues = List.of(
                new ListenQueue(AddressFamily.IPV4, 0, 0x0a00_0001L, 443, 128, 128),
                new ListenQueue(AddressFamily.IPV6, 0, 0, 80, 300, 4096, 4, 200, 1024),
                new ListenQueue(AddressFamily.IPV6, 0, 1, 631, 0, 4096));
        return new DaemonSeries(
                states,
                List.of(new GroupSeries(spec, byUser)),
                FixedSeries.of("listen_queues", new ListenQueues(queues, 7, Optional.empty())),
                FixedSeries.of("measures", Measures.NONE),
                ViewSeries.NONE);
    }
}
