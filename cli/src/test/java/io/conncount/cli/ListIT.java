package io.conncount.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.testing.Command;
import io.conncount.testing.SocketNamespace;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same words to ss and to conncount list, about the same sockets in a network namespace. */
class ListIT {
    /** Both ends of the connections whose window is full. */
    private static final int MOVING_ROWS_MAX = 7;

    private static final int TRIES = 20;

    private static final List<AutoCloseable> OURS = new ArrayList<>();

    private static SocketNamespace namespace;

    @BeforeAll
    static void makeSockets() throws IOException, InterruptedException {
        String population = "--connections 30 --ipv6 5 --udp 3 --time-wait 9 --close-wait 3 --fin-wait2 4"
                + " --fin-wait2-mini 2 --syn-recv 2 --fin-wait1 1 --closing 1 --last-ack 1 --listen 2";
        namespace = new SocketNamespace(population.split(" "));
        namespace.call(ListIT::makeSocketsOfOurs);
    }

    /** Java's own are IPv6 sockets; those on an IPv4 address carry it as {@code ::ffff:a.b.c.d}. */
    private static Void makeSocketsOfOurs() throws IOException {
        InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        ServerSocketChannel any = ServerSocketChannel.open().bind(new InetSocketAddress(7200));
        ServerSocketChannel server = ServerSocketChannel.open().bind(new InetSocketAddress(loopback, 7201));
        SocketChannel mapped = SocketChannel.open(server.getLocalAddress());
        OURS.addAll(List.of(any, server, mapped, server.accept()));
        OURS.add(SocketChannel.open().bind(new InetSocketAddress(loopback, 7203)));
        OURS.add(DatagramChannel.open().bind(new InetSocketAddress(7202)));
        OURS.add(DatagramChannel.open().connect(new InetSocketAddress(loopback, 7202)));
        return null;
    }

    @AfterAll
    static void endSockets() throws Exception {
        for (AutoCloseable socket : OURS) {
            socket.close();
        }
        namespace.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-x", "-xa", "-0", "-u", "-tu", "-A unix_stream", "-A unix,udp", "-A packet_raw -a"})
    void columnsAreThoseOfSs(String words) throws Exception {
        Launch ours = inside(() -> Launch.of(with(words.split(" "), "list")));
        List<String> theirs = namespace.call(() -> Command.lines(with(words.split(" "), "ss")));
        String header = theirs.get(0).replace("PortProcess", "Port Process");
        assertEquals(
                header.replaceAll(" +", " ").strip(),
                ours.out().lines().findFirst().orElse("").replaceAll(" +", " "));
    }

    /** Only a terminal is told, behind the rows. */
    @Test
    void whoNamesNoTableIsToldWhatElseThereIs() throws Exception {
        String list = Launch.conncount() + " list -Hn state time-wait";
        List<String> shown = namespace.call(() -> Command.lines("script", "-qec", list, "/dev/null"));
        String last = shown.get(shown.size() - 1).strip();
        assertTrue(last.matches("TCP only; there are also \\d+ udp.*: -A all, or -u, -x, -w"), last);
        assertFalse(String.join("", namespace.call(() -> Command.lines("script", "-qec", list + " -t", "/dev/null")))
                .contains("TCP only"));
    }

    private static Launch inside(Callable<Launch> launch) throws IOException, InterruptedException {
        Launch result = namespace.call(launch);
        assertEquals("", result.err());
        assertEquals(0, result.exitCode());
        return result;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-tan",
                "-tn",
                "-tln",
                "-tlan",
                "-tanl",
                "-ta -tan",
                "-A tcp -A udp -an",
                "-un",
                "-tan4",
                "-tan6",
                "-uan",
                "-tuan",
                "-tuln",
                "-t4l",
                "-tanH",
                "-tuanoe",
                "-tanm",
                "-uanm",
                "-tani",
                "-tanOi",
                "-tuanoemiO",
                "-ane --tcp --cgroup",
                "-tanO --tos",
                "--all --numeric --tcp --udp --no-header",
                "-tan state time-wait",
                "-tan state established",
                "-tan state connected exclude established",
                "-tan exclude listening",
            })
    void rowsAreThoseOfSs(String words) throws Exception {
        String[] arguments = words.split(" ");
        assertSameRows(
                () -> comparable(namespace.call(() -> Command.lines(with(arguments, "ss", "-n")))),
                () -> comparable(inside(() -> Launch.of(with(arguments, "list")))
                        .out()
                        .lines()
                        .toList()));
    }

