package io.conncount.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.socket.Protocol;
import io.conncount.testing.Command;
import io.conncount.testing.ErrorText;
import io.conncount.testing.SocketNamespace;
import io.conncount.testing.SsText;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Counts of real sockets in a network namespace, through the launcher. */
class CountIT {
    private static final String JSON_MEMBERS = "\\{\"schema\":\"conncount\\.count/2\",\"host\":\"[^\"]*\",\"time\":"
            + "\"\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z\",\"by\":\\[\"state\"\\],\"filter\":null,"
            + "\"total\":\\d+,\"groups\":\\[.*\\],\"other\":\\{\"groups\":0,\"count\":0\\},\"complete\":true,"
            + "\"error_bar\":\\d+,\"source\":\"sock_diag\\+counters\",\"elapsed_ms\":\\d+\\.\\d\\}\n";

    private static SocketNamespace namespace;

    @BeforeAll
    static void makeSockets() throws IOException, InterruptedException {
        namespace = new SocketNamespace(
                "--connections",
                "2000",
                "--ipv6",
                "50",
                "--udp",
                "3",
                "--time-wait",
                "30",
                "--close-wait",
                "7",
                "--fin-wait2",
                "5",
                "--fin-wait2-mini",
                "4",
                "--syn-recv",
                "2");
    }

    @AfterAll
    static void endSockets() throws IOException {
        namespace.close();
    }

    private static Launch inside(Callable<Launch> launch) throws IOException, InterruptedException {
        Launch result = namespace.call(launch);
        assertEquals("", result.err());
        assertEquals(0, result.exitCode());
        return result;
    }

    private static Map<String, Long> counts(String text, String separator) {
        Map<String, Long> counts = new TreeMap<>();
        text.lines().map(line -> line.split(separator)).forEach(words -> counts.put(words[0], Long.valueOf(words[1])));
        return counts;
    }

    @Test
    void countsByStateEqualThoseOfSs() throws IOException, InterruptedException {
        Map<String, Long> expected = SsText.byState(namespace.call(() -> Command.lines("ss", "-Htan")));
        String csv = inside(() -> Launch.of("--by-state", "--csv")).out();
        assertTrue(csv.startsWith("state,count\nestablished,4"), csv);
        assertEquals(expected, counts(csv.substring(csv.indexOf('\n') + 1), ","));
    }

    @Test
    void pipeGetsColumnsForAwk() throws IOException, InterruptedException {
        Launch launch = inside(() ->
                Launch.shell("$conncount --by-state | awk 'NF != 2 { exit 1 } $1 == \"TIME-WAIT\" { print $2 }'"));
        assertEquals("30\n", launch.out());
    }

    @Test
    void listenersAndFamiliesAreSelected() throws IOException, InterruptedException {
        long listening = namespace.call(() -> Command.lines("ss", "-Htln")).size();
        assertEquals(listening, counts(inside(() -> Launch.of("-l")).out(), " ").get("LISTEN"));
        long ipv6 = namespace.call(() -> Command.lines("ss", "-Htan6")).size();
        assertEquals(
                Map.of("ipv6", ipv6),
                counts(inside(() -> Launch.of("-6", "--by", "family")).out(), " "));
    }

    @Test
    void udpCountsEqualThoseOfSs() throws IOException, InterruptedException {
        Map<String, Long> expected = SsText.byState(namespace.call(() -> Command.lines("ss", "-Huan")), Protocol.UDP);
        String csv = inside(() -> Launch.of("-u", "--by-state", "--csv")).out();
        assertEquals(expected, counts(csv.substring(csv.indexOf('\n') + 1), ","));
    }

    @Test
    void jsonHasEveryMemberThatTheManualNames() throws IOException, InterruptedException {
        String json = inside(() -> Launch.of("--by-state", "--json")).out();
        assertTrue(Pattern.matches(JSON_MEMBERS, json), json);
        assertTrue(json.contains("{\"state\":\"time_wait\",\"count\":30}"), json);
    }

    @Test
    void miniSocketsHaveNoOwner() throws IOException, InterruptedException {
        String plain = inside(() -> Launch.of("--by", "user,state", "state", "bucket", "state", "fin-wait-2"))
                .out();
        assertTrue(plain.contains("(unowned) TIME-WAIT 30\n"), plain);
        assertTrue(plain.contains("(unowned) FIN-WAIT-2 4\n"), plain);
        assertTrue(plain.contains("(unowned) SYN-RECV 2\n"), plain);
        assertTrue(plain.contains("root FIN-WAIT-2 "), plain);
    }

    @Test
    void marksAreNotTakenForZeroWithoutThePrivilege() throws IOException, InterruptedException {
        String plain = inside(
                        () -> Launch.shell(
                                "setpriv --bounding-set=-net_admin --inh-caps=-net_admin $conncount --by mark state established"))
                .out();
        assertTrue(plain.matches("\\(not-permitted\\) 4\\d+\n"), plain);
    }

    @Test
    void directionAndServiceFollowTheListeners() throws IOException, InterruptedException {
        Map<String, Long> counts = counts(
                inside(() -> Launch.of("--by", "direction", "state", "established"))
                        .out(),
                " ");
        assertTrue(counts.get("inbound") >= 2050, counts.toString());
        assertTrue(counts.get("outbound") >= 2050, counts.toString());
        String services =
                inside(() -> Launch.of("--by", "service", "--top", "1", "-4")).out();
        assertTrue(services.startsWith("(none) "), services);
        assertTrue(services.contains("\n(other) "), services);
    }

