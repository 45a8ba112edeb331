package io.conncount.view;

import io.conncount.socket.Detail;
import io.conncount.socket.SocketNumber;
import io.conncount.socket.SocketNumber.Unit;
import io.conncount.socket.SocketView;
import java.util.Optional;
import java.util.function.Function;

/** One value of each socket, by which rows can be sorted too. */
public abstract class SocketColumn extends Column<SocketView> {
    SocketColumn(String name, String help) {
        super(name, help);
    }

    /** The upper part of the value's place in the order of values, as a signed number. */
    public long orderHigh(SocketView socket) {
        return 0;
    }

    /** The lower part. */
    public abstract long orderLow(SocketView socket);

    /** True if the largest value comes first unless somebody wants it otherwise. */
    public boolean largestFirst() {
        return false;
    }

    /** The column of a number, under its own name. */
    static SocketColumn of(SocketNumber number) {
        return new SocketColumn(number.label(), number.help()) {
            @Override
            public boolean numeric() {
                return number.unit() != Unit.HEXADECIMAL;
            }

            @Override
            public Optional<Detail> detail() {
                return number.detail();
            }

            @Override
            public boolean known(SocketView socket) {
                return socket.number(number) != SocketView.UNKNOWN;
            }

            @Override
            public void write(SocketView socket, CellWriter out) {
                long value = socket.number(number);
                if (number.unit() == Unit.HEXADECIMAL) {
                    out.hexadecimal(value);
                } else if (number.unit().decimals() > 0) {
                    out.decimals(value, number.unit().decimals());
                } else {
                    out.number(value);
                }
            }

            @Override
            public long orderLow(SocketView socket) {
                return socket.number(number);
            }

            @Override
            public boolean largestFirst() {
                return true;
            }
        };
    }

    /** A column whose values are known beforehand and have two names; they are sorted in the order they are given in. */
    static <E extends Enum<E>> SocketColumn of(
            String name,
            String help,
            E[] values,
            Function<E, String> forPrograms,
            Function<E, String> forPeople,
            Function<SocketView, E> value) {
        byte[][] labels = labels(values, forPrograms);
        byte[][] titles = labels(values, forPeople);
        return new SocketColumn(name, help) {
            @Override
            public void write(SocketView socket, CellWriter out) {
                int index = value.apply(socket).ordinal();
                out.label(labels[index], titles[index]);
            }

            @Override
            public long orderLow(SocketView socket) {
                return value.apply(socket).ordinal();
            }
        };
    }

    private static <E> byte[][] labels(E[] values, Function<E, String> label) {
        byte[][] labels = new byte[values.length][];
        for (int i = 0; i < values.length; i++) {
            labels[i] = TextBuffer.ascii(label.apply(values[i]));
        }
        return labels;
    }
}
