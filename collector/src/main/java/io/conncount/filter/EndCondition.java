package io.conncount.filter;

import io.conncount.expression.Predicate;
import io.conncount.expression.Prefix;
import io.conncount.expression.SocketField;
import io.conncount.socket.AddressFamily;
import io.conncount.socket.AddressText;
import io.conncount.socket.PortBox;
import io.conncount.socket.Side;
import io.conncount.socket.SocketView;
import java.util.ArrayList;
import java.util.List;

/** What a filter asks of one end of a socket, its address or its port. */
public sealed interface EndCondition extends Condition {
    /** The port of one end is within bounds, which are included. */
    record PortIn(Side side, int min, int max) implements EndCondition {
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

        @Override
        public Predicate predicate() {
            return Predicate.within(SocketField.port(side), min, max);
        }
    }

    /**
     * The address of one end begins with these bits. An IPv4 prefix takes in IPv4 addresses that IPv6 sockets carry
     * ({@code ::ffff:a.b.c.d}), as the kernel's does.
     */
    record AddressIn(Side side, AddressFamily family, long high, long low, int prefixBits) implements EndCondition {
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

        @Override
        public Predicate predicate() {
            SocketField lowField = SocketField.addressLow(side);
            if (family == AddressFamily.IPV4) {
                return Predicate.any(
                        Predicate.all(
                                Predicate.equal(SocketField.FAMILY, family.ordinal()),
                                Prefix.of(lowField, Prefix.mask(prefixBits) >>> Integer.SIZE, low)),
                        Prefix.ofIpv4Mapped(side, low, prefixBits));
            }
            return Predicate.all(
                    Predicate.equal(SocketField.FAMILY, family.ordinal()),
                    Prefix.of(SocketField.addressHigh(side), Prefix.mask(Math.min(prefixBits, Long.SIZE)), high),
                    Prefix.of(lowField, Prefix.mask(Math.max(0, prefixBits - Long.SIZE)), low));
        }

        private static boolean sameBits(long a, long b, int bits) {
            return bits == 0 || (a ^ b) >>> (Long.SIZE - bits) == 0;
        }
    }

    /**
     * The local port is one of those that the kernel chooses from where a program does not say which. The kernel itself
     * knows, but does not report, whether a program requested the port anyway, and leaves such sockets out.
     */
    record Autobound(int portMin, int portMax) implements EndCondition {
        @Override
        public boolean test(SocketView socket) {
            return socket.localPort() >= portMin && socket.localPort() <= portMax;
        }

        @Override
        public Predicate predicate() {
            return Predicate.all(
                    Predicate.equal(SocketField.PORT_REQUESTED, 0),
                    Predicate.within(SocketField.LOCAL_PORT, portMin, portMax));
        }
    }

    /** One end of a socket of a family without IP addresses; {@link #ANY} where that does not matter. */
    record EndIs(Side side, AddressFamily family, long address, long port) implements EndCondition {
        /** Any address, or any port. */
        public static final long ANY = -1;

        @Override
        public boolean test(SocketView socket) {
            return socket.family() == family
                    && (address == ANY || side.addressLow(socket) == address)
                    && (port == ANY || Integer.toUnsignedLong(side.port(socket)) == port);
        }

        @Override
        public Predicate predicate() {
            return Predicate.NEVER;
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
