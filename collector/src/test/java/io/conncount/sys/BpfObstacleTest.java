package io.conncount.sys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What may keep a host from running programs in its kernel. */
class BpfObstacleTest {
    @ParameterizedTest
    @CsvSource({
        "000001ffffffffff, true", // root
        "0000000000200000, true", // CAP_SYS_ADMIN
        "000000c000000000, true", // CAP_BPF, CAP_PERFMON
        "0000008000000000, false", // CAP_BPF
        "0000004000000000, false", // CAP_PERFMON
        "0000013fffdfffff, false", // all but these three
        "0000000000000000, false"
    })
    void capabilitiesDecide(String mask, boolean isPermitted) {
        String status = "CapPrm:\t000001ffffffffff\nCapEff:\t" + mask + "\nCapBnd:\t000001ffffffffff\n";
        assertEquals(isPermitted, BpfObstacle.isPermitted(status));
    }

    @Test
    void unknownCapabilitiesForbidNothing() {
        assertTrue(BpfObstacle.isPermitted(""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"5.16.20", "5.10.0-30-amd64", "4.19.0", "5.4"})
    void olderKernelIsNamed(String release) {
        assertTrue(BpfObstacle.isTooOld(release));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "5.17.0",
                "5.17-rc1",
                "6.1.0-50-cloud-amd64",
                "6.12.117+deb12-cloud-amd64",
                "10.0.1",
                "",
                "x",
                "."
            })
    void otherKernelIsNot(String release) {
        assertFalse(BpfObstacle.isTooOld(release));
    }

    @Test
    void everyObstacleThatIsKnownNamesItsRemedy() {
        String root = "CapEff:\t000001ffffffffff\n";
        assertNames(BpfObstacle.known("CapEff:\t0000000000000000\n", ""), "CAP_BPF", "CAP_PERFMON", "root");
        assertNames(BpfObstacle.known(root, "none integrity [confidentiality]\n"), "lockdown=integrity");
        assertEquals(Optional.empty(), BpfObstacle.known(root, "none [integrity] confidentiality\n"));
        assertEquals(Optional.empty(), BpfObstacle.known(root, ""));
    }

    @Test
    void everyRefusalThatIsUnderstoodNamesItsRemedy() {
        assertNames(Optional.of(BpfObstacle.remedy(Errno.EPERM)), "seccomp", "allow bpf", "host");
        assertNames(Optional.of(BpfObstacle.remedy(Errno.ENOSYS)), "seccomp", "CONFIG_BPF_SYSCALL");
        assertNames(Optional.of(BpfObstacle.remedy(Errno.ENOMEM)), "cgroup", "raise");
    }

    @Test
    void verifierOfAnOlderKernelIsNotQuoted() {
        assertNames(Optional.of(BpfObstacle.remedyOfProgram("invalid func", "5.15.0-91-generic")), "5.17", "5.15.0");
        assertEquals("R8 !read_ok", BpfObstacle.remedyOfProgram("R8 !read_ok", "6.1.0-50-amd64"));
    }

    private static void assertNames(Optional<String> text, String... parts) {
        for (String part : parts) {
            assertTrue(text.orElseThrow().contains(part), text.get());
        }
    }
}
