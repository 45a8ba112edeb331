package io.conncount.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.testing.Command;
import io.conncount.testing.ErrorText;
import io.conncount.testing.HeldNamespace;
import io.conncount.testing.NativeSockets;
import io.conncount.testing.SocketNamespace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Recordings through the launcher: made in a namespace, read outside of it. */
class RecordIT {
    private static SocketNamespace namespace;

    @TempDir
    private Path directory;

    @BeforeAll
    static void makeSockets() throws IOException, InterruptedException {
        namespace = new SocketNamespace("--connections", "500", "--ipv6", "20", "--udp", "3", "--close-wait", "2");
    }

    @AfterAll
    static void endSockets() throws IOException {
        namespace.close();
    }

    private static Launch inside(Callable<Launch> launch) throws IOException, InterruptedException {
        return namespace.call(launch);
    }

    private Path record(String name, String... options) throws IOException, InterruptedException {
        Path file = directory.resolve(name);
        String[] words = Stream.concat(Stream.of("record", file.toString()), Stream.of(options))
                .toArray(String[]::new);
        Launch launch = inside(() -> Launch.of(words));
        assertEquals("", launch.out());
        assertTrue(
                launch.err().matches("conncount: recorded [\\d,]+ sockets, [\\d,]+ bytes, in \\Q" + file + "\\E\n"),
                launch.err());
        assertEquals(0, launch.exitCode());
        return file;
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    @Test
    void recordingAnswersAsTheHostDid() throws IOException, InterruptedException {
        Path file = record("host.rec", "-tu");
        for (String keys : List.of("state", "family,state", "local-port,state", "service", "remote-net/16", "mark")) {
            Launch live = inside(() -> Launch.of("-tu", "--by", keys, "--csv"));
            assertEquals(live, Launch.of("--from", file.toString(), "-tu", "--by", keys, "--csv"), keys);
        }
        Launch ofState = inside(() -> Launch.of("-6", "--by", "local-port", "state", "listen"));
        assertEquals(ofState, Launch.of("-6", "--by", "local-port", "--from", file.toString(), "state", "listen"));
    }

    @Test
    void recordingGoesThroughAPipe() throws Exception {
        String pipe = "set -o pipefail; $0 record - -tu 2>/dev/null | $0 --from - -tu --by local-port,state";
        List<String> lines = namespace.call(() -> Command.lines("bash", "-c", pipe, Launch.conncount()));
        assertEquals(
                inside(() -> Launch.of("-tu", "--by", "local-port,state"))
                        .out()
                        .lines()
                        .toList(),
                lines);
        String empty = "$0 --from - 2>&1 </dev/null; echo $?";
        assertEquals(
                List.of("conncount: standard input: is empty", "1"),
                Command.lines("bash", "-c", empty, Launch.conncount()));
        String terminal = Launch.conncount() + " record -";
        List<String> refused = Command.lines("bash", "-c", "script -qec '" + terminal + "' /dev/null || true");
        assertTrue(refused.get(0).startsWith("conncount: record - writes binary data to a terminal"), refused.get(0));
    }

    @Test
    void fileOfSsAnswersAsTheHostDid() throws IOException, InterruptedException {
        Path file = directory.resolve("ss.dump");
        namespace.call(() -> Command.lines("ss", "-tan", "-D", file.toString()));
        assertEquals(
                inside(() -> Launch.of("--by", "local-port,state")),
                Launch.of("--by", "local-port,state", "--from", file.toString()));
        Launch.of("-u", "--from", file.toString())
                .assertRefused(1, " .. udp .. not recorded .. " + file + ": .. ENOENT .. recording");
    }

    @Test
    void tableThatWasNotRecordedIsLeftOutAndNamed() throws IOException, InterruptedException {
        String file = record("tcp.rec", "-t").toString();
        String complaint = "conncount: unix sockets are left out";
        Launch counted = Launch.of("--from", file, "-A", "all", "--by", "proto", "--json");
        assertTrue(counted.out().contains("\"missing\":[\"mptcp\",\"udp\","), counted.out());
        assertTrue(counted.err().contains(complaint), counted.err());
        Launch listed = Launch.of("list", "-Hne", "--from", file, "-A", "all");
        assertEquals(
                inside(() -> Launch.of("list", "-Hne", "-A", "tcp"))
                        .out()
                        .lines()
                        .count(),
                listed.out().lines().count());
        assertTrue(listed.err().contains(complaint), listed.err());
    }

    /** When it is read, its processes have ended, and those of the reader's host have their numbers. */
    @Test
    void processesAreThoseOfTheHostThatWasRecorded() throws Exception {
        String file = directory.resolve("held.rec").toString();
        List<String> questions = List.of(
                "--by process,pid,exe,state",
                "--by state process = conncount-held",
                "--by state pid != 1",
                "list -tanpH",
                "list -ta --csv --columns process,pid,exe,users,local_port,remote_port");
        List<Launch> live = new ArrayList<>();
        try (HeldNamespace held = new HeldNamespace()) {
            Launch recording = held.call(() -> Launch.of("record", file, "-p"));
            assertEquals(0, recording.exitCode(), recording.err());
            for (String question : questions) {
                live.add(held.call(() -> Launch.of(question.split(" "))));
            }
        }
        for (int i = 0; i < questions.size(); i++) {
            Launch read = Launch.of((questions.get(i) + " --from " + file).split(" "));
            assertEquals(withoutTimers(live.get(i).out()), withoutTimers(read.out()), questions.get(i));
            assertEquals("", read.err());
        }
    }

    private static List<String> withoutTimers(String rows) {
        return rows.lines()
                .map(row -> row.replaceAll("timer:\\S+", "").strip())
                .sorted()
                .toList();
    }

    @Test
    void processesAreRecordedOnlyIfAskedFor() throws IOException, InterruptedException {
        String file = record("plain.rec").toString();
        for (String question : List.of("--by process", "list -tanp", "--by state pid = 1")) {
            Launch.shell("$conncount " + question + " --from " + file).assertRefused(1, file + " .. record -p");
        }
    }

    @Test
    void whatTheRecorderMayNotSeeIsSaidThenAndLater() throws IOException, InterruptedException {
        String file = directory.resolve("hidden.rec").toString();
        Launch recording = inside(
                () -> Launch.shell("setpriv --bounding-set=-all --inh-caps=-all $conncount record " + file + " -p"));
        assertEquals(0, recording.exitCode(), recording.err());
        String[] lines = recording.err().split("\n");
        assertEquals(2, lines.length, recording.err());
        ErrorText.assertNames("conncount: no process is known for .. sockets .. CAP_SYS_PTRACE", lines[1] + "\n");
        Launch read = Launch.of("--from", file, "--by", "process");
        assertTrue(read.out().contains("(not-permitted) "), read.out());
        ErrorText.assertNames("no process is known for .. " + file, read.err());
    }

    @Test
    void scrubbedRecordingCountsTheSameAndHoldsNoAddressAndNoName() throws IOException, InterruptedException {
        Path file = record("scrubbed.rec", "--scrub");
        assertEquals(
                inside(() -> Launch.of("--by", "local-port,state,family")),
                Launch.of("--by", "local-port,state,family", "--from", file.toString()));
        String header = Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1)
                .substring(0, 1000);
        assertTrue(header.contains("\nhost: scrubbed\n"), header);
        assertTrue(header.contains("\nscrubbed: yes\n"), header);
    }

