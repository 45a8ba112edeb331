package io.conncount.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.testing.Command;
import io.conncount.testing.NativeSockets;
import io.conncount.testing.SocketNamespace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
    void fileOfSsAnswersAsTheHostDid() throws IOException, InterruptedException {
        Path file = directory.resolve("ss.dump");
        namespace.call(() -> Command.lines("ss", "-tan", "-D", file.toString()));
        assertEquals(
                inside(() -> Launch.of("--by", "local-port,state")),
                Launch.of("--by", "local-port,state", "--from", file.toString()));
        assertEquals(
                new Launch(
                        1,
                        "",
                        "conncount: cannot read sockets: reading udp sockets, which were not recorded, from " + file
                                + ": not found (ENOENT); this kernel, or this recording, has no such list\n"),
                Launch.of("-u", "--from", file.toString()));
    }

    @Test
    void tableThatWasNotRecordedIsLeftOutAndNamed() throws IOException, InterruptedException {
        String file = record("tcp.rec", "-t").toString();
        String complaint = "conncount: unix sockets are left out, no table of them is available here";
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
        assertEquals("conncount: " + file + " contains only this selection: -4 state established\n", launch.err());
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
        assertEquals(new Launch(2, "", """
                        conncount: the recording has no user 'root'; write the number, as --by user shows it
                          user root
                               ^
                        """), Launch.of("--from", file, "user root"));
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
        assertTrue(
                launch.err().matches("conncount: incomplete: \\Q" + cut + "\\E: nlmsghdr at byte \\d+: .*\n"),
                launch.err());
    }

    @Test
    void mistakesAreOneLine() throws IOException, InterruptedException {
        Path file = record("host.rec");
        String name = file.toString();
        assertEquals(
                new Launch(1, "", "conncount: " + name + ": exists; --force replaces it\n"), Launch.of("record", name));
        assertEquals(
                new Launch(2, "", "conncount: record needs a file name: conncount record FILE\n"), Launch.of("record"));
        assertEquals(
                new Launch(2, "", "conncount: unknown source 'procsf' in --source; did you mean 'procfs'?\n"),
                Launch.of("--source", "procsf"));
        assertEquals(
                new Launch(
                        2,
                        "",
                        "conncount: --watch shows changes, but a recording (--from) does not change; leave one of them out\n"),
                Launch.of("--watch", "--from", name));
        assertEquals(
                new Launch(2, "", "conncount: --from and --source cannot be combined: --from reads the recording\n"),
                Launch.of("--source", "procfs", "--from", name));
        assertEquals(
                new Launch(
                        1,
                        "",
                        "conncount: " + directory
                                + ": is a directory without FreeBSD sysctls: it has no file main__*.bin in it\n"),
                Launch.of("--from", directory.toString()));
    }

    @Test
    void fileThatMayNotBeReadIsNamed() throws IOException, InterruptedException {
        Path file = record("host.rec");
        Launch launch = Launch.shell("chmod 755 " + directory
                + " && setpriv --reuid 65534 --clear-groups --bounding-set=-all --inh-caps=-all cat " + file);
        assertEquals(1, launch.exitCode(), "another user cannot read it");
        assertEquals(
                new Launch(1, "", "conncount: " + file + ": permission denied\n"),
                Launch.shell("setpriv --bounding-set=-dac_override,-dac_read_search"
                        + " --inh-caps=-dac_override,-dac_read_search sh -c 'chmod 0 " + file
                        + "; exec $conncount --from "
                        + file + "'"));
    }

    @Test
    void fullDiskLeavesNothingBehind() throws IOException, InterruptedException {
        Launch launch = inside(() -> Launch.shell("unshare --mount sh -c 'mount -t tmpfs -o size=64k tmpfs " + directory
                + " && $conncount record " + directory + "/full.rec; echo $?; ls -A " + directory + "'"));
        assertEquals("1\n", launch.out());
        assertEquals("conncount: " + directory + "/full.rec: No space left on device\n", launch.err());
        assertFalse(files().contains("full.rec"));
    }
}
