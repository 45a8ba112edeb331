package io.conncount.view;

import io.conncount.expression.Expression;
import io.conncount.names.NameLanes;
import io.conncount.socket.Detail;
import io.conncount.socket.HoldingProcess;
import io.conncount.socket.SocketNumber;
import io.conncount.socket.SocketView;
import java.util.List;
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
                jail(),
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
                out.number(lowestPid(socket));
            }

            @Override
            public long orderLow(SocketView socket) {
                return lowestPid(socket);
            }
        };
    }

    private static HolderColumn jail() {
        return new HolderColumn("jail", "number of the FreeBSD jail of that process; 0 for the host itself") {
            @Override
            public boolean numeric() {
                return true;
            }

            @Override
            public Set<Detail> details() {
                return Set.of(Detail.HOLDERS, Detail.JAIL);
            }

            @Override
            public boolean known(SocketView socket) {
                return super.known(socket) && of(socket) != HoldingProcess.JAIL_UNKNOWN;
            }

            @Override
            public void write(SocketView socket, CellWriter out) {
                out.number(of(socket));
            }

            @Override
            public long orderLow(SocketView socket) {
                return of(socket);
            }

            private int of(SocketView socket) {
                return process(socket).jail();
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
                return lowestPid(socket);
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
                return text.apply(process(socket));
            }

            @Override
            public long orderHigh(SocketView socket) {
                return socket.holder() < 0 ? Long.MIN_VALUE : NameLanes.lane(of(socket), 0) ^ Long.MIN_VALUE;
            }

            @Override
            public long orderLow(SocketView socket) {
                return socket.holder() < 0 ? socket.holder() : NameLanes.lane(of(socket), 1) ^ Long.MIN_VALUE;
            }
        };
    }

    /** Negative if there is none: why, as {@link SocketView#holder} has it. */
    private static long lowestPid(SocketView socket) {
        int holder = socket.holder();
        return holder < 0 ? holder : socket.holders().pid(holder);
    }

    private static HoldingProcess process(SocketView socket) {
        return socket.holders().process((int) lowestPid(socket));
    }

    @Override
    public Set<Detail> details() {
        return Set.of(Detail.HOLDERS);
    }

    @Override
    public boolean known(SocketView socket) {
        return socket.holder() >= 0;
    }
}
