package io.conncount.expression;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.distribution.NumberKey;
import io.conncount.group.GroupKey;
import io.conncount.group.GroupKeys;
import io.conncount.group.Listeners;
import io.conncount.names.KnownNames;
import io.conncount.socket.Detail;
import io.conncount.socket.NamespacedView;
import io.conncount.socket.SocketNumber;
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
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The expressions of a key compute what the key writes. */
class GroupKeyExpressionTest {
    private static final int SOCKETS = 50;
    private static final int RANGES_MAX = 4096;
    private static final int NAMESPACES = 3;

    Arbitrary<Long> seeds() {
        return Arbitrary.longs(Long.MIN_VALUE, Long.MAX_VALUE);
    }

    @Test
    void everyKeyHasExpressionsForTheSocketsOfAKernel() throws IOException {
        Listeners listeners = new Listeners();
        GoldenSockets.forEach(socket -> {
            if (socket.state() == TcpState.LISTEN) {
                listeners.accept(socket);
            }
        });
        List<GroupKey> keys = new ArrayList<>(keys(listeners));
        Stream.of(SocketNumber.values()).map(NumberKey::new).forEach(keys::add);
        GoldenSockets.forEach(socket -> keys.forEach(key -> assertComputes(key, socket)));
    }

    @Property
    void everyKeyHasExpressionsForAnySocket(@ForAll("seeds") long seed) {
        Random random = new Random(seed);
        UnaryOperator<SocketView> place = random.nextBoolean()
                ? UnaryOperator.identity()
                : socket -> new NamespacedView(random.nextInt(NAMESPACES)).of(socket);
        Listeners listeners = new Listeners();
        for (int left = random.nextInt(SOCKETS); left > 0; left--) {
            TestSocket listener = RandomConditions.socket(random);
            listeners.accept(place.apply(random.nextBoolean() ? listener : listener.addresses(0, 0, 0, 0)));
        }
        List<GroupKey> keys = keys(listeners);
        for (int i = 0; i < SOCKETS; i++) {
            TestSocket socket = RandomConditions.socket(random).timing(random.nextInt(5));
            for (TestSocket one : List.of(socket, socket.mini(), socket.owner(-1, -2, SocketView.MARK_UNKNOWN))) {
                SocketView placed = place.apply(one);
                keys.forEach(key -> assertComputes(key, placed));
            }
        }
    }

    @Test
    void aThousandListenersTakeSomeTenComparisons() {
        Listeners listeners = new Listeners();
        for (int port = 1; port <= 2000; port += 2) {
            listeners.accept(TestSocket.ipv4(TcpState.LISTEN, port, 0).addresses(0, 0, 0, 0));
        }
        for (GroupKey key : keys(listeners, "direction", "service")) {
            Expression first = key.expressions().orElseThrow().get(0);
            assertTrue(Evaluator.comparisonsMax(first) <= 15, key.name());
        }
    }

    @Test
    void asManyListenersAsAProgramHasRoomForAreSearched() {
        Listeners listeners = new Listeners();
        for (int i = 0; i < RANGES_MAX; i++) {
            listeners.accept(TestSocket.ipv4(TcpState.LISTEN, 2 * i, 0).addresses(0, i % 3, 0, 0));
        }
        List<GroupKey> keys = keys(listeners, "direction", "service");
        for (int port : new int[] {0, 1, 2, 4094, 4095, 4096, 2 * RANGES_MAX - 2, 2 * RANGES_MAX - 1, 65_535}) {
            for (int address = 0; address < 3; address++) {
                TestSocket socket =
                        TestSocket.ipv4(TcpState.ESTABLISHED, port, 1).addresses(0, address, 0, 1);
                keys.forEach(key -> assertComputes(key, socket));
            }
        }
        listeners.accept(TestSocket.ipv4(TcpState.LISTEN, 65_535, 0));
        keys.forEach(key -> assertEquals(Optional.empty(), key.expressions(), key.name()));
    }

    private static List<GroupKey> keys(Listeners listeners) {
        List<String> words =
                new ArrayList<>(List.of("remote-net/0/0", "remote-net/32/128", "local-net/17/65", "local-net/9/3"));
        // The holders of a socket are known to no kernel that looks at it.
        GroupKeys.ALL.stream()
                .map(GroupKeys.Entry::name)
                .filter(name -> !keys(listeners, name).get(0).details().contains(Detail.HOLDERS))
                .forEach(words::add);
        return keys(listeners, words.toArray(String[]::new));
    }

    private static List<GroupKey> keys(Listeners listeners, String... words) {
        return GroupKeys.of(List.of(words)).stream()
                .map(key -> key.bind(KnownNames.NONE, listeners))
                .toList();
    }

    private static void assertComputes(GroupKey key, SocketView socket) {
        long[] written = new long[key.lanes()];
        key.write(socket, written, 0);
        long[] computed = key.expressions().orElseThrow().stream()
                .mapToLong(expression -> Evaluator.value(expression, socket))
                .toArray();
        key.complete(computed, 0);
        assertArrayEquals(written, computed, () -> key.name() + " of " + TestSocket.copyOf(socket));
    }
}
