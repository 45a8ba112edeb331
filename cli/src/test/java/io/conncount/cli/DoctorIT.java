package io.conncount.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.sys.Errno;
import io.conncount.sys.KernelFile;
import io.conncount.sys.NetNamespace;
import io.conncount.testing.Seccomp;
import io.conncount.testing.SocketNamespace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@code conncount doctor} as root, as nobody, and where something is forbidden. Needs root and iproute2. */
class DoctorIT {
    private static SocketNamespace namespace;

    @BeforeAll
    static void makeSockets() throws Exception {
        namespace = new SocketNamespace("--connections", "40", "--time-wait", "6");
    }

    @AfterAll
    static void endSockets() throws IOException {
        namespace.close();
    }

    private static ViewRows inside(String line) throws IOException, InterruptedException {
        return ViewRows.of(namespace.call(() -> Launch.shell(line + " --csv")));
    }

    private static void assertStatus(String status, ViewRows rows, String... checks) {
        for (String check : checks) {
            Map<String, String> row = rows.where("check", check);
            assertEquals(status, row.get("status"), row::toString);
            assertEquals(!status.equals("yes"), row.containsKey("remedy"), row::toString);
        }
    }

    @Test
    void rootMayDoEverything() throws Exception {
        ViewRows rows = inside("$conncount doctor");
        assertStatus("yes", rows, "conncount", "system", "java", "user", "counters", "marks", "processes", "events");
        assertStatus("yes", rows, "table tcp", "table udp", "table unix", "table netlink", "filters in sock_diag");
        assertStatus("yes", rows, "btf", "counting in the kernel", "namespaces", "kill", "cgroups");
        String release = KernelFile.text(Path.of("/proc/sys/kernel/osrelease")).strip();
        assertTrue(rows.where("check", "system").get("detail").contains(release), rows::toString);
        assertTrue(rows.where("check", "user").get("detail").startsWith("uid 0, "), rows::toString);
        // It is not the host's own, and so its limits of memory are not shown.
        Map<String, String> isolation = rows.where("check", "isolation");
        assertEquals("partly", isolation.get("status"));
        assertTrue(isolation.get("detail").contains("network"), isolation.toString());
    }

    @Test
    void costIsThatOfACountHere() throws Exception {
        ViewRows rows = inside("$conncount doctor");
        long sockets = namespace
                .call(() -> Launch.of("--by-state"))
                .out()
                .lines()
                .mapToLong(line -> Long.parseLong(line.split(" +")[1]))
                .sum();
        for (String check : List.of("cost by state", "cost by local port")) {
            String detail = rows.where("check", check).get("detail");
            assertTrue(detail.matches(sockets + " sockets in [\\d.]+ ms by one thread, \\S+"), detail);
        }
    }

    @Test
    void nobodyIsToldWhatIsMissingAndWhatWouldHelp() throws Exception {
        ViewRows rows = inside(Launch.AS_NOBODY + "doctor");
        assertStatus("yes", rows, "table tcp", "table udp", "counters", "filters in sock_diag", "cgroups");
        assertStatus("no", rows, "marks", "counting in the kernel", "namespaces", "kill");
        assertStatus("partly", rows, "user", "processes");
        assertEquals(
                "run as root, or with CAP_NET_ADMIN",
                rows.where("check", "kill").get("remedy"));
        String user = rows.where("check", "user").get("detail");
        assertTrue(user.startsWith("uid 65534, capabilities 0, "), user);
        assertTrue(user.contains("CAP_BPF") && user.contains("CAP_PERFMON"), user);
        String program = rows.where("check", "counting in the kernel").get("detail");
        assertEquals("CAP_BPF and CAP_PERFMON are missing", program);
    }

    @Test
    void kernelWithoutTypesIsTold() throws Exception {
        Launch answer = namespace.call(() ->
                Launch.shell("unshare --mount bash -c 'mount -t tmpfs none /sys/kernel/btf; $conncount doctor --csv'"));
        ViewRows rows = ViewRows.of(answer);
        assertStatus("no", rows, "btf", "counting in the kernel");
    }

    @Test
    void forbiddenNetlinkIsAFailureWithItsRemedy() throws Exception {
        Launch answer;
        try (NetNamespace thread = NetNamespace.here()) {
            answer = thread.call(() -> {
                Seccomp.forbidNetlink(Errno.EPERM);
                return Launch.of("doctor");
            });
        }
        assertEquals(1, answer.exitCode(), answer.out());
        assertTrue(answer.err().contains("no TCP sockets can be read"), answer.err());
        String tcp = answer.out()
                .lines()
                .filter(line -> line.startsWith("table tcp"))
                .findFirst()
                .orElseThrow();
        assertTrue(tcp.contains(" no ") && tcp.contains("EPERM") && tcp.contains("AF_NETLINK"), tcp);
        assertTrue(answer.out().contains("seccomp 2"), answer.out());
    }

    @Test
    void reportHasNoAddressAndNoHost() throws Exception {
        Launch answer = namespace.call(() -> Launch.of("doctor", "--json"));
        assertEquals(0, answer.exitCode(), answer.err());
        String json = answer.out();
        assertTrue(json.startsWith("{\"schema\":\"conncount.doctor/1\",\"time\":"), json);
        String name = KernelFile.text(Path.of("/proc/sys/kernel/hostname")).strip();
        assertFalse(json.contains("\"" + name + "\""), json);
        assertFalse(json.contains("127."), json);
        assertFalse(json.contains("\"host\""), json);
    }
}
