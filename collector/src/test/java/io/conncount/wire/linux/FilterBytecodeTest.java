package io.conncount.wire.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.filter.Condition;
import io.conncount.socket.PortBox;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** The filter program does what the box says, and passes the check that the kernel makes before it runs it. */
class FilterBytecodeTest {
    @Provide
    Arbitrary<PortBox> boxes() {
        Arbitrary<Integer> port = Arbitraries.integers().between(0, PortBox.PORT_MAX);
        return Combinators.combine(port, port, port, port, port).as((a, b, c, d, larger) -> {
            int localMax = Math.max(a, b);
            int remoteMax = Math.max(c, d);
            int largerMin = larger % 2 == 0 ? 0 : Math.min(larger, Math.max(localMax, remoteMax));
            return new PortBox(Math.min(a, b), localMax, Math.min(c, d), remoteMax, largerMin);
        });
    }

    @Property
    void programAcceptsThePortsInTheBoxAndNoOthers(
            @ForAll("boxes") PortBox box,
            @ForAll @IntRange(max = PortBox.PORT_MAX) int local,
            @ForAll @IntRange(max = PortBox.PORT_MAX) int remote) {
        ByteBuffer program = program(box);
        assertEquals(box.contains(local, remote), runs(program, local, remote));
        for (int near = -1; near <= 1; near++) {
            int localNear = Math.max(0, Math.min(PortBox.PORT_MAX, box.localMin() + near));
            int remoteNear = Math.max(0, Math.min(PortBox.PORT_MAX, box.remoteMax() + near));
            int largerNear = Math.max(0, Math.min(PortBox.PORT_MAX, box.largerMin() + near));
            assertEquals(box.contains(localNear, remoteNear), runs(program, localNear, remoteNear));
            assertEquals(box.contains(largerNear, remote), runs(program, largerNear, remote));
            assertEquals(box.contains(local, largerNear), runs(program, local, largerNear));
        }
    }

    @Property
    void programPassesTheKernelsAudit(@ForAll("boxes") PortBox box) {
        assertTrue(audit(program(box)), box::toString);
    }

    @Test
    void everySocketNeedsNoProgram() {
        assertEquals(0, FilterBytecode.of(Condition.within(PortBox.ALL)).remaining());
    }

    @Test
    void auditRefusesJumpsIntoTheMiddleOfAnOperationAndBehindTheEnd() {
        ByteBuffer program = program(PortBox.ALL.upToLocal(80).aboveRemote(1023));
        assertTrue(audit(program));
        for (int no : new int[] {4, 6, 24}) {
            ByteBuffer wrong = ByteBuffer.allocate(program.capacity()).order(ByteOrder.nativeOrder());
            wrong.put(0, program, 0, program.capacity()).putShort(2, (short) no);
            assertTrue(!audit(wrong), "no " + no);
        }
    }

    private static ByteBuffer program(PortBox box) {
        return FilterBytecode.of(Condition.within(box)).slice().order(ByteOrder.nativeOrder());
    }

    /** {@code inet_diag_bc_run} of {@code net/ipv4/inet_diag.c}. */
    private static boolean runs(ByteBuffer program, int local, int remote) {
        int at = 0;
        int left = program.capacity();
        while (left > 0) {
            int step = holds(program, at, local, remote) ? yes(program, at) : no(program, at);
            at += step;
            left -= step;
        }
        return left == 0;
    }

    private static boolean holds(ByteBuffer program, int at, int local, int remote) {
        int code = program.get(at);
        if (code == FilterBytecode.JUMP) {
            return false;
        }
        int port = no(program, at + FilterBytecode.OP_BYTES);
        return switch (code) {
            case FilterBytecode.SOURCE_GE -> local >= port;
            case FilterBytecode.SOURCE_LE -> local <= port;
            case FilterBytecode.DESTINATION_GE -> remote >= port;
            case FilterBytecode.DESTINATION_LE -> remote <= port;
            default -> throw new AssertionError("code " + code);
        };
    }

    /** {@code inet_diag_bc_audit} of the same file. */
    private static boolean audit(ByteBuffer program) {
        int at = 0;
        int left = program.capacity();
        while (left > 0) {
            int takes = (program.get(at) == FilterBytecode.JUMP ? 1 : 2) * FilterBytecode.OP_BYTES;
            int no = no(program, at);
            int yes = yes(program, at);
            boolean inside = left >= takes && isJump(no, takes, left) && isJump(yes, takes, left);
            if (!inside || (no < left && !isReached(program, left - no))) {
                return false;
            }
            at += yes;
            left -= yes;
        }
        return left == 0;
    }

    private static boolean isJump(int bytes, int takes, int left) {
        return bytes >= takes && bytes <= left + 4 && bytes % 4 == 0;
    }

    /** {@code valid_cc}: true if going by {@code yes} alone leaves so many bytes at some point. */
    private static boolean isReached(ByteBuffer program, int bytesLeft) {
        int at = 0;
        int left = program.capacity();
        while (left > bytesLeft) {
            left -= yes(program, at);
            at += yes(program, at);
        }
        return left == bytesLeft;
    }

    private static int yes(ByteBuffer program, int at) {
        return Byte.toUnsignedInt(program.get(at + 1));
    }

    private static int no(ByteBuffer program, int at) {
        return Short.toUnsignedInt(program.getShort(at + 2));
    }
}
