package io.conncount.testing;

import io.conncount.expression.Comparison;
import io.conncount.filter.Condition;
import io.conncount.filter.EndCondition;
import io.conncount.filter.Glob;
import io.conncount.filter.OwnerCondition;
import io.conncount.socket.AddressFamily;
import io.conncount.socket.CgroupPart;
import io.conncount.socket.PortBox;
import io.conncount.socket.Protocol;
import io.conncount.socket.Side;
import io.conncount.socket.SocketNumber;
import io.conncount.socket.SocketText;
import io.conncount.socket.SocketType;
import io.conncount.socket.TcpState;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;

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
        return condition(depth, this::leaf);
    }

    /** A condition, some of it such that no kernel decides it. */
    public Condition mixed(int depth) {
        return condition(depth, () -> random.nextInt(3) == 0 ? userSpaceLeaf() : leaf());
    }

    /** A condition of any kind that filters have. */
    public Condition ofAnyKind(int depth) {
        return condition(depth, this::anyLeaf);
    }

    private Condition condition(int depth, Supplier<Condition> leaf) {
        if (depth == 0 || random.nextInt(4) == 0) {
            return leaf.get();
        }
        return switch (random.nextInt(5)) {
            case 0, 1 -> new Condition.All(terms(depth - 1, leaf));
            case 2, 3 -> new Condition.Any(terms(depth - 1, leaf));
            default -> new Condition.Not(condition(depth - 1, leaf));
        };
    }

    private List<Condition> terms(int depth, Supplier<Condition> leaf) {
        List<Condition> terms = new ArrayList<>();
        for (int i = random.nextInt(TERMS_MAX); i >= 0; i--) {
            terms.add(condition(depth, leaf));
        }
        return terms;
    }

    /** A condition that a kernel decides, without others inside. */
    public Condition leaf() {
        TestSocket socket = one();
        Side side = random.nextBoolean() ? Side.LOCAL : Side.REMOTE;
        return switch (random.nextInt(10)) {
            case 0, 1, 2 -> ports(side, side.port(socket), side.port(one()));
            case 3, 4, 5 -> address(side, socket);
            case 6 -> device(Math.max(1, socket.interfaceIndex()));
            case 7 -> mark((int) Math.max(0, socket.mark()));
            case 8 -> new OwnerCondition.CgroupIs(socket.cgroupId(), "/id-" + socket.cgroupId());
            default -> cgroupIn(socket.cgroupId());
        };
    }

    private static Condition cgroupIn(long id) {
        return new OwnerCondition.CgroupIn("/id-" + id, List.of(id + 1, id));
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

    private Condition anyLeaf() {
        int number = random.nextInt(1000);
        return switch (random.nextInt(21)) {
            case 0 -> new Condition.ProtocolIn(someOf(Protocol.class));
            case 1 -> new Condition.FamilyIn(someOf(AddressFamily.class));
            case 2 -> new Condition.TypeIn(someOf(SocketType.class));
            case 3 -> new Condition.StateIn(someOf(TcpState.class));
            case 4 -> new Condition.TimerIs(random.nextInt(9));
            case 5 -> new OwnerCondition.Unowned();
            case 6 -> new OwnerCondition.CgroupUnknown();
            case 7 -> new OwnerCondition.MarkUnknown(random.nextBoolean());
            case 8 -> new Condition.UnixNameIs(new Glob(oddName()));
            case 9 -> new Condition.TextIs(SocketText.CONGESTION, random.nextBoolean(), oddName());
            case 10 -> new Condition.InterfaceIs(number, "if" + number + oddName());
            case 11 -> new OwnerCondition.CgroupIs(number, "/id-" + number + oddName());
            case 12 -> otherEnd(random.nextBoolean() ? Side.LOCAL : Side.REMOTE);
            case 13 -> anyNumber();
            case 14 -> new OwnerCondition.UserIs(random.nextBoolean(), number, Integer.toString(number));
            case 15 -> new Condition.NetnsIs(number, Integer.toString(number));
            case 16 -> cgroupIn(number);
            case 17 ->
                new OwnerCondition.CgroupPartIs(
                        CgroupPart.values()[number % 3], random.nextBoolean(), "x" + oddName(), List.of());
            case 18 -> new OwnerCondition.CgroupGone(CgroupPart.values()[number % 3], List.of());
            default -> leaf();
        };
    }

    private <E extends Enum<E>> Set<E> someOf(Class<E> type) {
        E[] all = type.getEnumConstants();
        return EnumSet.copyOf(List.of(all[random.nextInt(all.length)], all[random.nextInt(all.length)]));
    }

    private String oddName() {
        String[] parts = {"a", "é", "\"", "'", " ", "(", ")", "=", "!", "&", "*", "[", "\\", "\\x20", ":", "\n", "or"};
        StringBuilder name = new StringBuilder();
        for (int left = random.nextInt(6); left > 0; left--) {
            name.append(parts[random.nextInt(parts.length)]);
        }
        return name.toString();
    }

    private Condition otherEnd(Side side) {
        long number = random.nextBoolean() ? EndCondition.EndIs.ANY : random.nextInt(5);
        long port = random.nextBoolean() ? EndCondition.EndIs.ANY : random.nextInt() & 0xffff_ffffL;
        return switch (random.nextInt(3)) {
            case 0 -> new EndCondition.EndIs(side, AddressFamily.PACKET, EndCondition.EndIs.ANY, port);
            case 1 -> new EndCondition.EndIs(side, AddressFamily.NETLINK, number, port);
            default -> new EndCondition.EndIs(side, AddressFamily.VSOCK, number, port);
        };
    }

    /** But for the mark, of which filters have more to say. */
    private Condition anyNumber() {
        SocketNumber[] numbers =
                EnumSet.complementOf(EnumSet.of(SocketNumber.MARK)).toArray(new SocketNumber[0]);
        SocketNumber number = numbers[random.nextInt(numbers.length)];
        Comparison[] comparisons = number.unit() == SocketNumber.Unit.HEXADECIMAL
                ? new Comparison[] {Comparison.EQUAL, Comparison.NOT_EQUAL}
                : Comparison.values();
        return new Condition.NumberIs(
                number,
                comparisons[random.nextInt(comparisons.length)],
                random.nextLong() >>> (1 + random.nextInt(62)));
    }

    private Condition ports(Side side, int a, int b) {
        return switch (random.nextInt(4)) {
            case 0 -> new EndCondition.PortIn(side, 0, near(a));
            case 1 -> new EndCondition.PortIn(side, near(a), PortBox.PORT_MAX);
            case 2 -> new EndCondition.PortIn(side, Math.min(a, b), Math.max(a, b));
            default -> new EndCondition.PortIn(side, a, a);
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
        return new EndCondition.AddressIn(side, family, high, low, bits);
    }

    private static Condition device(int index) {
        return new Condition.InterfaceIs(index, "if" + index);
    }

    private Condition mark(int mark) {
        int mask = random.nextBoolean() ? ALL_BITS : 1 << random.nextInt(3);
        return new OwnerCondition.MarkIs(mark & mask, mask);
    }

    private TestSocket one() {
        return sockets.get(random.nextInt(sockets.size()));
    }
}