    /**
     * The few that wait for a window to open are probed, and their numbers move, while we look; and once a minute every
     * TIME_WAIT is made again. So it looks again until nearly all rows stand still, and compares those.
     */
    private static void assertSameRows(Callable<List<String>> other, Callable<List<String>> ours) throws Exception {
        List<String> before = List.of();
        List<String> rows = List.of();
        List<String> still = List.of();
        boolean quiet = false;
        for (int i = 0; i < TRIES && !quiet; i++) {
            before = other.call();
            rows = ours.call();
            // Rows can be alike, so each stands for one of the other list.
            List<String> after = new ArrayList<>(other.call());
            still = before.stream().filter(after::remove).toList();
            quiet = still.size() > Math.max(1, before.size() - MOVING_ROWS_MAX) && rows.size() == before.size();
        }
        assertTrue(still.size() > before.size() - MOVING_ROWS_MAX && still.size() > 1, "hardly a row stands still");
        List<String> missing = new ArrayList<>(still);
        rows.forEach(missing::remove);
        assertEquals(List.of(), missing);
        assertEquals(before.size(), rows.size());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-tan",
                "-tn",
                "-tln",
                "-tan4",
                "-tan6",
                "-tuan",
                "-tanH --cgroup",
                "-tanmO",
                "-tan state time-wait",
                "-tan dst 127.0.0.0/8 and sendq >= 0",
                "-tan --threads 3",
                "-ta --csv",
                "-ta --ndjson",
                "-ta --csv --columns netid,proto,family,state,local_address,local_port,user,uid,cgroup,timer,inode,mark",
                "-ta --csv --columns remote_address,remote_port,interface,rtt_ms,cwnd,bytes_acked,retransmits,rcvbuf",
                // Ties at the cut-off would be settled by the order of the walk.
                "-ta --csv --columns local_port,inode --sort inode --top 10",
            })
    void rowsOfAWalkInTheKernelAreThoseOfSockDiag(String words) throws Exception {
        String[] arguments = words.split(" ");
        assertSameRows(() -> listed(arguments, "sock_diag"), () -> listed(arguments, "bpf"));
    }

    private static List<String> listed(String[] arguments, String source) throws IOException, InterruptedException {
        return comparable(inside(() -> Launch.of(with(arguments, "list", "--source", source)))
                .out()
                .lines()
                .toList());
    }

    @Test
    void rowsThatAWalkCannotGiveAreRefusedOrCopied() throws IOException, InterruptedException {
        Launch refused = namespace.call(() -> Launch.of("list", "-tanoei", "--source", "bpf"));
        assertEquals(1, refused.exitCode());
        assertTrue(refused.err().contains("--source bpf"), refused.err());
        assertEquals("", refused.out());
        String json = inside(() -> Launch.of("list", "-ta", "--json", "--source", "bpf"))
                .out();
        assertTrue(json.contains("\"source\":\"bpf\""), json);
        String some = inside(() -> Launch.of("list", "-taH", "--limit", "3", "--source", "bpf"))
                .out();
        assertEquals(3, some.lines().count(), some);
    }

    /** The kernel's own dump hides marks from whoever lacks CAP_NET_ADMIN. */
    @Test
    void marksStayHiddenFromThoseToWhomSockDiagHidesThem() throws IOException, InterruptedException {
        String words = "setpriv --bounding-set=-net_admin --inh-caps=-net_admin $conncount list -ta"
                + " --csv --columns local_port,mark --source ";
        Launch refused = namespace.call(() -> Launch.shell(words + "bpf"));
        assertEquals(1, refused.exitCode(), refused.out());
        assertTrue(refused.err().contains("CAP_NET_ADMIN"), refused.err());
        assertTrue(inside(() -> Launch.shell(words + "sock_diag"))
                .out()
                .lines()
                .skip(1)
                .allMatch(row -> row.endsWith(",")));
    }

    private static String[] with(String[] arguments, String... before) {
        List<String> words = new ArrayList<>(List.of(before));
        words.addAll(List.of(arguments));
        return words.toArray(String[]::new);
    }

    /** Sorted, blanks folded, and without what moves on between two looks, or is newer than ss 6.1. */
    private static List<String> comparable(List<String> lines) {
        return lines.stream()
                .map(line -> line.strip().replaceAll("\\s+", " "))
                .map(line -> line.replace("Address:PortProcess", "Address:Port Process"))
                .map(line -> line.replaceAll(" (lastsnd|lastrcv|lastack|rto|backoff):[\\d.]+", ""))
                .map(line -> line.replaceAll(" (busy|rwnd_limited):\\d+ms(\\([\\d.]+%\\))?", " $1"))
                .map(line -> line.replaceAll("timer:\\((\\w+),[^)]*\\)", "timer:($1)"))
                .map(line -> line.replaceAll(" (rcv_wnd|rehash|total_rto\\w*):\\w+", ""))
                .sorted()
                .toList();
    }

    @Test
    void threadsShareTheRowsAmongThemselves() throws IOException, InterruptedException {
        String lines =
                inside(() -> Launch.of("list", "-tanH", "--threads", "4")).out();
        assertEquals(
                comparable(namespace.call(() -> Command.lines("ss", "-tanH"))),
                comparable(lines.lines().toList()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"-tan", "-tuanoemi", "-tln", "-ta --sort recvq --top 5", "-ta --limit 3", "-tan state closing"})
    void jsonIsADocumentThatCountsItsSockets(String words) throws IOException, InterruptedException {
        String program = "import json,sys; d = json.load(sys.stdin); s = d['sockets'];"
                + " assert d['schema'] == 'conncount.list/2' and d['complete'] and d['source'] == 'sock_diag', d;"
                + " assert d['count'] == len(s) > 0 and d['elapsed_ms'] > 0, d['count'];"
                + " assert all(type(x['local_port']) is int and x['state'] for x in s)";
        inside(() ->
                Launch.shell("set -o pipefail; $conncount list --json " + words + " | python3 -c \"" + program + "\""));
    }

    @Test
    void listenersTellWhetherTheyTakeIpv4() throws IOException, InterruptedException {
        Launch launch = inside(() -> Launch.of("list", "-tlH", "--ndjson", "sport = :7200"));
        assertTrue(
                launch.out().contains("\"local_address\":\"::\",")
                        && launch.out().contains(",\"v6only\":0}"),
                launch.out());
    }

    @Test
    void ndjsonIsALineASocketAndALastLine() throws IOException, InterruptedException {
        long sockets = namespace.call(() -> Command.lines("ss", "-tanH")).size();
        String program = "import json,sys; d = [json.loads(l) for l in sys.stdin]; print(len(d) - 1, d[-1]['count'])";
        Launch launch = inside(() -> Launch.shell("$conncount list -tan --ndjson | python3 -c \"" + program + "\""));
        assertEquals(sockets + " " + sockets + "\n", launch.out());
    }

    @Test
    void csvHasAHeaderUnlessToldOtherwise() throws IOException, InterruptedException {
        String program = "import csv,sys; r = list(csv.DictReader(sys.stdin));"
                + " assert all(None not in x and None not in x.values() for x in r); print(len(r))";
        long listeners = namespace.call(() -> Command.lines("ss", "-tlnH")).size();
        Launch launch = inside(() -> Launch.shell("$conncount list -tlnei --csv | python3 -c \"" + program + "\""));
        assertEquals(listeners + "\n", launch.out());
        String bare = inside(() -> Launch.of("list", "-tlH", "--csv")).out();
        assertEquals(listeners, bare.lines().count());
    }

    @Test
    void rowsAreSortedByAColumnAndCut() throws IOException, InterruptedException {
        List<String> rows = inside(() ->
                        Launch.of("list", "-ta", "--columns", "recvq,state", "--sort", "recvq", "--top", "4", "-H"))
                .out()
                .lines()
                .toList();
        assertEquals(4, rows.size());
        assertTrue(rows.get(0).matches(" +1152 \\S+"), rows.toString());
        assertEquals(
                7,
                inside(() -> Launch.of("list", "-tuaH", "--limit", "7"))
                        .out()
                        .lines()
                        .count());
    }

    @Test
    void boundSocketsAreShownThatDoNothingElse() throws IOException, InterruptedException {
        assertEquals(
                List.of("0 0 [::ffff:127.0.0.1]:7203 *:*"),
                comparable(
                        inside(() -> Launch.of("list", "-tnBH")).out().lines().toList()));
        assertTrue(!inside(() -> Launch.of("list", "-tanH")).out().contains("7203"));
    }

    @Test
    void closedPipeEndsQuietly() throws IOException, InterruptedException {
        Launch launch = inside(() -> Launch.shell("$conncount list -tanH --ndjson | head -n 1; echo ${PIPESTATUS[0]}"));
        assertTrue(launch.out().endsWith("\n0\n"), launch.out());
    }

    @Test
    void anotherNamespaceIsReadByNameOrPath() throws IOException, InterruptedException {
        String script = "name=conncount-list-$$; ip netns add $name || exit 9;"
                + " ip netns exec $name $conncount list -uaH > /dev/null; $conncount list -taH -N $name;"
                + " $conncount list -taH --net /run/netns/$name; $conncount list -tlH --net /proc/self/ns/net | wc -l;"
                + " ip netns delete $name";
        long listeners = Command.lines("ss", "-tlnH").size();
        Launch launch = Launch.shell(script);
        assertEquals("", launch.err());
        assertEquals(listeners + "\n", launch.out());
        Launch missing = Launch.of("list", "-N", "conncount-no-such");
        assertEquals(1, missing.exitCode());
        assertTrue(missing.err().startsWith("conncount: cannot enter network namespace 'conncount-no-such': "));
        assertEquals(1, missing.err().lines().count());
    }

    @Test
    void namesAreShownForHostsAndServicesThatHaveOne() throws IOException, InterruptedException {
        String named =
                inside(() -> Launch.of("list", "-turH", "state", "established")).out();
        assertTrue(named.contains(":domain"), named);
        String numeric =
                inside(() -> Launch.of("list", "-tunH", "state", "established")).out();
        assertTrue(!numeric.contains(":domain") && !numeric.contains("localhost"), numeric);
        assertEquals(numeric.lines().count(), named.lines().count());
    }

    @Test
    void explanationTakesThePlaceOfTheRows() throws IOException, InterruptedException {
        String text = inside(() -> Launch.of("list", "-tan", "--explain")).out();
        assertTrue(text.contains("because: a row for each socket; one thread"), text);
        assertTrue(text.contains("outcome: "), text);
    }
}