    @Test
    void selectionOfARecordingIsRecalledWheneverItIsRead() throws IOException, InterruptedException {
        Path file = record("listeners.rec", "-u", "-4", "state", "established");
        Launch launch = Launch.of("--from", file.toString(), "-u");
        assertEquals(0, launch.exitCode());
        ErrorText.assertNames(file + " .. -4 state established", launch.err());
    }

    @Test
    void answerOfARecordingNamesItsHostItsTimeAndItsSource() throws IOException, InterruptedException {
        Path file = record("host.rec");
        String time = Files.readAllLines(file, java.nio.charset.StandardCharsets.ISO_8859_1).stream()
                .filter(line -> line.startsWith("time: "))
                .findFirst()
                .orElseThrow();
        String json = Launch.of("--from", file.toString(), "--json").out();
        assertTrue(json.contains("\"time\":\"" + time.substring(6, 29) + "Z\""), time + " " + json);
        assertTrue(json.contains("\"source\":\"recording\""), json);
        String explained = Launch.of("--from", file.toString(), "--explain").out();
        assertTrue(explained.contains("because: the recording " + file), explained);
    }

    /** Another user is root where it is read, and what the reader's host calls things is no answer. */
    @Test
    void namesAreThoseOfTheHostThatWasRecorded() throws IOException, InterruptedException {
        namespace.call(() -> Command.lines("ip", "link", "add", "br-rec", "type", "bridge"));
        Path passwd = Files.writeString(directory.resolve("passwd"), "chief:x:0:0::/root:/bin/sh\n");
        String file = directory.resolve("named.rec").toString();
        try (NativeSockets sockets = namespace.call(NativeSockets::new)) {
            Launch recording = namespace.call(() -> {
                sockets.boundToDevice("br-rec", 7200);
                return Launch.shell("unshare --mount sh -c 'mount --bind " + passwd
                        + " /etc/passwd && $conncount record " + file + "'");
            });
            assertEquals(0, recording.exitCode(), recording.err());
            String keys = "user,cgroup,interface";
            String live = inside(() -> Launch.of("--by", keys, "--csv", "sport = :7200"))
                    .out();
            Launch read = Launch.of("--from", file, "--by", keys, "--csv", "sport = :7200");
            assertEquals(new Launch(0, live.replace("root,", "chief,"), ""), read);
            assertTrue(read.out().contains(",br-rec,1\n"), live);
        }
        Launch listed = Launch.of("list", "-taHe", "--from", file, "user chief and dev = br-rec");
        assertTrue(listed.out().contains("127.0.0.1%br-rec:7200"), listed.out());
        Launch unknown = Launch.of("--from", file, "user root");
        assertEquals(2, unknown.exitCode());
        assertTrue(
                unknown.err().matches("conncount: .*recording.*'root'.*--by user.*\n  user root\n       \\^\n"),
                unknown.err());
        assertEquals(
                listed.out(),
                Launch.of("list", "-taHe", "--from", file, "uid 0 and dev = br-rec")
                        .out());
    }

