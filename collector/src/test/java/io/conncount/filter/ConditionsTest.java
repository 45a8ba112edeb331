package io.conncount.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.conncount.expression.Comparison;
import io.conncount.socket.Detail;
import io.conncount.socket.NamespacedView;
import io.conncount.socket.SocketNumber;
import io.conncount.testing.RandomConditions;
import io.conncount.testing.TestSocket;
import io.conncount.testing.property.Arbitrary;
import io.conncount.testing.property.ForAll;
import io.conncount.testing.property.Property;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ConditionsTest {
    private static final int SOCKETS = 20;
    private static final int DEPTH = 4;
    private static final int NAMESPACES = 3;

    Arbitrary<Long> seeds() {
        return Arbitrary.longs(Long.MIN_VALUE, Long.MAX_VALUE);
    }

    /** Some of its leaves ask for the namespace instead. */
    private static Condition aboutNamespaces(Condition condition, Random random) {
        if (condition instanceof Condition.All all) {
            return new Condition.All(aboutNamespaces(all.terms(), random));
        } else if (condition instanceof Condition.Any any) {
            return new Condition.Any(aboutNamespaces(any.terms(), random));
        } else if (condition instanceof Condition.Not not) {
            return new Condition.Not(aboutNamespaces(not.term(), random));
        }
        long inode = random.nextInt(NAMESPACES);
        return switch (random.nextInt(4)) {
            case 0 -> new Condition.NetnsIs(inode, Long.toString(inode));
            case 1 ->
                new Condition.NumberIs(
                        SocketNumber.NETNS_INODE,
                        Comparison.values()[random.nextInt(Comparison.values().length)],
                        inode);
            default -> condition;
        };
    }

    private static List<Condition> aboutNamespaces(List<Condition> terms, Random random) {
        return terms.stream().map(term -> aboutNamespaces(term, random)).toList();
    }

    @Property
    void conditionWithinANamespaceIsWhatIsLeftOfIt(@ForAll("seeds") long seed) {
        Random random = new Random(seed);
        List<TestSocket> sockets = Stream.generate(() -> RandomConditions.socket(random))
                .limit(SOCKETS)
                .toList();
        Condition condition = aboutNamespaces(new RandomConditions(random, sockets).mixed(DEPTH), random);
        for (long inode = 0; inode < NAMESPACES; inode++) {
            Condition left = Conditions.within(inode, condition);
            assertNothingNeedless(left);
            for (TestSocket socket : sockets) {
                assertEquals(
                        condition.test(new NamespacedView(inode).of(socket)),
                        left.test(socket),
                        () -> condition + " of " + socket);
            }
        }
    }

    private static void assertNothingNeedless(Condition left) {
        Set<Detail> details = EnumSet.noneOf(Detail.class);
        left.addDetails(details);
        assertFalse(details.contains(Detail.NAMESPACE), left::toString);
        if (!left.equals(Conditions.ALWAYS) && !left.equals(Conditions.NEVER)) {
            assertNoneEmpty(left);
        }
    }

    /** Kernels have no program for that. */
    private static void assertNoneEmpty(Condition condition) {
        if (condition instanceof Condition.Not not) {
            assertNoneEmpty(not.term());
        } else if (condition instanceof Condition.All || condition instanceof Condition.Any) {
            List<Condition> terms =
                    condition instanceof Condition.All all ? all.terms() : ((Condition.Any) condition).terms();
            assertFalse(terms.isEmpty());
            terms.forEach(ConditionsTest::assertNoneEmpty);
        }
    }

    @Test
    void conditionWithoutNamespacesStaysAsItIs() {
        Condition condition = new Condition.TimerIs(1);
        assertEquals(condition, Conditions.within(1, condition));
    }
}
