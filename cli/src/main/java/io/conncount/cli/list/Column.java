package io.conncount.cli.list;

import io.conncount.socket.Detail;
import io.conncount.socket.SocketNumber;
import io.conncount.socket.SocketNumber.Unit;
import io.conncount.socket.SocketView;
import java.util.Optional;

/** One value of each socket, by which rows can be written and sorted. */
abstract class Column {
    private static final int WIDTH_MIN = 8;

    private final String name;
    private final String help;

    Column(String name, String help) {
        this.name = name;
        this.help = help;
    }

    /** The name on the command line, in headers and in machine formats. */
    final String name() {
        return name;
    }

    /** What it holds, in half a line. */
    final String help() {
        return help;
    }

    /** How wide it is in text at the least, so that most of its values stand below each other. */
    int widthMin() {
        return Math.max(WIDTH_MIN, name.length());
    }

    /** True if its values are numbers in JSON. */
    boolean numeric() {
        return false;
    }

    /** What must be asked for, that it is told. */
    Optional<Detail> detail() {
        return Optional.empty();
    }

    /** True if the kernel told the value of this socket. */
    boolean told(SocketView socket) {
        return true;
    }

    /** Appends the value of a socket for which it was {@link #told}. */
    abstract void put(SocketView socket, Cells cells);

    /** The upper part of the value's place in the order of values, as a signed number. */
    long orderHigh(SocketView socket) {
        return 0;
    }

    /** The lower part. */
    abstract long orderLow(SocketView socket);

    /** True if the largest value comes first unless somebody wants it otherwise. */
    boolean largestFirst() {
        return false;
    }

    /** The column of a number, under its own name. */
    static Column of(SocketNumber number) {
        return new Column(number.label(), number.help()) {
            @Override
            boolean numeric() {
                return number.unit() != Unit.HEXADECIMAL;
            }

            @Override
            Optional<Detail> detail() {
                return number.detail();
            }

            @Override
            boolean told(SocketView socket) {
                return socket.number(number) != SocketView.UNKNOWN;
            }

            @Override
            void put(SocketView socket, Cells cells) {
                long value = socket.number(number);
                if (number.unit() == Unit.HEXADECIMAL) {
                    cells.hexadecimal(value);
                } else if (number.unit().decimals() > 0) {
                    cells.decimals(value, number.unit().decimals());
                } else {
                    cells.out().decimal(value);
                }
            }

            @Override
            long orderLow(SocketView socket) {
                return socket.number(number);
            }

            @Override
            boolean largestFirst() {
                return true;
            }
        };
    }
}
