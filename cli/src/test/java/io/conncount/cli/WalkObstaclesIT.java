package io.conncount.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.testing.SocketNamespace;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Where the kernel cannot count, sock_diag answers, and {@code --explain} says what is in the way and what mends it. */
class WalkObstaclesIT {
    /** So many connections have more ends than the first table of groups has room for. */
    private static final String CONNECTIONS = "66000";

    private static final String WITHOUT_TYPES =
            "unshare --mount bash -c 'mount -t tmpfs none /sys/kernel/btf; $conncount ";
    private static final String WITHOUT_CAPABILITIES =
            "setpriv --bounding-set=-all --inh-caps=-all --no-new-privs $conncount ";

    /** Runs a command in a cgroup that has little memory. */
    private static final String IN_SMALL_GROUP = """
            group=$(awk '/ - cgroup .*[ ,]memory(,|$)/ {print $5; exit}' /proc/self/mountinfo)
            limit=memory.limit_in_bytes
            if [ -z "$group" ]; then
                group=$(awk '/ - cgroup2 / {print $5; exit}' /proc/self/mountinfo)
                limit=memory.max
            fi
            group=$group/conncount-$$
            mkdir "$group" && echo 300M >"$group/$limit" || exit
            (echo $BASHPID >"$group/cgroup.procs"; exec COMMAND)
            code=$?
            until rmdir "$group"; do sleep 0.1; done 2>/dev/null
            exit $code
            """;

    private static SocketNamespace namespace;

    @BeforeAll
    static void makeSockets() throws Exception {
        namespace = new SocketNamespace("--connections", CONNECTIONS);
        Launch.of("--version");
    }

    @AfterAll
    static void letThemGo() throws Exception {
        namespace.close();
    }

    @Test
    void kernelWithoutTypesIsNamedWithItsOption() throws Exception {
        assertExplained(shell(WITHOUT_TYPES + "--by local-port --explain'"), "CONFIG_DEBUG_INFO_BTF");
        assertExplained(shell(WITHOUT_TYPES + "list -ta --explain'"), "CONFIG_DEBUG_INFO_BTF");
        Launch forced = shell(WITHOUT_TYPES + "--by local-port --source bpf'");
        assertEquals(1, forced.exitCode());
        assertTrue(forced.err().contains("CONFIG_DEBUG_INFO_BTF"), forced.err());
    }

    @Test
    void missingCapabilitiesAreNamed() throws Exception {
        assertExplained(shell(WITHOUT_CAPABILITIES + "--by local-port --explain"), "CAP_BPF and CAP_PERFMON");
        assertExplained(shell(WITHOUT_CAPABILITIES + "list -ta --explain"), "CAP_BPF and CAP_PERFMON");
    }

    @Test
    void limitOfGroupsTakesNoMemoryInAdvance() throws Exception {
        String words = "--by local-address,local-port,remote-address,remote-port --max-groups 100000000 --threads 1";
        Launch launch = shell(IN_SMALL_GROUP.replace("COMMAND", "$conncount " + words + " --explain"));
        String all = launch.out() + launch.err();
        assertEquals(0, launch.exitCode(), all);
        assertTrue(all.contains("walk in the kernel") && !all.contains("not used"), all);
        assertTrue(all.matches("(?s).*answer: (\\S+) sockets in \\1 groups, .*complete.*"), all);
    }

    private static Launch shell(String line) throws IOException, InterruptedException {
        return namespace.call(() -> Launch.shell(line));
    }

    private static void assertExplained(Launch launch, String... parts) {
        String all = launch.out() + launch.err();
        assertEquals(0, launch.exitCode(), all);
        for (String part : parts) {
            assertTrue(all.contains(part), all);
        }
        assertTrue(all.contains("copy tcp sockets of"), all);
    }
}
