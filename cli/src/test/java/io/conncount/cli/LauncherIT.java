package io.conncount.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.cli.options.UsageException;
import io.conncount.testing.ErrorText;
import io.conncount.testing.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher and the program behind it, as a user meets them. */
class LauncherIT {
    @TempDir
    private Path directory;

    @Test
    void launcherRunsFromAnotherDirectoryAndThroughASymlink() throws IOException, InterruptedException {
        Path link = Files.createSymbolicLink(directory.resolve("link"), Path.of(Launch.conncount()));
        Path linkToLink = Files.createSymbolicLink(directory.resolve("cc"), link.getFileName());
        Launch launch = Launch.command(directory, List.of(linkToLink.toString(), "--version"));
        assertEquals("", launch.err());
        assertTrue(launch.out().matches("conncount \\d+\\.\\d+\\.\\d+(-SNAPSHOT)?\n"), launch.out());
        assertEquals(0, launch.exitCode());
    }

    @Test
    void callersAtOnceMakeOneArchive() throws IOException, InterruptedException {
        // An archive belongs to the place of its Java, and nobody has come from here yet.
        Path java = Files.createSymbolicLink(directory.resolve("java"), Path.of(System.getProperty("java.home")));
        Path archives = Repository.root().resolve("cli/target/conncount/archive" + Repository.root() + java);
        try {
            String call = "JAVA_HOME=" + java + " $conncount --version & ";
            Launch launch = Launch.shell(call.repeat(3) + "wait");
            assertEquals("", launch.err());
            assertEquals(3, launch.out().lines().count(), launch.out());
            assertEquals(
                    1,
                    Launch.shell("ls " + archives).out().lines().count(),
                    "archives, and what is left of making them");
        } finally {
            Launch.shell("rm -r " + archives);
        }
    }

    @Test
    void firstCallWithAnotherJavaSaysWhyItWaitsAndLeavesAnArchiveForAll() throws IOException, InterruptedException {
        Path java = Files.createSymbolicLink(directory.resolve("java"), Path.of(System.getProperty("java.home")));
        Path archives = Repository.root().resolve("cli/target/conncount/archive" + Repository.root() + java);
        try {
            String call = "script -qec 'umask 077; JAVA_HOME=" + java + " $conncount --version' /dev/null";
            Launch first = Launch.shell(call);
            Launch second = Launch.shell(call);
            assertTrue(first.out().startsWith("conncount: preparing quick starts with Java "), first.out());
            assertTrue(first.out().endsWith(second.out()), first.out());
            assertEquals(1, second.out().lines().count(), second.out());
            assertEquals(new Launch(0, "", ""), Launch.shell("find " + archives + " ! -perm -a=r"));
        } finally {
            Launch.shell("rm -r " + archives);
        }
    }

    @Test
    void placeOfAnyNameRunsWithoutALocaleAndMakesAnArchiveThatFailedAgain() throws IOException, InterruptedException {
        Path installed = directory.resolve("pfad-\u00fc");
        Launch launch = Launch.shell("../packaging/layout '" + installed + "'");
        assertEquals(new Launch(0, "", ""), launch);
        String archive = "$(find lib/conncount/archive -type f ! -name '*-top')";
        Launch runs =
                Launch.shell("cd '" + installed + "' && run() { env -i PATH=\"$PATH\" bin/conncount --version; }\n"
                        + "run; touch -d '3 hours ago' lib/conncount/lib/*\n"
                        + "rm " + archive + " && run; for f in " + archive + "; do rm $f; : >$f; done; run; test ! -s "
                        + archive
                        + " && touch -d '2 hours ago' " + archive + "; run; test -s " + archive + " && echo made");
        assertEquals("", runs.err());
        assertTrue(runs.out().endsWith("made\n"), runs.out());
        assertEquals(5, runs.out().lines().count(), runs.out());
    }

    @Test
    void standardOutputIsForAnswersAlone() throws IOException, InterruptedException {
        String version = Launch.of("--version").out();
        for (String collector : List.of("UseZGC", "UseParallelGC")) {
            assertEquals(
                    version,
                    Launch.shell("JAVA_TOOL_OPTIONS=-XX:+" + collector + " $conncount --version")
                            .out());
        }
        Launch broken = Launch.shell("CONNCOUNT_JAVA_OPTS=-Xmx1k $conncount --version");
        assertEquals("", broken.out());
        assertTrue(broken.err().contains("initialization of VM"), broken.err());
    }

    @Test
    void limitOnAddressesIsKeptOrExplained() throws IOException, InterruptedException {
        assertEquals(Launch.of("--version"), Launch.shell("ulimit -v 500000; $conncount --version"));
        Launch launch = Launch.shell("ulimit -v 200000; $conncount --version");
        assertEquals(1, launch.exitCode());
        assertEquals("", launch.out());
        ErrorText.assertNames("400 MB .. 204800000 bytes .. ulimit -v", launch.err());
    }

