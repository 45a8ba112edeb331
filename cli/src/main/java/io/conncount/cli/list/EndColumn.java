package io.conncount.cli.list;

import io.conncount.socket.AddressFamily;
import io.conncount.socket.Side;
import io.conncount.socket.SocketText;
import io.conncount.socket.SocketView;

/** The address or the port of one end. What they are in families other than IP is told by {@link SocketView}. */
abstract class EndColumn extends Column {
    private static final long IPV4_MAPPED_PREFIX = 0xffffL << Integer.SIZE;

    final Side side;

    private EndColumn(Side side, String what) {
        super(side.label() + "_" + what, what + " of the " + side.label() + " end");
        this.side = side;
    }

    /** The address; of a UNIX socket, the name, which only its own end tells. */
    static Column address(Side side) {
        return new EndColumn(side, "address") {
            private static final int NAME_BYTES_MAX = 108;

            @Override
            int widthMin() {
                return Endpoint.ADDRESS_WIDTH;
            }

            @Override
            boolean told(SocketView socket) {
                return switch (socket.family()) {
                    case UNIX -> side == Side.LOCAL && socket.text(SocketText.UNIX_NAME, NOTHING) > 0;
                    case PACKET -> false;
                    default -> true;
                };
            }

            @Override
            void put(SocketView socket, Cells cells) {
                AddressFamily family = socket.family();
                if (family == AddressFamily.UNIX) {
                    cells.text(Math.min(socket.text(SocketText.UNIX_NAME, cells.scratch()), NAME_BYTES_MAX));
                } else if (AddressFamily.IP.contains(family)) {
                    cells.out().address(family, side.addressHigh(socket), side.addressLow(socket));
                } else {
                    cells.out().decimal(side.addressLow(socket));
                }
            }

            @Override
            long orderHigh(SocketView socket) {
                return side.addressHigh(socket) ^ Long.MIN_VALUE;
            }

            // IPv4 addresses stand where IPv6 sockets would carry them.
            @Override
            long orderLow(SocketView socket) {
                long prefix = socket.family() == AddressFamily.IPV4 ? IPV4_MAPPED_PREFIX : 0;
                return (side.addressLow(socket) | prefix) ^ Long.MIN_VALUE;
            }
        };
    }

    /** The port, which UNIX sockets have none of. */
    static Column port(Side side) {
        return new EndColumn(side, "port") {
            @Override
            boolean told(SocketView socket) {
                return socket.family() != AddressFamily.UNIX;
            }

            @Override
            boolean numeric() {
                return true;
            }

            @Override
            void put(SocketView socket, Cells cells) {
                cells.out().decimal(orderLow(socket));
            }

            @Override
            long orderLow(SocketView socket) {
                return Integer.toUnsignedLong(side.port(socket));
            }
        };
    }

    private static final byte[] NOTHING = {};
}
