package io.conncount.testing;

import io.conncount.filter.Comparison;
import io.conncount.filter.Condition;
import io.conncount.socket.AddressFamily;
import io.conncount.socket.PortBox;
import io.conncount.socket.Side;
import io.conncount.socket.SocketNumber;
import io.conncount.socket.TcpState;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;

/** Conditions at random, about values that some of these sockets have, and values just beside them. */
public final class RandomConditions {
    private static final int TERMS_MAX = 4;
    private static final int INTERFACES_MAX = 3;
    private static final int ALL_BITS = -1;

    private final Random random;
    private final List<TestSocket> sockets;

    public RandomConditions(Random random, List<TestSocket> sockets) {
        this.random = random;
        this.sockets = sockets;
    }

    /** A socket with values from small ranges, so that conditions about one hold for others. */
    public static TestSocket socket(Random random) {
        int local = port(random);
        TestSocket socket = random.nextBoolean()
                ? TestSocket.ipv4(TcpState.ESTABLISHED, local, port(random)).addresses(0, ipv4(random), 0, ipv4(random))
                : TestSocket.ipv6(TcpState.LISTEN, local, port(random))
                        .addresses(0, 0xffff_0000_0000L | ipv4(random), random.nextInt(3), random.nextInt(3));
        return socket.boundTo(random.nextInt(INTERFACES_MAX))
                .owner(random.nextInt(3), random.nextInt(3), random.nextInt(4));
    }

    private static int port(Random random) {
        int[] ports = {0, 1, 22, 80, 443, 8080, 0x8000, PortBox.PORT_MAX - 1, PortBox.PORT_MAX};
        return ports[random.nextInt(ports.length)];
    }

    private static long ipv4(Random random) {
        return 0xff00_0000L | (long) random.nextInt(2) << 23 | random.nextInt(3);
    }

    /** A condition that kernels decide, of at most so many layers. */
    public Condition decidedByKernel(int depth) {
        return condition(depth, false);
    }

    /** A condition, some of it such that no kernel decides it. */
    public Condition mixed(int depth) {
        return condition(depth, true);
    }

    private Condition condition(int depth, boolean mixed) {
        if (depth == 0 || random.nextInt(4) == 0) {
            return mixed && random.nextInt(3) == 0 ? userSpaceLeaf() : leaf();
        }
        return switch (random.nextInt(5)) {
            case 0, 1 -> new Condition.All(terms(depth - 1, mixed));
            case 2, 3 -> new Condition.Any(terms(depth - 1, mixed));
            default -> new Condition.Not(condition(depth - 1, mixed));
        };
    }

    private List<Condition> terms(int depth, boolean mixed) {
        List<Condition> terms = new ArrayList<>();
        for (int i = random.nextInt(TERMS_MAX); i >= 0; i--) {
            terms.add(condition(depth, mixed));
        }
        return terms;
    }

    /** A condition that a kernel decides, without others inside. */
    public Condition leaf() {
        TestSocket socket = one();
        Side side = random.nextBoolean() ? Side.LOCAL : Side.REMOTE;
        return switch (random.nextInt(9)) {
            case 0, 1, 2 -> ports(side, side.port(socket), side.port(one()));
            case 3, 4, 5 -> address(side, socket);
            case 6 -> device(Math.max(1, socket.interfaceIndex()));
            case 7 -> mark((int) Math.max(0, socket.mark()));
            default -> new Condition.CgroupIs(socket.cgroupId(), "/id-" + socket.cgroupId());
        };
    }

    private Condition userSpaceLeaf() {
        TestSocket socket = one();
        if (random.nextBoolean()) {
            return new Condition.StateIn(EnumSet.of(socket.state(), one().state()));
        }
        SocketNumber[] numbers = {SocketNumber.UID, SocketNumber.RECVQ, SocketNumber.SENDQ, SocketNumber.RETRANSMITS};
        Comparison[] comparisons = Comparison.values();
        return new Condition.NumberIs(
                numbers[random.nextInt(numbers.length)],
                comparisons[random.nextInt(comparisons.length)],
                socket.uid() + random.nextInt(3));
    }

    private Condition ports(Side side, int a, int b) {
        return switch (random.nextInt(4)) {
            case 0 -> new Condition.PortIn(side, 0, near(a));
            case 1 -> new Condition.PortIn(side, near(a), PortBox.PORT_MAX);
            case 2 -> new Condition.PortIn(side, Math.min(a, b), Math.max(a, b));
            default -> new Condition.PortIn(side, a, a);
        };
    }

    private int near(int port) {
        return Math.max(0, Math.min(PortBox.PORT_MAX, port + random.nextInt(3) - 1));
    }

    private Condition address(Side side, TestSocket socket) {
        boolean mapped = socket.family() == AddressFamily.IPV6 && random.nextBoolean();
        AddressFamily family = mapped ? AddressFamily.IPV4 : socket.family();
        int bits = random.nextInt(family == AddressFamily.IPV4 ? Integer.SIZE + 1 : 2 * Long.SIZE + 1);
        long high = mapped ? 0 : side.addressHigh(socket);
        long low = mapped ? side.addressLow(socket) & 0xffff_ffffL : side.addressLow(socket);
        return new Condition.AddressIn(side, family, high, low, bits);
    }

    private static Condition device(int index) {
        return new Condition.InterfaceIs(index, "if" + index);
    }

    private Condition mark(int mark) {
        int mask = random.nextBoolean() ? ALL_BITS : 1 << random.nextInt(3);
        return new Condition.MarkIs(mark & mask, mask);
    }

    private TestSocket one() {
        return sockets.get(random.nextInt(sockets.size()));
    }
}
