package io.conncount.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.testing.SocketNamespace;
import io.conncount.testing.Waiting;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code serve --record-when} and {@code recordings}, in a namespace with half-open connections. Needs root. */
class FlightRecorderIT {
    private static final int HALF_OPEN = 30;
    private static final String CONDITION = "state=syn-recv > 20 for 1s";

    private static SocketNamespace namespace;

    @TempDir
    private Path directory;

    @BeforeAll
    static void makeSockets() throws IOException, InterruptedException {
        namespace = new SocketNamespace("--connections", "10", "--syn-recv", Integer.toString(HALF_OPEN));
    }

    @AfterAll
    static void endSockets() throws IOException {
        namespace.close();
    }

    private DaemonProcess serve(Path recordings, String condition) throws IOException, InterruptedException {
        return namespace.call(() -> DaemonProcess.start(
                directory,
                List.of(
                        Launch.conncount(),
                        "serve",
                        "--interval=0.2",
                        "--cpu-budget=100%",
                        "--record-when",
                        condition,
                        "--record-dir",
                        recordings.toString())));
    }

    private static String metrics(DaemonProcess daemon) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + daemon.address() + "/metrics"))
                .build();
        return namespace.call(() -> HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body());
    }

    @Test
    void floodOfHalfOpenConnectionsIsRecordedOnce() throws Exception {
        Path recordings = directory.resolve("kept");
        try (DaemonProcess daemon = serve(recordings, CONDITION)) {
            Waiting.until("a recording", () -> daemon.log().contains("recorded "));
            assertTrue(daemon.log().contains(CONDITION + ": state=syn-recv is " + HALF_OPEN + ", above 20; recording"));
            String metrics = metrics(daemon);
            assertTrue(metrics.contains("\nconncount_record_condition 1.0\n"), metrics);
            assertTrue(metrics.contains("\nconncount_recordings_total 1.0\n"), metrics);
        }
        Map<String, String> recording = ViewRows.of(Launch.of("recordings", recordings.toString(), "--csv"))
                .rows()
                .get(0);
        assertEquals(CONDITION, recording.get("condition"));
        Launch count = Launch.of("--from", recording.get("file"), "--by-state", "--csv", "state", "syn-recv");
        assertEquals(new Launch(0, "state,count\nsyn_recv," + HALF_OPEN + "\n", ""), count);
        String all = Launch.of("--from", recording.get("file"), "-tu", "--json").out();
        assertTrue(all.contains("\"total\":" + recording.get("sockets") + ","), all);
    }

    @Test
    void fullDiskIsSaidAndTheDaemonGoesOn() throws Exception {
        String serve = "mount -t tmpfs -o size=64k tmpfs " + directory + "/full && head -c 60k /dev/zero > " + directory
                + "/full/taken && exec " + Launch.conncount()
                + " serve --interval=0.2 --cpu-budget=100% --record-when 'state=syn-recv > 20' --record-dir "
                + directory
                + "/full \"$@\"";
        assertTrue(directory.resolve("full").toFile().mkdir());
        List<String> command = List.of("unshare", "--mount", "sh", "-c", serve, "serve");
        try (DaemonProcess daemon = namespace.call(() -> DaemonProcess.start(directory, command))) {
            Waiting.until("a failure", () -> daemon.log().contains("not recorded: "));
            assertTrue(daemon.log().contains(": No space left on device; the next try is in 5 minutes"), daemon.log());
            String metrics = metrics(daemon);
            assertTrue(metrics.contains("\nconncount_recording_failures_total 1.0\n"), metrics);
            assertTrue(
                    metrics.contains("conncount_sockets{family=\"ipv4\",proto=\"tcp\",state=\"syn_recv\"}"), metrics);
            Path inside = Path.of("/proc/" + daemon.process().pid() + "/root" + directory + "/full");
            assertEquals(List.of("taken"), List.of(inside.toFile().list()));
        }
    }

    @Test
    void directoryThatIsReadOnlyIsRefusedAtTheStart() throws Exception {
        Launch launch = Launch.shell("unshare --mount sh -c 'mount -t tmpfs -o ro tmpfs " + directory
                + " && exec $conncount serve --no-socket --record-when \"tcp_orphans > 5\" --record-dir " + directory
                + "'");
        assertEquals(1, launch.exitCode());
        assertTrue(launch.err().contains(directory + ": Read-only file system"), launch.err());
    }

    @Test
    void mistakesAreOneLine() throws Exception {
        Launch.of("serve", "--record-when", "state=syn-recv").assertRefused(2, "--record-when .. no threshold");
        Launch.of("serve", "--record-when", "tcp_orphan > 5 for 10s")
                .assertRefused(2, "--record-when .. 'tcp_orphans'");
        Launch.of("serve", "--record-keep", "3").assertRefused(2, "--record-keep .. --record-when");
        Launch.of("serve", "-N", "all", "--record-when", "tcp_orphans > 5").assertRefused(2, "--record-when .. -N all");
        Launch.of("recordings", directory + "/nowhere").assertRefused(1, directory + "/nowhere: no such file");
    }

    @Test
    void fileThatIsNoRecordingIsNamed() throws Exception {
        Files.writeString(directory.resolve("x.rec"), "text");
        Launch launch = Launch.of("recordings", directory.toString(), "--csv");
        assertEquals(1, launch.exitCode());
        assertTrue(launch.err().startsWith("conncount: " + directory + "/x.rec: is not a recording"), launch.err());
    }
}
