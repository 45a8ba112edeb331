package io.conncount.view;

import io.conncount.expression.Expression;
import io.conncount.socket.Detail;
import io.conncount.socket.SocketNumber;
import io.conncount.socket.SocketNumber.Unit;
import io.conncount.socket.SocketView;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** One value of each socket, by which rows can be sorted too. */
public abstract class SocketColumn extends Column<SocketView> {
    private final Optional<Set<Expression>> shown;

    /** A column that looks at more than a walk in the kernel can give. */
    SocketColumn(String name, String help) {
        super(name, help);
        shown = Optional.empty();
    }

    /** @param shown what it looks at of a TCP connection, beside protocol and type */
    SocketColumn(String name, String help, Set<Expression> shown) {
        super(name, help);
        this.shown = Optional.of(shown);
    }

    /** The upper part of the value's place in the order of values, as a signed number. */
    public long orderHigh(SocketView socket) {
        return 0;
    }

    /** The lower part. */
    public abstract long orderLow(SocketView socket);

    /**
     * What it looks at, of a TCP connection; empty if that is more than a walk in the kernel can give. It may always look at
     * protocol and type.
     */
    public Optional<Set<Expression>> shown() {
        return shown;
    }

    /** True if the largest value comes first unless somebody wants it otherwise. */
    public boolean largestFirst() {
        return false;
    }

    /** The column of a number, under its own name. */
    static SocketColumn of(SocketNumber number) {
        return new SocketColumn(number.label(), number.help(), Set.of(new Expression.NumberOf(number))) {
            @Override
            public boolean numeric() {
                return number.unit() != Unit.HEXADECIMAL;
            }

            @Override
            public Set<Detail> details() {
                return number.detail().map(Set::of).orElse(Set.of());
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
            Function<SocketView, E> value,
            Set<Expression> shown) {
        byte[][] labels = labels(values, forPrograms);
        byte[][] titles = labels(values, forPeople);
        return new SocketColumn(name, help, shown) {
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
