package io.conncount.bpf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.conncount.sys.BpfMap;
import io.conncount.sys.Errno;
import io.conncount.sys.KernelException;
import org.junit.jupiter.api.Test;

/** Memory that programs share with this one. Needs root. */
class BpfMapIT {
    @Test
    void arrayThatCannotBeIsRefusedByName() {
        KernelException e = assertThrows(KernelException.class, () -> BpfMap.ofOneValue("none", 0));
        assertEquals(Errno.EINVAL, e.errno());
        assertEquals("bpf(BPF_MAP_CREATE)", e.operation());
        assertEquals(
                Errno.E2BIG,
                assertThrows(KernelException.class, () -> BpfMap.ofOneValue("wide", -1))
                        .errno());
    }

    @Test
    void arrayIsMappedNoFurtherThanItGoes() throws Exception {
        try (BpfMap map = BpfMap.ofOneValue("test_value", Long.BYTES)) {
            assertThrows(KernelException.class, () -> map.map(1 << 20));
        }
    }
}
