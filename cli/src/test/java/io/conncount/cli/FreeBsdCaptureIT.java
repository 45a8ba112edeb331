package io.conncount.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.testing.Captures;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole program on recordings of FreeBSD hosts, through the launcher and a shell that knows POSIX only. */
class FreeBsdCaptureIT {
    private static final String BY_STATE = """
            ESTAB 166
            TIME-WAIT 16
            CLOSE-WAIT 14
            FIN-WAIT-2 13
            LISTEN 11
            SYN-RECV 5
            SYN-SENT 4
            UNCONN 3
            FIN-WAIT-1 2
            LAST-ACK 1
            CLOSING 1
            """;

    @ParameterizedTest
    @ValueSource(strings = {"13.2", "15.1"})
    void countByStateIsTheKernelsOwn(String release) throws Exception {
        assertEquals(new Launch(0, BY_STATE, ""), from(release, ""));
        assertEquals(new Launch(0, BY_STATE, ""), from(release, "", "--exact"));
    }

    @Test
    void explanationShowsThatNoSocketIsRead() throws Exception {
        String out = from("15.1", "", "--explain").out();
        assertTrue(out.startsWith("1. read net.inet.tcp.states, the kernel's own count of tcp sockets"), out);
        assertTrue(
                out.contains("because: the question is about the state only, and the kernel counts each state\n"), out);
        assertTrue(out.contains("outcome: 0 sockets, 0 bytes copied, "), out);
        assertTrue(out.contains("error bar 0, complete, "), out);
        assertTrue(out.endsWith(", counters\n"), out);
    }

    @Test
    void everyKindOfQuestionIsAnswered() throws Exception {
        assertEquals(
                new Launch(0, "8080 54\n8443 30\n(other) 152\n", ""),
                from("13.2", ":main", "--by", "local-port", "--top", "2"));
        assertEquals(
                "listener 8\nlistener 3\n",
                from("15.1", "", "-l", "--by", "family,direction").out().replaceAll("(?m)^ipv[46] ", ""));
        String json = from("15.1", "", "--json").out();
        assertTrue(json.contains("\"host\":\"fbsd-ccap\""), json);
        assertTrue(json.contains("\"total\":236,"), json);
        assertTrue(json.contains("\"complete\":true,\"error_bar\":0,\"source\":\"counters\""), json);
        assertEquals(
                "ESTAB 2\nUNCONN 3\n",
                from("15.1", "", "-u", "--by", "state")
                        .out()
                        .lines()
                        .filter(line -> !line.endsWith(" 0"))
                        .sorted()
                        .reduce("", (a, b) -> a + b + "\n"));
    }

    @Test
    void socketsOfACaptureAreListedAndFiltered() throws Exception {
        String columns = "netid,state,local_port,snd_mss,congestion";
        assertEquals(
                new Launch(0, columns + "\ntcp,time_wait,13202,16344,cubic\ntcp,time_wait,15362,16344,cubic\n", ""),
                list("--columns", columns, "--csv", "--sort", "local_port", "--top", "2", "state", "time-wait"));
        Launch cubic = list("-H", "state", "time-wait", "congestion", "cubic");
        assertEquals(16, cubic.out().lines().count());
        assertEquals(new Launch(0, "8080 54\n", ""), from("15.1", "", "--by", "local-port", "sport", "=", ":8080"));
        assertTrue(list("-xl").out().contains(" /tmp/listen.sock "), "a name of a UNIX socket");
    }

    @Test
    void tablesOfACaptureAreCountedTogether() throws Exception {
        Launch launch = from("15.1", "", "--by", "proto", "-t", "-u", "-x", "-w");
        assertEquals(new Launch(0, "tcp 236\nunix 13\nudp 5\nraw 1\n", ""), launch);
        Launch missing = from("15.1", "", "--by", "proto", "-M", "-t");
        assertEquals("tcp 236\n", missing.out());
        assertEquals(
                "conncount: mptcp sockets are left out, no table of them is available here (the kernel has none)\n",
                missing.err());
        assertEquals(0, missing.exitCode());
    }

    @Test
    void hiddenSocketsAreSaid() throws Exception {
        assertEquals(
                new Launch(
                        1,
                        "11001 1\n45650 1\n48078 1\n",
                        "conncount: incomplete: the kernel has 236 tcp sockets but showed 3: others are hidden from this user"
                                + " or jail (security.bsd.see_other_uids, jail(8))\n"),
                from("15.1", ":uid1001-seeother0", "--by", "local-port"));
    }

    @Test
    void recordingThatLacksTheListSaysSo() throws Exception {
        Launch launch = from("13.2", ":wirelimit", "--by", "local-port");
        assertEquals(1, launch.exitCode());
        assertEquals("", launch.out());
        assertTrue(
                launch.err()
                        .startsWith("conncount: cannot read sockets: sysctl(net.inet.tcp.pcblist), refused when it"),
                launch.err());
        assertTrue(launch.err().endsWith("; this kernel, or this recording, has no such list\n"), launch.err());
    }

    @Test
    void recordingThatIsNotThereIsAMistake() throws Exception {
        assertEquals(
                new Launch(1, "", "conncount: /nowhere: no such file or directory\n"), Launch.of("--from", "/nowhere"));
        assertEquals(
                new Launch(
                        1,
                        "",
                        "conncount: " + Captures.directory("15.1")
                                + ": is a directory without FreeBSD sysctls: it has no file nothing__*.bin in it\n"),
                from("15.1", ":nothing"));
        assertEquals(
                new Launch(
                        1,
                        "",
                        "conncount: " + Captures.directory("15.1")
                                + ": the name of a set may have only letters, digits, dots, underscores and hyphens\n"),
                from("15.1", ":../15.1/main"));
    }

    private static Launch list(String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                "dash",
                Launch.conncount(),
                "list",
                "--from",
                Captures.directory("15.1").toString()));
        command.addAll(Arrays.asList(words));
        return Launch.command(Captures.directory("15.1"), command);
    }

    private static Launch from(String release, String set, String... more) throws Exception {
        List<String> command =
                new ArrayList<>(List.of("dash", Launch.conncount(), "--from", Captures.directory(release) + set));
        command.addAll(Arrays.asList(more));
        return Launch.command(Captures.directory(release), command);
    }
}
