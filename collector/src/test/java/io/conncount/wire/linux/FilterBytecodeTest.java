package io.conncount.wire.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.filter.Condition;
import io.conncount.filter.EndCondition;
import io.conncount.filter.FilterSplit;
import io.conncount.socket.PortBox;
import io.conncount.socket.TcpState;
import io.conncount.testing.RandomConditions;
import io.conncount.testing.TestSocket;
import io.conncount.testing.property.Arbitrary;
import io.conncount.testing.property.ForAll;
import io.conncount.testing.property.IntRange;
import io.conncount.testing.property.Property;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The filter program does what box and condition say, and passes the check that the kernel makes before it runs it. */
class FilterBytecodeTest {
    private static final int SOCKETS = 30;
    private static final int DEPTH = 4;

    Arbitrary<PortBox> boxes() {
        Arbitrary<Integer> port = Arbitrary.integers(0, PortBox.PORT_MAX);
        return random -> {
            int a = port.next(random);
            int b = port.next(random);
            int c = port.next(random);
            int d = port.next(random);
            int larger = port.next(random);
            int localMax = Math.max(a, b);
            int remoteMax = Math.max(c, d);
            int largerMin = larger % 2 == 0 ? 0 : Math.min(larger, Math.max(localMax, remoteMax));
            return new PortBox(Math.min(a, b), localMax, Math.min(c, d), remoteMax, largerMin);
        };
    }

    @Property
    void programAcceptsThePortsInTheBoxAndNoOthers(
            @ForAll("boxes") PortBox box,
            @ForAll @IntRange(max = PortBox.PORT_MAX) int local,
            @ForAll @IntRange(max = PortBox.PORT_MAX) int remote) {
        ByteBuffer program = program(box);
        assertEquals(box.contains(local, remote), accepts(program, local, remote));
        for (int near = -1; near <= 1; near++) {
            int localNear = Math.max(0, Math.min(PortBox.PORT_MAX, box.localMin() + near));
            int remoteNear = Math.max(0, Math.min(PortBox.PORT_MAX, box.remoteMax() + near));
            int largerNear = Math.max(0, Math.min(PortBox.PORT_MAX, box.largerMin() + near));
            assertEquals(box.contains(localNear, remoteNear), accepts(program, localNear, remoteNear));
            assertEquals(box.contains(largerNear, remote), accepts(program, largerNear, remote));
            assertEquals(box.contains(local, largerNear), accepts(program, local, largerNear));
        }
    }

    @Property
    void programPassesTheKernelsAudit(@ForAll("boxes") PortBox box) {
        assertTrue(new BytecodeMachine(program(box)).passesAudit(), box::toString);
    }

    Arbitrary<Long> seeds() {
        return Arbitrary.longs(Long.MIN_VALUE, Long.MAX_VALUE);
    }

    @Property
    void programAcceptsTheSocketsForWhichTheConditionHoldsAndNoOthers(@ForAll("seeds") long seed) {
        Random random = new Random(seed);
        List<TestSocket> sockets = Stream.generate(() -> RandomConditions.socket(random))
                .limit(SOCKETS)
                .toList();
        Condition condition = new RandomConditions(random, sockets).decidedByKernel(DEPTH);
        ByteBuffer bytes = FilterBytecode.of(List.of(condition));
        assertTrue(bytes.remaining() <= FilterBytecode.lengthBytesMax(condition), condition::toString);
        BytecodeMachine machine = new BytecodeMachine(bytes);
        assertTrue(machine.passesAudit(), condition::toString);
        for (TestSocket socket : sockets) {
            assertEquals(condition.test(socket), machine.accepts(socket, false), () -> condition + " of " + socket);
        }
    }

    @Property
    void whatIsPushedAndWhatIsLeftTogetherMeanTheCondition(@ForAll("seeds") long seed) {
        Random random = new Random(seed);
        List<TestSocket> sockets = Stream.generate(() -> RandomConditions.socket(random))
                .limit(SOCKETS)
                .toList();
        List<Condition> conditions = Stream.generate(() -> new RandomConditions(random, sockets).mixed(DEPTH))
                .limit(2)
                .toList();
        for (FilterBytecode.Operations operations : FilterBytecode.Operations.values()) {
            FilterSplit split = FilterSplit.of(conditions, operations);
            BytecodeMachine machine = new BytecodeMachine(FilterBytecode.of(split));
            assertTrue(machine.passesAudit());
            for (TestSocket socket : sockets) {
                boolean wanted = conditions.stream().allMatch(condition -> condition.test(socket));
                boolean left = split.here().stream().allMatch(condition -> condition.test(socket));
                assertEquals(wanted, left && machine.accepts(socket, false), () -> conditions + " of " + socket);
            }
        }
    }

    @Test
    void autoboundIsWhatTheKernelKnowsOfPortsInTheRange() {
        Condition autobound = new EndCondition.Autobound(1024, 2048);
        BytecodeMachine machine = new BytecodeMachine(FilterBytecode.of(List.of(autobound)));
        BytecodeMachine negated = new BytecodeMachine(FilterBytecode.of(List.of(new Condition.Not(autobound))));
        assertTrue(machine.passesAudit() && negated.passesAudit());
        for (int port : new int[] {1023, 1024, 2048, 2049}) {
            TestSocket socket = TestSocket.ipv4(TcpState.ESTABLISHED, port, 80);
            boolean inRange = port == 1024 || port == 2048;
            assertEquals(inRange, autobound.test(socket));
            assertEquals(inRange, machine.accepts(socket, true));
            assertEquals(!inRange, negated.accepts(socket, true));
            assertFalse(machine.accepts(socket, false));
            assertTrue(negated.accepts(socket, false));
        }
    }

    @Test
    void auditRefusesJumpsIntoTheMiddleOfAnOperationAndBehindTheEnd() {
        ByteBuffer program = program(PortBox.ALL.upToLocal(80).aboveRemote(1023));
        assertTrue(new BytecodeMachine(program).passesAudit());
        for (int no : new int[] {4, 6, 24}) {
            ByteBuffer wrong = ByteBuffer.allocate(program.capacity()).order(ByteOrder.nativeOrder());
            wrong.put(0, program, 0, program.capacity()).putShort(2, (short) no);
            assertFalse(new BytecodeMachine(wrong).passesAudit(), "no " + no);
        }
    }

    private static ByteBuffer program(PortBox box) {
        return FilterBytecode.of(EndCondition.within(box)).slice().order(ByteOrder.nativeOrder());
    }

    private static boolean accepts(ByteBuffer program, int local, int remote) {
        return new BytecodeMachine(program).accepts(TestSocket.ipv4(TcpState.ESTABLISHED, local, remote), false);
    }
}