    @Test
    void closedPipeEndsQuietly() throws IOException, InterruptedException {
        Launch launch = inside(() -> Launch.shell(
                "$conncount --ndjson --by local-port,remote-port,local-address | head -n 1; echo ${PIPESTATUS[0]}"));
        List<String> lines = launch.out().lines().toList();
        assertEquals(2, lines.size(), launch.out());
        assertTrue(lines.get(0).startsWith("{\"local_port\":"), lines.get(0));
        assertEquals("0", lines.get(1));
    }

    @Test
    void keysAreSpelledWithHyphensOrUnderscores() throws IOException, InterruptedException {
        Launch hyphens = inside(() -> Launch.of("--by", "local-port,remote-net/16", "--sort", "local-port", "--csv"));
        assertTrue(hyphens.out().startsWith("local_port,remote_net/16,count\n"), hyphens.out());
        assertEquals(
                hyphens, inside(() -> Launch.of("--by", "local_port,remote_net/16", "--sort", "local_port", "--csv")));
    }

    @Test
    void watchingShowsOneAnswerAfterTheOtherWithChanges() throws IOException, InterruptedException {
        String json =
                inside(() -> Launch.of("--watch=0.1", "--count", "3", "--json")).out();
        List<String> lines = json.lines().toList();
        assertEquals(3, lines.size(), json);
        assertTrue(!lines.get(0).contains("\"delta\":"), lines.get(0));
        assertTrue(
                lines.get(2).contains("{\"state\":\"time_wait\",\"count\":30,\"delta\":0,\"per_second\":0.000}"), json);
    }

    @Test
    void tooManyGroupsAreIncompleteAndCountedAsOthers() throws IOException, InterruptedException {
        Launch launch = namespace.call(() -> Launch.of("--by", "remote-port", "--max-groups", "10"));
        assertEquals(1, launch.exitCode());
        assertTrue(launch.err().startsWith("conncount: incomplete: group limit 10 reached: "), launch.err());
        assertEquals(1, launch.err().lines().count());
        assertEquals(11, launch.out().lines().count(), launch.out());
        assertTrue(launch.out().contains("\n(other) "), launch.out());
    }

    @Test
    void explainTellsThePlanAndItsReason() throws IOException, InterruptedException {
        String text = inside(() -> Launch.of("--explain")).out();
        assertTrue(
                text.contains("leave out established\n   because: the question is about state and family only\n"),
                text);
        assertTrue(inside(() -> Launch.of("--explain", "--exact"))
                .out()
                .contains("because: --exact: every socket is read; one thread, because fewer than 50000"));
    }

    @Test
    void terminalGetsAnAlignedTableOfItsWidth() throws IOException, InterruptedException {
        Launch launch = inside(
                () -> Launch.shell("script -qec 'stty cols 60 rows 24; NO_COLOR=1 $conncount --by-state' /dev/null"));
        List<String> lines = launch.out().lines().toList();
        assertEquals("STATE       SOCKETS     SHARE", lines.get(0));
        assertTrue(lines.get(1).matches("ESTAB         4,\\d{3}   \\d\\d\\.\\d\\d %  █+.?"), lines.get(1));
        assertEquals(
                "SYN-SENT          0       0 %",
                lines.stream()
                        .filter(line -> line.startsWith("SYN-SENT"))
                        .findFirst()
                        .orElse(""));
        assertTrue(lines.stream().allMatch(line -> line.length() <= 60), launch.out());
        assertTrue(lines.get(12).startsWith("total         4,"), launch.out());
    }

    @Test
    void filtersCountWhatSsLists() throws IOException, InterruptedException {
        for (String filter : List.of("sport = :8000", "dport >= :8000 and dport <= :8002", "src 127.0.0.0/24")) {
            Map<String, Long> expected = SsText.byState(namespace.call(() -> Command.lines("ss", "-Htan", filter)));
            String csv =
                    inside(() -> Launch.of("--by", "state", "--csv", filter)).out();
            assertEquals(expected, counts(csv.substring(csv.indexOf('\n') + 1), ","), filter);
        }
    }

    @Test
    void filterThatTheKernelDecidesInPartCountsTheSame() throws IOException, InterruptedException {
        String whole =
                inside(() -> Launch.of("--by", "state", "sport in 8000-8002")).out();
        String mixed = inside(() -> Launch.of(
                        "--by", "state", "(sport in 8000-8001 and sendq >= 0) or (sport = :8002 and not inode = 1)"))
                .out();
        assertEquals(whole, mixed);
    }

    @Test
    void explainShowsBothHalvesOfAFilter() throws IOException, InterruptedException {
        String text = inside(() -> Launch.of("--explain", "dport = :443 and recvq > 64k and (user root or mark 5)"))
                .out();
        assertTrue(text.contains("\n   filtered by the kernel: dport = :443\n"), text);
        assertTrue(text.contains("\n   filtered after copying: recvq > 64000 and (user = root or mark = 0x5)\n"), text);
    }

    @Test
    void filterOnMarksWithoutThePrivilegeIsRefusedAndNotEmpty() throws IOException, InterruptedException {
        for (String filter : List.of("fwmark = 0", "mark != 5", "mark = 0 or recvq > 5")) {
            Launch launch = namespace.call(() -> Launch.shell(
                    "setpriv --bounding-set=-net_admin" + " --inh-caps=-net_admin $conncount '" + filter + "'"));
            assertEquals(1, launch.exitCode());
            assertEquals("", launch.out());
            ErrorText.assertNames("firewall mark .. (EPERM) .. CAP_NET_ADMIN .. 'mark' and 'fwmark'", launch.err());
        }
    }
}
