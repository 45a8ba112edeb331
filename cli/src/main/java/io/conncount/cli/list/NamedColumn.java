package io.conncount.cli.list;

import io.conncount.socket.Detail;
import io.conncount.socket.SocketNumber;
import io.conncount.socket.SocketText;
import io.conncount.socket.SocketView;
import java.util.Arrays;
import java.util.Optional;

/** Columns that hold names of what sockets carry the numbers of; they are sorted by those numbers. */
final class NamedColumn {
    private static final int BYTES_COMPARED = 8;

    private NamedColumn() {}

    static Column interfaceName() {
        return new Column("interface", "interface the socket is bound to") {
            @Override
            boolean told(SocketView socket) {
                return socket.interfaceIndex() > 0;
            }

            @Override
            void put(SocketView socket, Cells cells) {
                cells.out().put(cells.names().interfaceName(socket.interfaceIndex()));
            }

            @Override
            long orderLow(SocketView socket) {
                return socket.interfaceIndex();
            }
        };
    }

    static Column user() {
        return new Column("user", "owner, by name") {
            @Override
            boolean told(SocketView socket) {
                return socket.number(SocketNumber.UID) != SocketView.UNKNOWN;
            }

            @Override
            void put(SocketView socket, Cells cells) {
                cells.out().put(cells.names().user(socket.number(SocketNumber.UID)));
            }

            @Override
            long orderLow(SocketView socket) {
                return socket.number(SocketNumber.UID);
            }
        };
    }

    static Column cgroup() {
        return new Column("cgroup", "path of the owner's cgroup") {
            @Override
            boolean told(SocketView socket) {
                return socket.cgroupId() != 0;
            }

            @Override
            void put(SocketView socket, Cells cells) {
                cells.out().put(cells.names().cgroup(socket.cgroupId()));
            }

            @Override
            long orderLow(SocketView socket) {
                return socket.cgroupId();
            }
        };
    }

    static Column timer() {
        return new Column("timer", "running timer: on, keepalive, timewait, persist or off") {
            @Override
            void put(SocketView socket, Cells cells) {
                cells.out().put(TimerText.name(socket));
            }

            @Override
            long orderLow(SocketView socket) {
                return socket.timer();
            }
        };
    }

    /** Sorted by the first bytes of the name. */
    static Column congestion() {
        return new Column("congestion", "congestion control") {
            @Override
            Optional<Detail> detail() {
                return Optional.of(SocketText.CONGESTION.detail());
            }

            @Override
            boolean told(SocketView socket) {
                return socket.text(SocketText.CONGESTION, NOTHING) > 0;
            }

            @Override
            void put(SocketView socket, Cells cells) {
                byte[] scratch = cells.scratch();
                cells.text(Math.min(socket.text(SocketText.CONGESTION, scratch), scratch.length));
            }

            @Override
            long orderLow(SocketView socket) {
                byte[] first = FIRST_BYTES.get();
                Arrays.fill(first, (byte) 0);
                socket.text(SocketText.CONGESTION, first);
                long order = 0;
                for (byte b : first) {
                    order = (order << Byte.SIZE) | (b & 0xff);
                }
                return order;
            }
        };
    }

    private static final byte[] NOTHING = {};
    private static final ThreadLocal<byte[]> FIRST_BYTES = ThreadLocal.withInitial(() -> new byte[BYTES_COMPARED]);
}
