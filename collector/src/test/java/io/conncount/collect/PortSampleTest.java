package io.conncount.collect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.filter.EndCondition;
import io.conncount.filter.FilterSplit;
import io.conncount.socket.PortBox;
import io.conncount.socket.Side;
import io.conncount.socket.TcpState;
import io.conncount.testing.TestSocket;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Boxes made from a sample split the whole population, and split it evenly. */
class PortSampleTest {
    private static final long SEED = 1;
    private static final int SOCKETS = 50_000;
    private static final int PROBES = 20_000;

    /** How far a part may be from its even share: what 2,048 sockets cannot tell, and what the larger port may miss. */
    private static final double UNEVENNESS_MAX = 0.1;

    enum Shape {
        SERVER(random -> socket(443, ephemeral(random))),
        SERVER_OF_TEN_PORTS(random -> socket(8000 + random.nextInt(10), ephemeral(random))),
        EGRESS(random -> socket(ephemeral(random), 5432)),
        LOOPBACK(random -> random.nextBoolean() ? socket(443, ephemeral(random)) : socket(ephemeral(random), 443)),
        PROXY(random -> random.nextBoolean()
                ? socket(443, ephemeral(random))
                : socket(ephemeral(random), 9000 + random.nextInt(8))),
        MESH(random -> socket(ephemeral(random), ephemeral(random)));

        private final Function<Random, TestSocket> socket;

        Shape(Function<Random, TestSocket> socket) {
            this.socket = socket;
        }

        List<TestSocket> population() {
            Random random = new Random(SEED);
            List<TestSocket> sockets = new ArrayList<>();
            for (int i = 0; i < SOCKETS; i++) {
                sockets.add(socket.apply(random));
            }
            return sockets;
        }
    }

    @ParameterizedTest
    @EnumSource(Shape.class)
    void partsAreAsManyAsAskedForAndAboutEven(Shape shape) {
        List<TestSocket> population = shape.population();
        for (int parts = 2; parts <= 4; parts++) {
            List<PortBox> boxes = sample(population).split(parts);
            assertEquals(parts, boxes.size());
            for (PortBox box : boxes) {
                double share = share(population, box);
                assertTrue(Math.abs(share - 1.0 / parts) <= UNEVENNESS_MAX, box + " has " + share);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Shape.class)
    void everyPairOfPortsIsInOneBoxAndNoMore(Shape shape) {
        List<TestSocket> population = shape.population();
        Random random = new Random(SEED);
        for (int parts = 2; parts <= 4; parts++) {
            List<PortBox> boxes = sample(population).split(parts);
            for (int i = 0; i < PROBES; i++) {
                assertOne(boxes, random.nextInt(PortBox.PORT_MAX + 1), random.nextInt(PortBox.PORT_MAX + 1));
            }
            population.forEach(socket -> assertOne(boxes, socket.localPort(), socket.remotePort()));
            for (int local : new int[] {0, PortBox.PORT_MAX}) {
                for (int remote : new int[] {0, PortBox.PORT_MAX}) {
                    assertOne(boxes, local, remote);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 5000})
    void populationOfOnePairOfPortsIsNotSplit(int sockets) {
        PortSample sample = sample(Collections.nCopies(sockets, socket(443, 50_000)));
        assertEquals(List.of(PortBox.ALL), sample.split(4));
        assertEquals(sockets == 0 ? 0 : 1, sample.share(PortBox.ALL));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, PortBox.PORT_MAX})
    void portsAtTheEdgesAreSplitLikeOthers(int edge) {
        PortSample sample = sample(List.of(socket(edge, 1), socket(edge, 2), socket(1, edge), socket(2, edge)));
        List<PortBox> boxes = sample.split(2);
        assertEquals(2, boxes.size());
        assertEquals(1.0, sample.share(boxes.get(0)) + sample.share(boxes.get(1)));
    }

    /** One socket in a hundred is copied; from a twentieth on, a split pays. */
    @Test
    void sampleIsSatisfiedEarlyWhereTheFilterLeavesFarTooLittle() {
        FilterSplit filter = new FilterSplit(List.of(new EndCondition.PortIn(Side.LOCAL, 443, 443)), List.of());
        PortSample sample = new PortSample(filter, 0.05);
        for (int i = 0; i < 500; i++) {
            sample.accept(socket(i % 100 == 0 ? 443 : 80, 50_000));
        }
        assertFalse(sample.satisfied(), "500 sockets do not tell yet");
        for (int i = 0; i < 100; i++) {
            sample.accept(socket(80, 50_000));
        }
        assertTrue(sample.satisfied());
    }

    @Test
    void sampleGoesOnWhereASplitMayPay() {
        PortSample sample = new PortSample(new FilterSplit(List.of(), List.of()), 0.05);
        Collections.nCopies(PortSample.SOCKETS_MAX, socket(443, 50_000)).forEach(sample::accept);
        assertFalse(sample.satisfied());
    }

    private static PortSample sample(List<TestSocket> population) {
        PortSample sample = new PortSample(new FilterSplit(List.of(), List.of()), 0);
        population.forEach(sample::accept);
        return sample;
    }

    private static double share(List<TestSocket> population, PortBox box) {
        long inside = population.stream()
                .filter(socket -> box.contains(socket.localPort(), socket.remotePort()))
                .count();
        return (double) inside / population.size();
    }

    private static void assertOne(List<PortBox> boxes, int local, int remote) {
        int inside = 0;
        for (PortBox box : boxes) {
            inside += box.contains(local, remote) ? 1 : 0;
        }
        if (inside != 1) {
            throw new AssertionError(local + " and " + remote + " are in " + inside + " of " + boxes);
        }
    }

    private static TestSocket socket(int local, int remote) {
        return TestSocket.ipv4(TcpState.ESTABLISHED, local, remote);
    }

    private static int ephemeral(Random random) {
        return 32768 + random.nextInt(28232);
    }
}