    @Test
    void whatIsClosedIsNotReadOrWritten() throws IOException, InterruptedException {
        assertEquals(
                new Launch(2, "", "conncount: -F -: cannot be read: Bad file descriptor\n"),
                Launch.shell("$conncount -F - <&-"));
        assertEquals(
                new Launch(1, "", "conncount: cannot write the answer: Bad file descriptor\n"),
                Launch.shell("$conncount >&-"));
        assertEquals(new Launch(2, "", ""), Launch.shell("$conncount lst 2>&-"));
    }

    @Test
    void trainingOnAQuietHostKnowsTheSharedDump() throws IOException, InterruptedException {
        Path jar = Repository.root().resolve("cli/target/conncount/lib/conncount-cli.jar");
        Path tests = Path.of(
                Crowd.class.getProtectionDomain().getCodeSource().getLocation().getPath());
        String java = System.getProperty("java.home") + "/bin/java -Xlog:class+load -cp " + jar + ":" + tests;
        Launch launch = Launch.shell("unshare --net sh -c 'ip link set lo up && exec " + java + " \""
                + Crowd.class.getName().replace("$", "\\$") + "\"'");
        assertEquals(0, launch.exitCode(), launch.err());
        assertTrue(launch.out().contains(" java.util.concurrent.FutureTask "), "the dump was not shared");
    }

    /** That part of the training by itself: others use tasks too. */
    public static final class Crowd {
        private Crowd() {}

        public static void main(String[] args) throws UsageException, IOException, InterruptedException {
            CrowdTraining.connectToItself();
            CrowdTraining.answer();
            System.exit(0);
        }
    }

    @Test
    void helpShowsExamplesAndKeys() throws IOException, InterruptedException {
        Launch launch = Launch.of("--help", "all");
        assertEquals(0, launch.exitCode());
        assertTrue(launch.out().contains("conncount --by local-port,state --top 20"), launch.out());
        assertTrue(launch.out().contains("path of the owner's cgroup"), launch.out());
    }

    @Test
    void mistakesAreOneLineAndExitCodeTwo() throws IOException, InterruptedException {
        assertEquals(
                new Launch(2, "", "conncount: unknown key 'locl-port' in --by; did you mean 'local-port'?\n"),
                Launch.of("--by", "locl-port"));
        assertEquals(
                new Launch(
                        2, "", "conncount: unknown state 'lisen'; did you mean 'listen'?\n  state lisen\n        ^\n"),
                Launch.of("state", "lisen"));
    }

    @Test
    void filterIsReadFromStandardInputAndFromAPipe() throws IOException, InterruptedException {
        assertEquals(new Launch(2, "", """
                        conncount: unknown filter field 'dprt'; did you mean 'dport'?
                          dprt = :443
                          ^
                        """), Launch.shell("echo 'dprt = :443' | $conncount -F -"));
        Launch launch = Launch.shell("$conncount --json -F <(echo 'sport = :1 and sport = :2')");
        assertEquals(0, launch.exitCode(), launch.err());
        assertTrue(launch.out().contains("\"filter\":\"sport = :1 and sport = :2\",\"total\":0,"), launch.out());
    }

    @Test
    void fullDiskIsReported() throws IOException, InterruptedException {
        assertEquals(
                new Launch(1, "", "conncount: cannot write the answer: No space left on device\n"),
                Launch.shell("$conncount --by-state > /dev/full"));
    }

    @Test
    void forbiddenNetlinkIsExplained() throws IOException, InterruptedException {
        Launch launch = withoutNetlink(1);
        assertEquals(1, launch.exitCode());
        assertEquals("", launch.out());
        ErrorText.assertNames(
                "NETLINK_SOCK_DIAG .. (EPERM) .. AF_NETLINK .. RestrictAddressFamilies= .. --source procfs",
                launch.err());
    }

    @Test
    void procfsAnswersWhereNetlinkIsForbiddenAndSaysThatItIsSlow() throws IOException, InterruptedException {
        Launch launch = withoutNetlink(1, "--source", "procfs", "--json");
        assertEquals(0, launch.exitCode());
        assertEquals("conncount: reading /proc/net instead of sock_diag; this is slow on busy hosts\n", launch.err());
        assertTrue(launch.out().contains("\"complete\":true"), launch.out());
        assertTrue(launch.out().contains("\"source\":\"procfs\""), launch.out());
    }

    @Test
    void missingSockDiagNamesTheModules() throws IOException, InterruptedException {
        Launch launch = withoutNetlink(93);
        assertEquals(1, launch.exitCode());
        assertEquals("", launch.out());
        ErrorText.assertNames(
                "NETLINK_SOCK_DIAG .. (EPROTONOSUPPORT) .. modprobe inet_diag tcp_diag udp_diag .. --source procfs",
                launch.err());
    }

    private Launch withoutNetlink(int errno, String... options) throws IOException, InterruptedException {
        Path program = directory.resolve("deny-netlink");
        Launch compiled = Launch.command(
                Path.of("src/test/c"), List.of("gcc", "-Wall", "-Werror", "-o", program.toString(), "deny-netlink.c"));
        assertEquals(new Launch(0, "", ""), compiled);
        List<String> command =
                new ArrayList<>(List.of(program.toString(), "" + errno, Launch.conncount(), "--by-state"));
        command.addAll(List.of(options));
        return Launch.command(directory, command);
    }
}
