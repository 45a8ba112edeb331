package io.conncount.view;

import io.conncount.expression.Expression;
import io.conncount.socket.Detail;
import io.conncount.socket.HoldingProcess;
import io.conncount.socket.SocketNumber;
import io.conncount.socket.SocketView;
import io.conncount.sys.NameText;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** A column about the processes that hold a socket; of several, about that with the lowest number. */
abstract class HolderColumn extends SocketColumn {
    private HolderColumn(String name, String help) {
        super(name, help, Set.of(new Expression.NumberOf(SocketNumber.INODE)));
    }

    /** All of them. */
    static List<SocketColumn> all() {
        return List.of(
                text("process", "name of the process that holds the socket", HoldingProcess::name),
                pid(),
                text("exe", "path of the program of that process", HoldingProcess::exe),
                users());
    }

    private static HolderColumn pid() {
        return new HolderColumn("pid", "number of that process") {
            @Override
            public boolean numeric() {
                return true;
            }

            @Override
            public void write(SocketView socket, CellWriter out) {
                out.number(orderLow(socket));
            }

            @Override
            public long orderLow(SocketView socket) {
                return socket.holder() < 0 ? socket.holder() : socket.holders().pid(socket.holder());
            }
        };
    }

    private static HolderColumn users() {
        return new HolderColumn("users", "every process that holds the socket, as ss -p writes them") {
            @Override
            public void write(SocketView socket, CellWriter out) {
                out.holders(socket);
            }

            @Override
            public long orderLow(SocketView socket) {
                return socket.holder() < 0 ? socket.holder() : socket.holders().pid(socket.holder());
            }
        };
    }

    private static HolderColumn text(String name, String help, Function<HoldingProcess, String> text) {
        return new HolderColumn(name, help) {
            @Override
            public boolean known(SocketView socket) {
                return super.known(socket) && !of(socket).isEmpty();
            }

            @Override
            public void write(SocketView socket, CellWriter out) {
                out.name(of(socket));
            }

            private String of(SocketView socket) {
                return text.apply(socket.holders().process(socket.holders().pid(socket.holder())));
            }

            @Override
            public long orderHigh(SocketView socket) {
                return bytes(socket, 0);
            }

            @Override
            public long orderLow(SocketView socket) {
                return bytes(socket, Long.BYTES);
            }

            // Eight bytes of the text as a number, whose order is that of the texts.
            private long bytes(SocketView socket, int from) {
                long number = 0;
                byte[] bytes = socket.holder() < 0 ? new byte[0] : NameText.bytes(of(socket));
                for (int i = from; i < from + Long.BYTES; i++) {
                    number = number << Byte.SIZE | (i < bytes.length ? bytes[i] & 0xff : 0);
                }
                return number ^ Long.MIN_VALUE;
            }
        };
    }

    @Override
    public Optional<Detail> detail() {
        return Optional.of(Detail.HOLDERS);
    }

    @Override
    public boolean known(SocketView socket) {
        return socket.holder() >= 0;
    }
}
