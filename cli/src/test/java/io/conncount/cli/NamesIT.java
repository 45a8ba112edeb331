package io.conncount.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.sys.LibcNames;
import io.conncount.testing.Command;
import io.conncount.testing.NativeSockets;
import io.conncount.testing.SocketNamespace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sockets by names that only the kernel knows: interfaces without addresses, UNIX sockets, netlink protocols. */
class NamesIT {
    @TempDir
    private static Path directory;

    private static SocketNamespace namespace;
    private static NativeSockets sockets;

    @BeforeAll
    static void makeSockets() throws Exception {
        namespace = new SocketNamespace("--connections", "1");
        sockets = namespace.call(() -> {
            Command.lines("ip", "link", "add", "br0", "type", "bridge");
            Command.lines("ip", "link", "add", "br-x.7", "type", "bridge");
            Command.lines("ip", "link", "add", "veth-a", "type", "veth");
            NativeSockets made = NativeSockets.ofEveryTable(directory);
            made.boundToDevice("br0", 7100);
            made.boundToDevice("br-x.7", 7101);
            made.boundToDevice("veth-a", 7102);
            made.packetOn(LibcNames.interfaceIndex("br0").orElseThrow());
            made.packetOn(LibcNames.interfaceIndex("veth-a").orElseThrow());
            made.boundToUnix(NativeSockets.DGRAM, directory.resolve("Xone").toString());
            made.boundToUnix(NativeSockets.DGRAM, directory.resolve("Xtwo").toString());
            made.boundToUnix(NativeSockets.DGRAM, "\0conncount-" + directory.getFileName());
            return made;
        });
    }

    @AfterAll
    static void letThemGo() throws Exception {
        sockets.close();
        namespace.close();
    }

    private static List<String> rows(String... arguments) throws IOException, InterruptedException {
        Launch launch = namespace.call(() -> Launch.of(arguments));
        assertEquals("", launch.err());
        return launch.out()
                .lines()
                .map(row -> row.strip().replaceAll("\\s+", " "))
                .toList();
    }

    @Test
    void interfacesWithoutAddressesHaveNames() throws Exception {
        assertTrue(rows("list", "-tanH").stream().anyMatch(row -> row.contains("127.0.0.1%br0:7100")));
        assertTrue(rows("--by", "interface").contains("br-x.7 1"));
        assertEquals(List.of("1"), counts("dev = br0"));
        int index = namespace.call(() -> LibcNames.interfaceIndex("br0")).orElseThrow();
        assertEquals(List.of("1"), counts("dev = " + index));
        assertEquals(List.of("1"), counts("dev = br-x.7"));
    }

    /** Asked from outside, where there are no such interfaces. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "-tua",
                "-0a",
                "-tu0a dev = br0",
                "-tu0a dev = veth-a",
                "-tua dev != br-x.7",
                "-ta dev = br0 or dev = br-x.7"
            })
    void interfacesOfAnotherNamespaceAreThoseOfSs(String words) throws Exception {
        List<String> expected = comparable(namespace.call(() -> Command.lines(with(words.split(" "), "ss", "-Hn"))));
        assertTrue(!expected.isEmpty());
        Launch launch = namespace.call(() -> Launch.shell(
                "nsenter --net=/proc/$PPID/ns/net $conncount list -Hn --net /proc/$$/ns/net " + words + "; true"));
        assertEquals("", launch.err());
        assertEquals(expected, comparable(launch.out().lines().toList()));
    }

    @Test
    void threadsThatShareADumpNameTheInterfacesOfTheNamespaceTheyReadFrom() throws Exception {
        Launch launch = namespace.call(() ->
                Launch.shell("nsenter --net=/proc/$PPID/ns/net $conncount list -a --threads 4 --net /proc/$$/ns/net"
                        + " --csv --columns interface,local_port 'sport >= :7100 and sport <= :7101' | sort; true"));
        assertEquals(new Launch(0, "br-x.7,7101\nbr0,7100\ninterface,local_port\n", ""), launch);
    }

    @Test
    void daemonNamesThemForPrometheusAndCallers() throws Exception {
        List<String> serve = List.of(Launch.conncount(), "serve", "--group", "by=interface", "--group-interval", "1");
        try (DaemonProcess daemon = namespace.call(() -> DaemonProcess.start(directory, serve))) {
            assertTrue(namespace
                    .call(() -> daemon.ask("--by interface --fresh"))
                    .out()
                    .contains("br-x.7 1\n"));
            String address = daemon.address();
            String metrics = String.join(
                    "\n", namespace.call(() -> Command.lines("curl", "-s", "http://" + address + "/metrics")));
            assertTrue(metrics.contains("interface=\"br0\""), metrics);
        }
    }

    private static List<String> counts(String filter) throws IOException, InterruptedException {
        return rows("--by", "proto", filter).stream()
                .map(row -> row.replaceFirst(".* ", ""))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-x -a src DIR/X*",
                "-x -a src DIR/x*",
                "-x -a src unix:DIR/Xone",
                "-x -a src DIR/X[a-o]*",
                "-x -a src @conncount-*",
                "-x -a src unix:*Xtwo"
            })
    void unixSocketsAreThoseOfSs(String words) throws Exception {
        String[] arguments = words.replace("DIR", directory.toString()).split(" ");
        List<String> expected = comparable(namespace.call(() -> Command.lines(with(arguments, "ss", "-Hn"))));
        assertTrue(!expected.isEmpty());
        assertEquals(expected, comparable(rows(with(arguments, "list", "-Hn"))));
    }

    private static String[] with(String[] arguments, String... before) {
        List<String> all = new ArrayList<>(List.of(before));
        all.addAll(List.of(arguments));
        return all.toArray(new String[0]);
    }

    private static List<String> comparable(List<String> rows) {
        // ss tells the table where several were asked for; the name is what is looked for.
        return rows.stream()
                .map(row -> row.strip().replaceAll("\\s+", " ").replaceFirst("^[pu]_\\w+ ", ""))
                .sorted()
                .toList();
    }
}
