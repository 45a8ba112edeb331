package io.conncount.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.testing.NotifySocket;
import io.conncount.testing.Repository;
import io.conncount.testing.Waiting;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The daemon as systemd runs it: installed as its unit says, as a user without any privilege. */
class ServiceIT {
    private static final Path PACKAGING = Repository.root().resolve("packaging").resolve("systemd");
    private static final String UNIT = "conncount.service";
    private static final String PLACE = "/opt/conncount";

    @TempDir
    private static Path directory;

    @TempDir
    private Path run;

    private static Path installed() {
        return directory.resolve("opt").resolve("conncount");
    }

    @BeforeAll
    static void install() throws IOException, InterruptedException {
        Launch.of("--version");
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        StringBuilder steps = new StringBuilder("set -e; cd " + Repository.root() + "; umask 022\n");
        for (String line : Files.readAllLines(PACKAGING.resolve(UNIT))) {
            if (line.contains(PLACE) && line.startsWith("#   ")) {
                steps.append(line.substring(1)
                                .split(" {2,}#")[0]
                                .replace(PLACE, installed().toString()))
                        .append('\n');
            }
        }
        Launch launch = Launch.shell(steps.toString());
        assertEquals(0, launch.exitCode(), launch.err());
    }

    @BeforeEach
    void giveTheRuntimeDirectoryToNobody() throws IOException, InterruptedException {
        assertEquals(0, Launch.shell("chown nobody:nogroup " + run).exitCode());
    }

    private DaemonProcess start() throws IOException, InterruptedException {
        return DaemonProcess.start(
                run,
                List.of(
                        "env",
                        "NOTIFY_SOCKET=" + run.resolve("notify"),
                        "setpriv",
                        "--reuid=nobody",
                        "--regid=nogroup",
                        "--clear-groups",
                        "--bounding-set=-all",
                        "--inh-caps=-all",
                        "--no-new-privs",
                        installed().resolve("conncount").toString(),
                        "serve",
                        "--group",
                        "by=user,cgroup top=5"));
    }

    @Test
    void unitIsRightAndLeavesLittleExposed() throws IOException, InterruptedException {
        Path unit = directory.resolve(UNIT);
        Files.writeString(
                unit,
                Files.readString(PACKAGING.resolve(UNIT))
                        .replace(PLACE, installed().toString()));
        Path socket = Files.copy(PACKAGING.resolve("conncount.socket"), directory.resolve("conncount.socket"));
        assertEquals(
                new Launch(0, "", ""),
                Launch.shell("systemd-analyze verify --man=no --recursive-errors=no " + unit + " " + socket));
        Launch security =
                Launch.shell("systemd-analyze security --no-pager --offline=true --threshold=20 " + unit + " 2>&1");
        assertEquals(0, security.exitCode(), security.out());
        Launch users = Launch.shell("systemd-sysusers --dry-run " + PACKAGING.resolve("conncount.sysusers") + " 2>&1");
        assertEquals(0, users.exitCode(), users.out());
    }

    @Test
    void withoutAnyPrivilegeItSamplesAndAnswers() throws IOException, InterruptedException {
        try (DaemonProcess daemon = start()) {
            Launch states = daemon.ask("--by-state --json");
            assertEquals("", states.err());
            assertTrue(states.out().contains("\"complete\":true"), states.out());
            Launch users = daemon.ask("--by user,local-port -l --fresh");
            assertEquals(0, users.exitCode(), users.err());
            assertTrue(users.out().contains("nobody "), users.out());
            HttpResponse<String> page = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create("http://" + daemon.address() + "/metrics"))
                                    .timeout(Duration.ofSeconds(Waiting.SECONDS_MAX))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            assertEquals(200, page.statusCode());
        }
    }

    @Test
    void managerIsToldOfReadinessAndOfTheEnd() throws IOException, InterruptedException {
        try (NotifySocket manager = new NotifySocket(run.resolve("notify").toString())) {
            Files.setPosixFilePermissions(run.resolve("notify"), PosixFilePermissions.fromString("rw-rw-rw-"));
            try (DaemonProcess daemon = start()) {
                assertEquals(0, daemon.ask("--by-state").exitCode());
            }
            assertEquals("READY=1", manager.receive());
            assertEquals("STOPPING=1", manager.receive());
        }
    }

    @Test
    void hangupKeepsItAliveAndTerminationEndsItTidily() throws IOException, InterruptedException {
        try (DaemonProcess daemon = start()) {
            assertEquals(0, Launch.shell("kill -HUP " + daemon.process().pid()).exitCode());
            assertEquals(0, daemon.ask("--by-state").exitCode());
            daemon.process().toHandle().destroy();
            assertTrue(daemon.process().waitFor(Waiting.SECONDS_MAX, TimeUnit.SECONDS), daemon.log());
            assertEquals(0, daemon.process().exitValue(), daemon.log());
            assertTrue(daemon.log().lines().allMatch(line -> line.startsWith("time=")), daemon.log());
            assertFalse(Files.exists(daemon.socket()), "the socket is left behind");
        }
    }
}
