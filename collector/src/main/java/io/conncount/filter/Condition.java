package io.conncount.filter;

import io.conncount.socket.AddressFamily;
import io.conncount.socket.AddressText;
import io.conncount.socket.Detail;
import io.conncount.socket.PortBox;
import io.conncount.socket.Side;
import io.conncount.socket.SocketNumber;
import io.conncount.socket.SocketText;
import io.conncount.socket.SocketType;
import io.conncount.socket.SocketView;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * What a filter asks of a socket, as a tree. A kernel may take over a part of it; {@link #test} decides the rest, and
 * agrees with the kernel wherever both know the answer. Testing allocates nothing.
 */
public sealed interface Condition {
    /** True if the socket is one that is wanted. */
    boolean test(SocketView socket);

    /** Adds what must be told of a socket, beyond what always is, that the condition can be tested. */
    default void addDetails(Set<Detail> details) {}

    /** Every one of the conditions holds. */
    record All(List<Condition> terms) implements Condition {
        public All {
            terms = List.copyOf(terms);
        }

        @Override
        public void addDetails(Set<Detail> details) {
            terms.forEach(term -> term.addDetails(details));
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
            terms.forEach(term -> term.addDetails(details));
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
        public boolean test(SocketView socket) {
            return !term.test(socket);
        }
    }

    /** The port of one end is within bounds, which are included. */
    record PortIn(Side side, int min, int max) implements Condition {
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

    /** The socket is bound to the interface with this index; 0 for none. */
    record InterfaceIs(int index) implements Condition {
        @Override
        public boolean test(SocketView socket) {
            return socket.interfaceIndex() == index;
        }
    }

    /** The firewall mark has these bits where the mask is set. Without CAP_NET_ADMIN no mark is known, and none matches. */
    record MarkIs(int mark, int mask) implements Condition {
        @Override
        public boolean test(SocketView socket) {
            long told = socket.mark();
            return told != SocketView.MARK_UNKNOWN && ((int) told & mask) == mark;
        }
    }

    /** The owner is in the cgroup with this id, and in none below it. */
    record CgroupIs(long id) implements Condition {
        @Override
        public boolean test(SocketView socket) {
            return socket.cgroupId() == id;
        }
    }

    /**
     * The kernel chose the local port. It knows; elsewhere a port is taken for chosen if it is in the range of those that
     * the kernel chooses from.
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

    /** A number is known, and within bounds, which are included. */
    record NumberIn(SocketNumber number, long min, long max) implements Condition {
        @Override
        public void addDetails(Set<Detail> details) {
            number.detail().ifPresent(details::add);
        }

        @Override
        public boolean test(SocketView socket) {
            long value = socket.number(number);
            return value != SocketView.UNKNOWN && value >= min && value <= max;
        }
    }

    /** A text is known, and is this one. */
    final class TextIs implements Condition {
        private final SocketText text;
        private final byte[] wanted;
        private final ThreadLocal<byte[]> told;

        public TextIs(SocketText text, byte[] wanted) {
            this.text = text;
            this.wanted = wanted.clone();
            told = ThreadLocal.withInitial(() -> new byte[wanted.length]);
        }

        /** Which text. */
        public SocketText text() {
            return text;
        }

        @Override
        public void addDetails(Set<Detail> details) {
            details.add(text.detail());
        }

        @Override
        public boolean test(SocketView socket) {
            byte[] bytes = told.get();
            return socket.text(text, bytes) == wanted.length && Arrays.equals(bytes, wanted);
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
}
