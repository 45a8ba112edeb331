package io.conncount.expression;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.filter.Condition;
import io.conncount.filter.EndCondition;
import io.conncount.group.GroupKey;
import io.conncount.group.GroupKeys;
import io.conncount.group.Listeners;
import io.conncount.names.KnownNames;
import io.conncount.socket.Detail;
import io.conncount.socket.SocketNumber;
import io.conncount.socket.SocketText;
import io.conncount.socket.SocketView;
import io.conncount.socket.TcpState;
import io.conncount.testing.GoldenSockets;
import io.conncount.testing.RandomConditions;
import io.conncount.testing.TestSocket;
import io.conncount.testing.property.Arbitrary;
import io.conncount.testing.property.ForAll;
import io.conncount.testing.property.Property;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The predicate of a condition holds where the condition does. */
class ConditionPredicateTest {
    private static final int SOCKETS = 50;
    private static final int DEPTH = 3;
    private static final int CONDITIONS = 500;
    private static final long SEED = 20261123;
    /** All but some cgroups. */
    private static final KnownNames NAMES = new KnownNames(Map.of(), Map.of(), Map.of(1L, "/"));

    Arbitrary<Long> seeds() {
        return Arbitrary.longs(Long.MIN_VALUE, Long.MAX_VALUE);
    }

    @Property
    void anyConditionIsThePredicateOfAnySocket(@ForAll("seeds") long seed) {
        Random random = new Random(seed);
        List<TestSocket> sockets = Stream.generate(() -> RandomConditions.socket(random))
                .flatMap(socket -> Stream.of(socket, socket.mini(), socket.timing(random.nextInt(5))))
                .limit(SOCKETS)
                .toList();
        RandomConditions conditions = new RandomConditions(random, sockets);
        for (Condition condition : List.of(conditions.ofAnyKind(DEPTH), conditions.mixed(DEPTH))) {
            sockets.forEach(socket -> assertAgree(condition, socket));
        }
    }

    @Test
    void anyConditionIsThePredicateOfTheSocketsOfAKernel() throws IOException {
        List<TestSocket> sockets = new ArrayList<>();
        GoldenSockets.forEach(socket -> sockets.add(TestSocket.copyOf(socket)));
        RandomConditions random = new RandomConditions(new Random(SEED), sockets);
        List<Condition> conditions = Stream.concat(
                        Stream.generate(() -> random.ofAnyKind(DEPTH)).limit(CONDITIONS),
                        Stream.generate(() -> random.mixed(DEPTH)).limit(CONDITIONS))
                .toList();
        GoldenSockets.forEach(socket -> conditions.forEach(condition -> assertAgree(condition, socket)));
    }

    @Test
    void comparisonsWithEveryNumberAndNameOfAKernelAgree() throws IOException {
        List<Condition> conditions = new ArrayList<>();
        GoldenSockets.forEach(socket -> {
            for (SocketNumber number : SocketNumber.values()) {
                conditions.add(new Condition.NumberIs(number, Comparison.EQUAL, socket.number(number)));
            }
        });
        conditions.addAll(ofGroups());
        for (String name : List.of("", "cubic", "reno", "bbr", "bbr\0", "cubi", "a-name-of-sixteen")) {
            for (SocketText text : SocketText.values()) {
                conditions.add(new Condition.TextIs(text, true, name));
                conditions.add(new Condition.TextIs(text, false, name));
            }
        }
        List<Condition> distinct = conditions.stream().distinct().toList();
        GoldenSockets.forEach(socket -> distinct.forEach(condition -> {
            assertAgree(condition, socket);
            if (condition instanceof Condition.NumberIs is) {
                for (Comparison comparison : Comparison.values()) {
                    assertAgree(new Condition.NumberIs(is.number(), comparison, is.value()), socket);
                }
            }
        }));
    }

    private static List<Condition> ofGroups() throws IOException {
        List<Condition> conditions = new ArrayList<>();
        for (GroupKeys.Entry entry : GroupKeys.ALL) {
            GroupKey key = GroupKeys.byWord(entry.name()).orElseThrow().bind(NAMES, Listeners.NONE);
            if (key.details().contains(Detail.HOLDERS)) {
                continue;
            }
            long[] lanes = new long[key.lanes()];
            GoldenSockets.forEach(socket -> {
                key.write(socket, lanes, 0);
                key.condition(lanes, 0)
                        .map(condition -> condition.settled(NAMES))
                        .ifPresent(conditions::add);
            });
        }
        return conditions;
    }

    @Test
    void autoboundIsAPortThatNobodyRequested() {
        Predicate autobound = new EndCondition.Autobound(32_768, 60_999).predicate();
        SocketView within = TestSocket.ipv4(TcpState.ESTABLISHED, 40_000, 1);
        SocketView below = TestSocket.ipv4(TcpState.ESTABLISHED, 32_767, 1);
        assertTrue(Evaluator.holds(autobound, within));
        assertFalse(Evaluator.holds(autobound, below));
        assertTrue(((Predicate.All) autobound).terms().contains(Predicate.equal(SocketField.PORT_REQUESTED, 0)));
    }

    private static void assertAgree(Condition condition, SocketView socket) {
        assertEquals(
                condition.test(socket),
                Evaluator.holds(condition.predicate(), socket),
                () -> condition + " of " + TestSocket.copyOf(socket));
    }
}
