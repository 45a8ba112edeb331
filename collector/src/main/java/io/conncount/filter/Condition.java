package io.conncount.filter;

import io.conncount.expression.Comparison;
import io.conncount.socket.AddressFamily;
import io.conncount.socket.AddressText;
import io.conncount.socket.Detail;
import io.conncount.socket.PortBox;
import io.conncount.socket.Protocol;
import io.conncount.socket.Side;
import io.conncount.socket.SocketNumber;
import io.conncount.socket.SocketText;
import io.conncount.socket.SocketType;
import io.conncount.socket.SocketView;
import io.conncount.socket.TcpState;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * What a filter asks of a socket, as a tree. A kernel may take over a part of it; {@link #test} decides the rest, and
 * agrees with the kernel wherever both know the answer. Testing allocates nothing.
 */
public sealed interface Condition {
    /** True if the socket is one that is wanted. */
    boolean test(SocketView socket);

    /** Adds the details that the condition needs. */
    default void addDetails(Set<Detail> details) {}

    /** True if it needs the firewall mark, which the kernel does not show to everyone. */
    default boolean looksAtMark() {
        return false;
    }

    /** Every one of the conditions holds. */
    record All(List<Condition> terms) implements Condition {
        public All {
            terms = List.copyOf(terms);
        }

        @Override
        public void addDetails(Set<Detail> details) {
            for (Condition term : terms) {
                term.addDetails(details);
            }
        }

        @Override
        public boolean looksAtMark() {
            return oneLooksAtMark(terms);
        }

        @Override
        public boolean test(SocketView socket) {
            for (int i = 0; i < terms.size(); i++) {
                if (!terms.get(i).test(socket)) {
                    return false;
                }
            }
            return true;
        }
    }

    /** At least one of the conditions holds. */
    record Any(List<Condition> terms) implements Condition {
        public Any {
            terms = List.copyOf(terms);
        }

        @Override
        public void addDetails(Set<Detail> details) {
            for (Condition term : terms) {
                term.addDetails(details);
            }
        }

        @Override
        public boolean looksAtMark() {
            return oneLooksAtMark(terms);
        }

        @Override
        public boolean test(SocketView socket) {
            for (int i = 0; i < terms.size(); i++) {
                if (terms.get(i).test(socket)) {
                    return true;
                }
            }
            return false;
        }
    }

    /** The condition does not hold. */
    record Not(Condition term) implements Condition {
        @Override
        public void addDetails(Set<Detail> details) {
            term.addDetails(details);
        }

        @Override
        public boolean looksAtMark() {
            return term.looksAtMark();
        }

        @Override
        public boolean test(SocketView socket) {
            return !term.test(socket);
        }
    }

    /** The port of one end is within bounds, which are included. */
    record PortIn(Side side, int min, int max) implements Condition {
        /** Checks that there can be a port within. */
        public PortIn {
            if (min < 0 || min > max || max > PortBox.PORT_MAX) {
                throw new IllegalArgumentException("ports " + min + "-" + max);
            }
        }

        @Override
        public boolean test(SocketView socket) {
            int port = side.port(socket);
            return port >= min && port <= max;
        }
    }

    /**
     * The address of one end begins with these bits. An IPv4 prefix takes in IPv4 addresses that IPv6 sockets carry
     * ({@code ::ffff:a.b.c.d}), as the kernel's does.
     */
    record AddressIn(Side side, AddressFamily family, long high, long low, int prefixBits) implements Condition {
        /** The address is this one, to its last bit. */
        public static AddressIn of(Side side, AddressFamily family, long high, long low) {
            return new AddressIn(side, family, high, low, family == AddressFamily.IPV4 ? Integer.SIZE : 2 * Long.SIZE);
        }

        @Override
        public boolean test(SocketView socket) {
            long socketHigh = side.addressHigh(socket);
            long socketLow = side.addressLow(socket);
            if (socket.family() == family) {
                return family == AddressFamily.IPV4
                        ? sameBits(socketLow << Integer.SIZE, low << Integer.SIZE, prefixBits)
                        : sameBits(socketHigh, high, Math.min(prefixBits, Long.SIZE))
                                && sameBits(socketLow, low, Math.max(0, prefixBits - Long.SIZE));
            }
            return family == AddressFamily.IPV4
                    && socket.family() == AddressFamily.IPV6
                    && AddressText.isIpv4Mapped(socketHigh, socketLow)
                    && sameBits(socketLow << Integer.SIZE, low << Integer.SIZE, prefixBits);
        }

        private static boolean sameBits(long a, long b, int bits) {
            return bits == 0 || (a ^ b) >>> (Long.SIZE - bits) == 0;
        }
    }

    /** The connection is in one of these states. */
    record StateIn(Set<TcpState> states) implements Condition {
        @Override
        public boolean test(SocketView socket) {
            return states.contains(socket.state());
        }
    }

    /** The socket is bound to the interface with this index; 0 for none. The name is for people. */
    record InterfaceIs(int index, String name) implements Condition {
        @Override
        public boolean test(SocketView socket) {
            return socket.interfaceIndex() == index;
        }
    }

    /** The firewall mark has these bits where the mask is set. An unknown mark never matches. */
    record MarkIs(int mark, int mask) implements Condition {
        @Override
        public boolean looksAtMark() {
            return true;
        }

        @Override
        public boolean test(SocketView socket) {
            long told = socket.mark();
            return told != SocketView.MARK_UNKNOWN && ((int) told & mask) == mark;
        }
    }

    /** The owner is in the cgroup with this id, and in none below it. The path is for people. */
    record CgroupIs(long id, String path) implements Condition {
        @Override
        public boolean test(SocketView socket) {
            return socket.cgroupId() == id;
        }
    }

    /**
     * The local port is one of those that the kernel chooses from where a program does not say which. The kernel itself
     * knows, but does not report, whether a program requested the port anyway, and leaves such sockets out.
     */
    record Autobound(int portMin, int portMax) implements Condition {
        @Override
        public boolean test(SocketView socket) {
            return socket.localPort() >= portMin && socket.localPort() <= portMax;
        }
    }

    /** It hands over its data in one of these ways. */
    record TypeIn(Set<SocketType> types) implements Condition {
        @Override
        public boolean test(SocketView socket) {
            return types.contains(socket.type());
        }
    }

    /** A number is known, and compares with this one, which is in the number's unit. */
    record NumberIs(SocketNumber number, Comparison comparison, long value) implements Condition {
        @Override
        public void addDetails(Set<Detail> details) {
            number.detail().ifPresent(details::add);
        }

        @Override
        public boolean looksAtMark() {
            return number == SocketNumber.MARK;
        }

        @Override
        public boolean test(SocketView socket) {
            long told = socket.number(number);
            return told != SocketView.UNKNOWN && comparison.holds(told, value);
        }
    }

    /** The owner is this user; or, where {@code same} is false, is another. The name is for people. */
    record UserIs(boolean same, long uid, String name) implements Condition {
        @Override
        public boolean test(SocketView socket) {
            long told = socket.number(SocketNumber.UID);
            return told != SocketView.UNKNOWN && (told == uid) == same;
        }
    }

    /** A text is known, and is this one; or, where {@code same} is false, is another. */
    final class TextIs implements Condition {
        private static final int SAME = 1;
        private static final int ANOTHER = 0;

        private final SocketText text;
        private final boolean same;
        private final String value;
        private final byte[] bytes;

        public TextIs(SocketText text, boolean same, String value) {
            this.text = text;
            this.same = same;
            this.value = value;
            bytes = value.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public void addDetails(Set<Detail> details) {
            details.add(text.detail());
        }

        @Override
        public boolean test(SocketView socket) {
            return socket.matchText(text, bytes) == (same ? SAME : ANOTHER);
        }

        /** Which text. */
        public SocketText text() {
            return text;
        }

        /** Whether it is to be this one, or another. */
        public boolean same() {
            return same;
        }

        /** The text that it is compared with. */
        public String value() {
            return value;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof TextIs is && is.text == text && is.same == same && is.value.equals(value);
        }

        @Override
        public int hashCode() {
            return Objects.hash(text, same, value);
        }
    }

    /** It is in one of these tables. */
    record ProtocolIn(Set<Protocol> protocols) implements Condition {
        @Override
        public boolean test(SocketView socket) {
            return protocols.contains(socket.protocol());
        }
    }

    /** It was opened with one of these families. */
    record FamilyIn(Set<AddressFamily> families) implements Condition {
        @Override
        public boolean test(SocketView socket) {
            return families.contains(socket.family());
        }
    }

    /** This timer runs, by the kernel's number ({@code idiag_timer}); 0 for none. */
    record TimerIs(int timer) implements Condition {
        @Override
        public boolean test(SocketView socket) {
            return socket.timer() == timer;
        }
    }

    /** The kernel no longer records the owner, as in TIME_WAIT: user, cgroup and mark are unknown. */
    record Unowned() implements Condition {
        @Override
        public boolean test(SocketView socket) {
            return !socket.owned();
        }
    }

    /** It has an owner, but its cgroup is not reported. */
    record CgroupUnknown() implements Condition {
        @Override
        public boolean test(SocketView socket) {
            return socket.owned() && socket.cgroupId() == 0;
        }
    }

    /**
     * No mark is reported, although the socket has an owner.
     *
     * @param permitted false for IP sockets, whose marks need a permission; true for sockets that have none
     */
    record MarkUnknown(boolean permitted) implements Condition {
        @Override
        public boolean test(SocketView socket) {
            boolean overIp = socket.protocol().overIp();
            return socket.mark() == SocketView.MARK_UNKNOWN && overIp != permitted && (permitted || socket.owned());
        }
    }

    /** One end of a socket of a family without IP addresses; {@link #ANY} where that does not matter. */
    record EndIs(Side side, AddressFamily family, long address, long port) implements Condition {
        /** Any address, or any port. */
        public static final long ANY = -1;

        @Override
        public boolean test(SocketView socket) {
            return socket.family() == family
                    && (address == ANY || side.addressLow(socket) == address)
                    && (port == ANY || Integer.toUnsignedLong(side.port(socket)) == port);
        }
    }

    /** The name of a UNIX socket matches a pattern. */
    record UnixNameIs(Glob pattern) implements Condition {
        /** UNIX_PATH_MAX of {@code linux/un.h}, and a zero byte. */
        private static final int NAME_BYTES_MAX = 109;

        private static final ThreadLocal<byte[]> NAME = ThreadLocal.withInitial(() -> new byte[NAME_BYTES_MAX]);

        @Override
        public void addDetails(Set<Detail> details) {
            details.add(Detail.UNIX_NAMES);
        }

        @Override
        public boolean test(SocketView socket) {
            if (socket.protocol() != Protocol.UNIX) {
                return false;
            }
            byte[] name = NAME.get();
            // To ss, a socket without a name has an empty one.
            int bytes = Math.max(0, Math.min(socket.text(SocketText.UNIX_NAME, name), name.length));
            // Zero bytes, as abstract names have them, show as @.
            for (int i = 0; i < bytes; i++) {
                name[i] = name[i] == 0 ? (byte) '@' : name[i];
            }
            return pattern.matches(name, bytes);
        }
    }

    /** The ports are in the box: empty if every port is. */
    static List<Condition> within(PortBox box) {
        List<Condition> terms = new ArrayList<>();
        if (box.localMin() > 0 || box.localMax() < PortBox.PORT_MAX) {
            terms.add(new PortIn(Side.LOCAL, box.localMin(), box.localMax()));
        }
        if (box.remoteMin() > 0 || box.remoteMax() < PortBox.PORT_MAX) {
            terms.add(new PortIn(Side.REMOTE, box.remoteMin(), box.remoteMax()));
        }
        if (box.largerMin() > 0) {
            terms.add(new Any(List.of(
                    new PortIn(Side.LOCAL, box.largerMin(), PortBox.PORT_MAX),
                    new PortIn(Side.REMOTE, box.largerMin(), PortBox.PORT_MAX))));
        }
        return terms;
    }

    /** True if one of the conditions asks for the firewall mark. */
    static boolean oneLooksAtMark(List<Condition> terms) {
        for (Condition term : terms) {
            if (term.looksAtMark()) {
                return true;
            }
        }
        return false;
    }
}
