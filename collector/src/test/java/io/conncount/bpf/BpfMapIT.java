package io.conncount.bpf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.bpf.Assembler.Helper;
import io.conncount.bpf.Assembler.Operation;
import io.conncount.sys.BpfMap;
import io.conncount.sys.Errno;
import io.conncount.sys.KernelException;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tables that programs fill. Needs root. */
class BpfMapIT {
    private static final int KEY = 0;
    private static final int VALUE = 1;
    private static final int RESULT = 2;
    private static final int KEY_LANES = 5;

    private TestProgram test;

    @BeforeEach
    void open() throws Exception {
        test = new TestProgram();
    }

    @AfterEach
    void close() {
        test.close();
    }

    @Test
    void everyEntryIsShownOnce() throws Exception {
        int entries = 20_000;
        try (BpfMap map = BpfMap.ofCounts("test_counts", Long.BYTES, 2 * entries)) {
            fill(map, entries);
            assertEquals(0, test.number(RESULT));
            Map<Long, Long> shown = new HashMap<>();
            int count = map.forEach((keys, at, value) -> assertEquals(null, shown.put(keys.getLong(at), value)));
            assertEquals(entries, count);
            assertEquals(entries, shown.size());
            assertTrue(LongStream.range(0, entries).allMatch(key -> shown.get(key) == 3 * key + 1));
        }
    }

    @Test
    void emptyTableAndOneEntryAreShown() throws Exception {
        try (BpfMap map = BpfMap.ofCounts("test_counts", KEY_LANES * Long.BYTES, 1)) {
            assertEquals(0, map.forEach((keys, at, value) -> {}));
            fill(map, 1);
            assertEquals(1, map.forEach((keys, at, value) -> assertEquals(1, value)));
        }
    }

    @Test
    void entryBeyondTheLimitIsRefusedToTheProgram() throws Exception {
        int limit = 5_000;
        try (BpfMap map = BpfMap.ofCounts("test_counts", Long.BYTES, limit)) {
            fill(map, limit + 1);
            assertEquals(-Errno.E2BIG, test.number(RESULT));
            assertEquals(limit, map.forEach((keys, at, value) -> {}));
        }
    }

    /** Puts entries of which the key is a number, and the value three times as much and one. */
    private void fill(BpfMap map, int entries) throws KernelException {
        test.run(entries, code -> {
            TestProgram.put(code, KEY, Register.R6);
            code.compute(Operation.MUL, Register.R6, 3);
            code.compute(Operation.ADD, Register.R6, 1);
            TestProgram.put(code, VALUE, Register.R6);
            code.map(Register.R1, map.descriptor());
            code.move(Register.R2, TestProgram.MEMORY);
            code.move(Register.R3, TestProgram.MEMORY);
            code.compute(Operation.ADD, Register.R3, VALUE * Long.BYTES);
            code.move(Register.R4, 0);
            code.call(Helper.MAP_UPDATE_ELEM);
            TestProgram.put(code, RESULT, Register.R0);
        });
    }

    @Test
    void tableThatCannotBeIsRefusedByName() {
        KernelException e = assertThrows(KernelException.class, () -> BpfMap.ofCounts("none", Long.BYTES, 0));
        assertEquals(Errno.EINVAL, e.errno());
        assertEquals("bpf(BPF_MAP_CREATE)", e.operation());
        assertEquals(
                Errno.E2BIG,
                assertThrows(KernelException.class, () -> BpfMap.ofCounts("wide", 1 << 24, 1))
                        .errno());
    }

    @Test
    void arrayIsMappedNoFurtherThanItGoes() throws Exception {
        try (BpfMap map = BpfMap.ofOneValue("test_value", Long.BYTES)) {
            assertThrows(KernelException.class, () -> map.map(1 << 20));
        }
    }
}
