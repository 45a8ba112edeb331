package io.conncount.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.testing.ErrorText;
import io.conncount.testing.NativeSockets;
import io.conncount.testing.SocketNamespace;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every table through the launcher, those that this kernel does not show included. */
class TablesIT {
    @TempDir
    private static Path names;

    private static SocketNamespace namespace;
    private static NativeSockets sockets;

    @BeforeAll
    static void makeSockets() throws Exception {
        namespace = new SocketNamespace("--connections", "5");
        sockets = namespace.call(() -> NativeSockets.ofEveryTable(names));
    }

    @AfterAll
    static void letThemGo() throws Exception {
        sockets.close();
        namespace.close();
    }

    private static Launch inside(Callable<Launch> launch) throws Exception {
        return namespace.call(launch);
    }

    @Test
    void statesThatSocketsCannotBeInAreNotShown() throws Exception {
        assertEquals(new Launch(0, "UNCONN 3\n", ""), inside(() -> Launch.of("-0")));
        Launch unix = inside(() -> Launch.of("--unix", "--by", "state,type", "--sort", "type", "state", "listen"));
        assertEquals(new Launch(0, "LISTEN stream 1\nLISTEN seqpacket 1\n", ""), unix);
        assertEquals(3, inside(() -> Launch.of("-x")).out().lines().count());
        assertEquals(11, inside(() -> Launch.of("-t")).out().lines().count());
    }

    @ParameterizedTest
    @CsvSource({"-S, sctp", "--vsock, vsock"})
    void tableThatTheKernelDoesNotShowFailsAndNamesTheModule(String option, String table) throws Exception {
        inside(() -> Launch.of(option)).assertRefused(1, " .. ENOENT .. " + table + " .. modprobe " + table + "_diag");
    }

    @Test
    void rawSocketsAreFromAFileWhereTheKernelDoesNotShowThem() throws Exception {
        try (NativeSockets odd = namespace.call(NativeSockets::new)) {
            namespace.call(() -> odd.socket(NativeSockets.AF_INET, NativeSockets.RAW, NativeSockets.ICMP));
            Launch list = inside(() -> Launch.of("list", "-waHn"));
            assertTrue(list.out().matches("UNCONN +0 +0 +0\\.0\\.0\\.0:1 +0\\.0\\.0\\.0:\\* *\n"), list.out());
            Launch count = inside(() -> Launch.of("-w", "--json"));
            assertTrue(count.out().contains("\"source\":\"procfs\""), count.out());
            assertEquals(0, count.exitCode());
        }
    }

    @Test
    void allButTheTablesThatTheKernelDoesNotShowAreCounted() throws Exception {
        Launch launch = inside(() -> Launch.of("-A", "all", "--by", "proto", "--json"));
        assertEquals(1, launch.exitCode());
        List<String> lines = launch.err().lines().toList();
        assertEquals(4, lines.size(), launch.err());
        ErrorText.assertNames("sctp sockets .. none .. modprobe sctp_diag", lines.get(0));
        ErrorText.assertNames("vsock sockets .. unknown .. modprobe vsock_diag", lines.get(1));
        ErrorText.assertNames("raw sockets .. /proc/net/raw .. modprobe raw_diag", lines.get(2));
        ErrorText.assertNames("conncount: incomplete: ", lines.get(3));
        assertTrue(launch.out().contains("\"complete\":false,\"missing\":[\"sctp\",\"vsock\"],"), launch.out());
        assertTrue(launch.out().contains(",\"error_bar\":null,"), launch.out());
        assertTrue(launch.out().contains("{\"proto\":\"packet\",\"count\":3}"), launch.out());
        assertTrue(launch.out().contains("{\"proto\":\"raw\",\"count\":0}"), launch.out());
    }

    @Test
    void socketsWithoutATableAreCountedOrNamed() throws Exception {
        try (NativeSockets odd = namespace.call(NativeSockets::new)) {
            namespace.call(() -> {
                odd.ping(100);
                return odd.socket(NativeSockets.AF_XDP, NativeSockets.RAW, 0);
            });
            Launch count = inside(() -> Launch.of("-A", "all", "--by", "proto", "--json"));
            assertTrue(count.out().contains("{\"proto\":\"ping\",\"count\":3}"), count.out());
            assertTrue(count.out().contains("\"missing\":[\"sctp\",\"vsock\",\"XDP\"]"), count.out());
            assertTrue(count.err().matches("(?s).*\nconncount: XDP sockets .*1.*"), count.err());
            Launch list = inside(() -> Launch.of("list", "-A", "all", "-a", "--ndjson"));
            assertTrue(list.out().contains("\"missing\":[\"sctp\",\"vsock\",\"XDP\"]"), list.err());
            assertEquals(
                    3,
                    list.out()
                            .lines()
                            .filter(row -> row.contains("\"netid\":\"ping\""))
                            .count());
            Launch procfs = inside(() -> Launch.of("-A", "all", "--by", "proto", "--source", "procfs"));
            assertTrue(procfs.out().contains("\nping 3\n"), procfs.out());
            assertTrue(procfs.err().contains("mptcp sockets are left out"), procfs.err());
        }
    }

    @Test
    void answerWithoutTablesThatHoldNothingIsComplete() throws Exception {
        Launch launch = inside(() -> Launch.of("-A", "tcp,sctp", "--json"));
        assertEquals(0, launch.exitCode());
        assertTrue(launch.out().contains("\"complete\":true,\"missing\":[\"sctp\"],\"error_bar\":0"), launch.out());
        assertEquals(1, launch.err().lines().count(), launch.err());
    }

    @Test
    void explanationSaysWhatWasLeftOut() throws Exception {
        Launch launch = inside(() -> Launch.of("-A", "packet,sctp", "--explain"));
        assertTrue(
                launch.out()
                        .contains("0 bytes copied, 0.0 ms; sctp sockets are left out, this kernel does not show them"),
                launch.out());
    }
}
