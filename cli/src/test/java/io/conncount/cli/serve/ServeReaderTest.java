package io.conncount.cli.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.cli.options.ParsedArguments;
import io.conncount.cli.options.UsageException;
import io.conncount.exporters.Daemon;
import io.conncount.exporters.flight.FlightRecorder;
import io.conncount.exporters.sampled.DaemonSeries.GroupSpec;
import io.conncount.exporters.sampled.ViewSeries.View;
import io.conncount.exporters.socket.LocalServer;
import io.conncount.group.GroupKey;
import io.conncount.socket.Protocol;
import io.conncount.socket.TcpState;
import io.conncount.testing.ErrorText;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class ServeReaderTest {
    private static final byte[] LOOPBACK6 = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};

    private static Daemon.Options read(String... args) throws UsageException {
        ServeReader reader = new ServeReader(ParsedArguments.parse(new CommandLine(new Serve().spec()), List.of(args)));
        return reader.read(reader.groups(), reader.flight());
    }

    @Test
    void withoutArgumentsItServesThisHostAlone() throws UsageException {
        Daemon.Options options = read();
        assertEquals(
                List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 12117)),
                options.web().addresses());
        assertEquals("/metrics", options.telemetryPath());
        assertEquals(40, options.web().requestsMax());
        assertEquals(0.02, options.cpuBudget());
        assertEquals(Duration.ofSeconds(1), options.statesInterval());
        assertEquals(Duration.ofSeconds(15), options.groupsInterval());
    }

    @Test
    void viewsCanBeLeftOut() throws UsageException {
        assertEquals(EnumSet.allOf(View.class), read().views());
        assertEquals(
                Set.of(View.CAPACITY),
                read("--without", "ports,memory,listeners").views());
        assertEquals(Set.of(View.MEMORY), read("-N", "all").views());
        UsageException e = assertThrows(UsageException.class, () -> read("--without", "port"));
        ErrorText.assertNames("--without port .. 'ports'", e.getMessage());
    }

    @Test
    void flightRecorderHasDefaults() throws UsageException {
        assertEquals(Optional.empty(), read().flight());
        FlightRecorder.Options flight =
                read("--record-when", "tcp_orphans > 5 for 10s").flight().orElseThrow();
        assertEquals(Duration.ofSeconds(10), flight.alarm().lasting());
        assertEquals(Path.of("/var/lib/conncount/recordings"), flight.directory());
        assertEquals(5, flight.keep());
    }

    @Test
    void localSocketIsWhereItIsToBe() throws UsageException {
        assertEquals(
                Optional.of(new LocalServer.Address(Path.of("/x/y"), 0600, Optional.of("adm"))),
                read("--socket", "/x/y", "--socket-mode", "0600", "--socket-group", "adm")
                        .local());
        assertEquals(Optional.empty(), read("--no-socket").local());
    }

    @Test
    void everyAddressGivenIsListenedOn() throws UsageException, UnknownHostException {
        Daemon.Options options = read("--web.listen-address", "[::1]:0", "--web.listen-address=:9");
        assertEquals(
                List.of(
                        new InetSocketAddress(InetAddress.getByAddress(LOOPBACK6), 0),
                        new InetSocketAddress(InetAddress.getByAddress(new byte[16]), 9)),
                options.web().addresses());
    }

    @Test
    void socketsOfSystemdAreInPlaceOfAddresses() throws UsageException {
        assertEquals(List.of(), read("--web.systemd-socket").web().addresses());
        UsageException e = assertThrows(
                UsageException.class, () -> read("--web.systemd-socket", "--web.listen-address", "127.0.0.1:9"));
        assertTrue(e.getMessage().startsWith("--web.systemd-socket and --web.listen-address"));
    }

    @Test
    void groupIsCountedOnOneThreadWithItsFilter() throws UsageException {
        GroupSpec group = read(
                        "--group", "by=local-port,state top=5 only.local_port=80,443 filter=state listen sport ne 22")
                .groups()
                .get(0);
        assertEquals(
                List.of("local-port", "state"),
                group.query().keys().stream().map(GroupKey::name).toList());
        assertEquals("local_port_state", group.name());
        assertEquals(5, group.top());
        assertEquals(Map.of("local-port", Set.of("80", "443")), group.allowed());
        assertEquals(Set.of(TcpState.LISTEN), group.query().selection().states());
        assertEquals(
                "sport ne 22", group.query().selection().filter().orElseThrow().text());
        assertEquals(1, group.query().threadsMax());
    }

    @Test
    void groupMayBeOfOtherTables() throws UsageException {
        GroupSpec group = read("--group", "tables=udp,unix by=proto").groups().get(0);
        assertEquals(
                Set.of(Protocol.UDP, Protocol.UNIX), group.query().selection().protocols());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "--web.listen-address|12117|12117: .. HOST:PORT",
                "--web.listen-address|::1:80|::1:80: .. HOST:PORT",
                "--web.listen-address|localhost:99999|localhost:99999: .. HOST:PORT",
                "--web.telemetry-path|metrics|metrics: .. /metrics",
                "--web.telemetry-path|/|/: .. /metrics",
                "--web.telemetry-path|/healthz|/healthz: .. /metrics",
                "--web.max-requests|0|0: .. 1 to 1000",
                "--cpu-budget|0%|0%: .. share of a core",
                "--cpu-budget|101|101: .. share of a core",
                "--cpu-budget|much|much: .. share of a core",
                "--interval|0|0: .. 0.1 to 86400",
                "--deadline|4000|4000: .. 0.1 to 3600",
                "--compat|nod|'node'",
                "--socket-mode|999|999: .. 0660",
                "--group|top=3|by=KEY[,KEY...]",
                "--group|by=state top|'top' .. NAME=VALUE",
                "--group|by=stat|'stat' .. 'state'",
                "--group|by=state to=3|'to'",
                "--group|by=state top=0|top=0 .. from 1",
                "--group|by=state by=user|'by' .. twice",
                "--group|by=state only.user=1|'user'",
                "--group|by=state tables=tpc|'tpc' .. 'tcp'",
                "--group|by=state filter=sprt = :1|did you mean",
            })
    void wrongValueIsToldWithWhatWouldBeRight(String option, String value, String told) {
        UsageException e = assertThrows(UsageException.class, () -> read(option, value));
        ErrorText.assertNames(told, e.getMessage().lines().findFirst().orElseThrow());
    }

    @Test
    void twoGroupsOfTheSameKeysAreRefused() {
        UsageException e = assertThrows(
                UsageException.class, () -> read("--group", "by=state", "--group", "by=state filter=sport = :1"));
        assertTrue(e.getMessage().contains("same keys"), e.getMessage());
    }

    @Test
    void wordThatIsNoOptionIsRefused() {
        UsageException e = assertThrows(UsageException.class, () -> read("state", "listen"));
        assertTrue(e.getMessage().contains("'state'"), e.getMessage());
    }
}