    @Test
    void scrubbedNamesAreNamesAndNobodys() throws IOException, InterruptedException {
        Path file = record("scrubbed.rec", "--scrub");
        String plain = Launch.of("--from", file.toString(), "--by", "user,cgroup", "state", "listen")
                .out();
        assertTrue(plain.matches("[a-z2-7]{12} (/[a-z2-7]{12})*/? \\d+\n"), plain);
    }

    /** A file of ss has no names, and those of the reader's host are no answer. */
    @Test
    void whatHasNoNameInTheFileIsANumber() throws IOException, InterruptedException {
        Path file = directory.resolve("ss.dump");
        namespace.call(() -> Command.lines("ss", "-tanei", "-D", file.toString()));
        String plain = Launch.of("--from", file.toString(), "--by", "user", "state", "listen")
                .out();
        assertTrue(plain.matches("0 \\d+\n"), plain);
    }

    @Test
    void cutRecordingIsAnsweredAndMarkedIncompleteWithThePlace() throws IOException, InterruptedException {
        Path file = record("host.rec");
        byte[] bytes = Files.readAllBytes(file);
        Path cut = Files.write(directory.resolve("cut.rec"), Arrays.copyOf(bytes, bytes.length / 2));
        Launch launch = Launch.of("--from", cut.toString(), "--json");
        assertEquals(1, launch.exitCode());
        assertTrue(launch.out().contains("\"complete\":false"), launch.out());
        ErrorText.assertNames("conncount: incomplete: " + cut + ": nlmsghdr at byte ", launch.err());
    }

    @Test
    void mistakesAreOneLine() throws IOException, InterruptedException {
        Path file = record("host.rec");
        String name = file.toString();
        Launch.of("record", name).assertRefused(1, name + ": .. exists .. --force");
        Launch.of("record").assertRefused(2, " .. conncount record FILE");
        Launch.of("--source", "procsf").assertRefused(2, " .. 'procsf' .. --source .. 'procfs'");
        Launch.of("--watch", "--from", name).assertRefused(2, " .. --watch .. --from");
        Launch.of("--source", "procfs", "--from", name).assertRefused(2, " .. --from and --source");
        Launch.of("--from", directory.toString()).assertRefused(1, directory + ": .. main__*.bin");
    }

    @Test
    void fileThatMayNotBeReadIsNamed() throws IOException, InterruptedException {
        Path file = record("host.rec");
        Launch launch = Launch.shell("chmod 755 " + directory
                + " && setpriv --reuid 65534 --clear-groups --bounding-set=-all --inh-caps=-all cat " + file);
        assertEquals(1, launch.exitCode(), "another user cannot read it");
        Launch.shell("setpriv --bounding-set=-dac_override,-dac_read_search"
                        + " --inh-caps=-dac_override,-dac_read_search sh -c 'chmod 0 " + file
                        + "; exec $conncount --from "
                        + file + "'")
                .assertRefused(1, file + ": permission denied");
    }

    @Test
    void fullDiskLeavesNothingBehind() throws IOException, InterruptedException {
        Launch launch = inside(() -> Launch.shell("unshare --mount sh -c 'mount -t tmpfs -o size=64k tmpfs " + directory
                + " && $conncount record " + directory + "/full.rec; echo $?; ls -A " + directory + "'"));
        assertEquals("1\n", launch.out());
        ErrorText.assertNames(directory + "/full.rec: No space", launch.err());
        assertFalse(files().contains("full.rec"));
    }
}
