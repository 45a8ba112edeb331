package io.conncount.sys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What a status file of Linux 6.18 tells, and one with parts missing. */
class PrivilegesTest {
    private static final String NOBODY = """
            Name:\tconncount
            Uid:\t1000\t65534\t65534\t65534
            CapInh:\t0000000000000000
            CapPrm:\t000001ffffffffff
            CapEff:\t0000000000081000
            NoNewPrivs:\t1
            Seccomp:\t2
            Seccomp_filters:\t1
            """;

    @Test
    void effectiveUserAndCapabilitiesCount() {
        Privileges privileges = Privileges.of(NOBODY);
        assertEquals(65_534, privileges.uid());
        assertEquals(0x81000, privileges.capabilities());
        assertEquals(2, privileges.seccomp());
        assertTrue(privileges.noNewPrivileges());
        assertEquals(List.of("CAP_SYS_ADMIN", "CAP_PERFMON", "CAP_BPF"), privileges.missing());
    }

    @Test
    void rootLacksNothing() {
        Privileges privileges = Privileges.of("Uid:\t0\t0\t0\t0\nCapEff:\t000001ffffffffff\n");
        assertEquals(List.of(), privileges.missing());
        assertFalse(privileges.noNewPrivileges());
        assertEquals(0, privileges.seccomp());
    }
}
