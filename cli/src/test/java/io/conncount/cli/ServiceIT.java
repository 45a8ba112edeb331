package io.conncount.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.testing.NotifySocket;
import io.conncount.testing.Repository;
import io.conncount.testing.SocketNamespace;
import io.conncount.testing.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The daemon as systemd runs it: installed as its unit says, as a user with the privileges that unit or drop-in give. */
class ServiceIT {
    private static final Path PACKAGING = Repository.root().resolve("packaging").resolve("systemd");
    private static final String UNIT = "conncount.service";
    private static final Path DROP_IN = PACKAGING.resolve(UNIT + ".d").resolve("bpf.conf");
    private static final String PLACE = "/usr/bin/conncount";

    /** Enough for a program in the kernel to pay. */
    private static final String CONNECTIONS = "16000";

    @TempDir
    private static Path directory;

    @TempDir
    private Path run;

    private static Path installed() {
        return directory.resolve("opt").resolve("conncount");
    }

    private static String launcher() {
        return installed().resolve("bin").resolve("conncount").toString();
    }

    @BeforeAll
    static void install() throws IOException, InterruptedException {
        Launch.of("--version");
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        // The daemon cannot write there, so the archives are made before, as for a package.
        Launch launch =
                Launch.shell("../packaging/layout " + installed() + " && " + installed() + "/bin/conncount --version");
        assertEquals(0, launch.exitCode(), launch.err());
    }

    @BeforeEach
    void giveTheRuntimeDirectoryToNobody() throws IOException, InterruptedException {
        assertEquals(0, Launch.shell("chown nobody:nogroup " + run).exitCode());
    }

    private DaemonProcess start() throws IOException, InterruptedException {
        return start("");
    }

    /** @param capabilities those it has, each after a comma and a plus, as setpriv takes them */
    private DaemonProcess start(String capabilities) throws IOException, InterruptedException {
        return DaemonProcess.start(
                run,
                List.of(
                        "env",
                        "NOTIFY_SOCKET=" + run.resolve("notify"),
                        "setpriv",
                        "--reuid=nobody",
                        "--regid=nogroup",
                        "--clear-groups",
                        "--bounding-set=-all" + capabilities,
                        "--inh-caps=-all" + capabilities,
                        "--ambient-caps=-all" + capabilities,
                        "--no-new-privs",
                        launcher(),
                        "serve",
                        "--group",
                        "by=user,cgroup top=5"));
    }

    /** The metrics, asked for in the namespace of the thread. */
    private static String scrape(DaemonProcess daemon) throws IOException, InterruptedException {
        Launch launch = Launch.shell("curl --silent --fail --noproxy '*' --max-time " + Waiting.SECONDS_MAX + " http://"
                + daemon.address() + "/metrics");
        assertEquals(0, launch.exitCode(), launch.err());
        return launch.out();
    }

    @Test
    void unitIsRightWithAndWithoutItsDropInAndLeavesLittleExposed() throws IOException, InterruptedException {
        Path unit = directory.resolve(UNIT);
        Files.writeString(unit, Files.readString(PACKAGING.resolve(UNIT)).replace(PLACE, launcher()));
        Path socket = Files.copy(PACKAGING.resolve("conncount.socket"), directory.resolve("conncount.socket"));
        verify(unit, socket);
        Files.copy(
                DROP_IN, Files.createDirectory(directory.resolve(UNIT + ".d")).resolve(DROP_IN.getFileName()));
        verify(unit, socket);
        Launch users = Launch.shell("systemd-sysusers --dry-run " + PACKAGING.resolve("conncount.sysusers") + " 2>&1");
        assertEquals(0, users.exitCode(), users.out());
    }

    private static void verify(Path unit, Path socket) throws IOException, InterruptedException {
        assertEquals(
                new Launch(0, "", ""),
                Launch.shell("systemd-analyze verify --man=no --recursive-errors=no " + unit + " " + socket));
        Launch security =
                Launch.shell("systemd-analyze security --no-pager --offline=true --threshold=20 " + unit + " 2>&1");
        assertEquals(0, security.exitCode(), security.out());
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
            assertTrue(scrape(daemon).contains("conncount_sockets{"));
        }
    }

    @Test
    void onlyWithTheCapabilitiesOfTheDropInItSamplesInTheKernel() throws Exception {
        try (SocketNamespace namespace = new SocketNamespace("--connections", CONNECTIONS)) {
            assertEquals("sock_diag", namespace.call(() -> sourceOfGroups("")));
            assertEquals("bpf", namespace.call(() -> sourceOfGroups(capabilitiesOfDropIn())));
        }
    }

    /** Where the sample of its groups came from. */
    private String sourceOfGroups(String capabilities) throws Exception {
        Pattern source = Pattern.compile("conncount_sample_source_info\\{sample=\"user_cgroup\",source=\"(.*)\"}");
        try (DaemonProcess daemon = start(capabilities)) {
            Waiting.until("a sample", () -> source.matcher(scrape(daemon)).find());
            return source.matcher(scrape(daemon))
                    .results()
                    .findFirst()
                    .orElseThrow()
                    .group(1);
        }
    }

    private static String capabilitiesOfDropIn() throws IOException {
        String line = "AmbientCapabilities=";
        String names = Files.readAllLines(DROP_IN).stream()
                .filter(found -> found.startsWith(line))
                .findFirst()
                .orElseThrow();
        return names.substring(line.length()).replaceAll(" *CAP_", ",+").toLowerCase(Locale.ROOT);
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
