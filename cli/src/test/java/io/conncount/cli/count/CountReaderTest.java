package io.conncount.cli.count;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.cli.count.CountReader.CountOptions;
import io.conncount.cli.options.ParsedArguments;
import io.conncount.cli.options.UsageException;
import io.conncount.cli.output.Format;
import io.conncount.cli.output.Output.ColorWhen;
import io.conncount.filter.ConditionText;
import io.conncount.group.GroupKey;
import io.conncount.query.Selection;
import io.conncount.snapshot.Ranking.Order;
import io.conncount.socket.AddressFamily;
import io.conncount.socket.Protocol;
import io.conncount.socket.TcpState;
import io.conncount.testing.ErrorText;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class CountReaderTest {
    private static CountOptions read(String... args) throws UsageException {
        return new CountReader(ParsedArguments.parse(new CommandLine(new Count().spec()), List.of(args))).read();
    }

    private static List<String> keys(CountOptions options) {
        return options.query().keys().stream().map(GroupKey::name).toList();
    }

    @Test
    void withoutArgumentsTcpIsCountedByStateOnce() throws UsageException {
        CountOptions options = read();
        assertEquals(List.of("state"), keys(options));
        assertEquals(Set.of(Protocol.TCP), options.query().selection().protocols());
        assertEquals(AddressFamily.IP, options.query().selection().families());
        assertEquals(TcpState.ALL, options.query().selection().states());
        assertEquals(Order.LARGEST_FIRST, options.order());
        assertEquals(Optional.empty(), options.showing().format());
        assertEquals(1, options.showing().beat().samplesMax());
        assertEquals(
                Math.min(4, Runtime.getRuntime().availableProcessors()),
                options.query().threadsMax());
        assertEquals(1_000_000, options.query().groupsMax());
        assertFalse(options.query().exact());
    }

    @Test
    void shortOptionsCombineAsInSs() throws UsageException {
        CountOptions options = read("-tu4l");
        assertEquals(
                Set.of(Protocol.TCP, Protocol.UDP), options.query().selection().protocols());
        assertEquals(Set.of(AddressFamily.IPV4), options.query().selection().families());
        assertEquals(
                Set.of(TcpState.LISTEN, TcpState.CLOSE),
                options.query().selection().states());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-x                           | UNIX",
                "-w0MS --vsock --udplite      | RAW, PACKET, MPTCP, SCTP, VSOCK, UDPLITE",
                "--unix --raw --packet        | UNIX, RAW, PACKET",
                "--mptcp --sctp               | MPTCP, SCTP",
                "-A unix,netlink -t           | UNIX, NETLINK, TCP",
                "--query inet                 | TCP, MPTCP, UDP, UDPLITE, RAW, PING, SCTP",
                "-A ping                      | PING",
                "--socket=all,!inet           | UNIX, PACKET, NETLINK, VSOCK",
                "-A !inet,!vsock              | UNIX, PACKET, NETLINK",
                "-f unix                      | UNIX",
                "-f link -u                   | PACKET, UDP",
                "--family=netlink             | NETLINK",
                "-f vsock                     | VSOCK",
                "-f inet6                     | TCP",
            })
    void tablesAreChosenAsInSs(String line, String protocols) throws UsageException {
        Selection selection = read(line.strip().split(" +")).query().selection();
        assertEquals(
                Stream.of(protocols.split(", ")).map(Protocol::valueOf).collect(Collectors.toSet()),
                selection.protocols());
        assertEquals(Map.of(), selection.types());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "unix_stream,p_raw            | {UNIX=[STREAM], PACKET=[RAW]}",
                "u_dgr,u_seq,v_str            | {UNIX=[DGRAM, SEQPACKET], VSOCK=[STREAM]}",
                "unix,!unix_dgram             | {UNIX=[STREAM, SEQPACKET]}",
                "unix_stream,unix             | {}",
                "packet_dgram,!packet,vsock   | {}",
            })
    void typesAreChosenAsInSs(String query, String types) throws UsageException {
        assertEquals(
                types,
                new TreeMap<>(read("-A", query.strip()).query().selection().types()).toString());
    }

    @Test
    void familiesRestrictAsTheDigitsDo() throws UsageException {
        assertEquals(
                Set.of(AddressFamily.IPV6),
                read("-f", "inet6", "-x").query().selection().families());
    }

    @Test
    void listeningTakesInWhatWaitsForDatagrams() throws UsageException {
        for (String table : new String[] {"-x", "-0", "-M", "-Anetlink"}) {
            assertEquals(
                    Set.of(TcpState.LISTEN, TcpState.CLOSE),
                    read(table, "-l").query().selection().states());
        }
    }

    @Test
    void listeningMeansListenAloneForTcp() throws UsageException {
        assertEquals(Set.of(TcpState.LISTEN), read("-l").query().selection().states());
    }

    @Test
    void bothFamiliesAreWhatNeitherIs() throws UsageException {
        assertEquals(
                read().query().selection().families(),
                read("-4", "-6").query().selection().families());
    }

    @Test
    void keysKeepTheirOrderAndPrefixLengths() throws UsageException {
        assertEquals(List.of("remote-net/16", "state"), keys(read("--by", "remote-net/16,state")));
    }

    @Test
    void sortTakesColumnsAndReverses() throws UsageException {
        assertEquals(
                new Order(1, false),
                read("--by", "state,local-port", "--sort", "local-port").order());
        assertEquals(
                new Order(1, true),
                read("--by", "state,local-port", "--sort", "local-port", "--reverse")
                        .order());
        assertEquals(new Order(Order.COUNT, false), read("--reverse").order());
    }

    @Test
    void watchWithoutSecondsIsTwoAndDoesNotEatTheFilter() throws UsageException {
        CountOptions options = read("--watch", "state", "listen");
        assertEquals(Duration.ofSeconds(2), options.showing().beat().interval());
        assertEquals(Set.of(TcpState.LISTEN), options.query().selection().states());
        assertEquals(
                Duration.ofMillis(500), read("--watch=0.5").showing().beat().interval());
        assertEquals(3, read("--watch=1", "--count", "3").showing().beat().samplesMax());
    }

    @Test
    void formatsAndColoursAreTaken() throws UsageException {
        assertEquals(Optional.of(Format.NDJSON), read("--ndjson").showing().format());
        assertEquals(ColorWhen.ALWAYS, read("--color").showing().color());
        assertEquals(ColorWhen.NEVER, read("--color=never").showing().color());
        assertTrue(read("--explain").showing().explain());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "--by stat                 | 'stat' in --by .. 'state'",
                "--by locl-port            | 'locl-port' in --by .. 'local-port'",
                "--by state,state          | --by state,state .. 'state'",
                "--by state,               | '' in --by .. conncount help keys",
                "--by-state --by timer     | --by-state .. --by timer,state",
                "--by remote-net/33/200    | remote-net/33/200 .. '33' .. 0 to 32 .. remote-net/24 or remote-net/24/48",
                "--top 0                   | --top 0 .. 1 to 2147483647",
                "--top ten                 | --top ten .. 1 to 2147483647",
                "--threads 65              | --threads 65 .. 1 to 64",
                "--sort stat               | --sort stat .. 'state'",
                "--watch=0                 | --watch=0 .. seconds .. 0.1 to 86400",
                "--watch=1e9               | --watch=1e9 .. seconds .. 0.1 to 86400",
                "--count 3                 | --count N .. --watch .. --top N",
                "--json --csv              | only one of .. --json .. --csv",
                "--color=alway             | --color=alway .. 'always'",
                "--by                      | --by .. --by KEY[,KEY...]",
                "--top 1 --top 2           | --top .. twice",
                "-A unix_steam             | 'unix_steam' in -A .. 'unix_stream'",
                "-A tcp,xdp                | -A xdp: XDP sockets are not shown, because they have no connections; ss --xdp"
                        + " shows them",
                "-A !tipc                  | -A tipc: TIPC sockets are not shown, because they have no IP addresses or TCP"
                        + " states; ss --tipc shows them",
                "-A dccp                   | -A dccp: DCCP sockets are not shown, because Linux 6.16 and later have none;"
                        + " on older ones ss -d shows them",
                "-A tcp,                   | '' in -A .. conncount --help",
                "-A unix,!unix             | -A unix,!unix .. no table",
                "-f xdp                    | -f xdp: XDP sockets are not shown, because they have no connections; ss --xdp"
                        + " shows them",
                "-f inet4                  | 'inet4' in -f .. 'inet'",
            })
    void mistakesAreExplainedInOneLine(String line, String message) {
        UsageException e = assertThrows(UsageException.class, () -> read(line.split(" ")));
        ErrorText.assertNames(message, e.getMessage());
    }

    @Test
    void filterIsReadFromWordsOfAnyShape() throws UsageException {
        for (String[] words : new String[][] {
            {"state", "established", "(dport = :443 or sport = :22)"},
            {"state", "established", "(", "dport", "=", ":443", "or", "sport", "=", ":22", ")"},
            {"state established (dport=:443||sport=:22)"},
        }) {
            Selection selection = read(words).query().selection();
            assertEquals(Set.of(TcpState.ESTABLISHED), selection.states());
            assertEquals(
                    "dport = :443 or sport = :22",
                    ConditionText.of(List.of(selection.filter().orElseThrow().condition())));
        }
    }

    @Test
    void statesOfAFilterOverrideThatOnlyListenersAreMeant() throws UsageException {
        assertEquals(
                Set.of(TcpState.TIME_WAIT),
                read("-l", "state", "time-wait").query().selection().states());
        assertEquals(
                Set.of(TcpState.LISTEN),
                read("-l", "sport", ":22").query().selection().states());
    }

    @Test
    void daemonIsAskedForWhatItCanDo() throws UsageException {
        assertEquals(List.of("local-port"), keys(read("--daemon", "--fresh", "--by", "local-port", "--exact")));
        for (List<String> wrong : List.of(
                List.of("--daemon", "--from", "web1.rec"),
                List.of("--daemon", "--source", "procfs"),
                List.of("--daemon", "--threads", "2"))) {
            UsageException refusal = assertThrows(UsageException.class, () -> read(wrong.toArray(String[]::new)));
            assertTrue(refusal.getMessage().startsWith("--daemon and " + wrong.get(1)), refusal.getMessage());
        }
        assertThrows(UsageException.class, () -> read("--fresh"));
    }
}
