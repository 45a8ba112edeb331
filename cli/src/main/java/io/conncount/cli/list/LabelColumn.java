package io.conncount.cli.list;

import io.conncount.socket.SocketView;
import io.conncount.view.TextBuffer;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/** A column whose values are known beforehand; they are sorted in the order they are given in. */
final class LabelColumn extends Column {
    private final byte[][] forMachines;
    private final byte[][] forPeople;
    private final ToIntFunction<SocketView> index;

    private LabelColumn(
            String name, String help, byte[][] forMachines, byte[][] forPeople, ToIntFunction<SocketView> index) {
        super(name, help);
        this.forMachines = forMachines;
        this.forPeople = forPeople;
        this.index = index;
    }

    /** A column whose values have two names. */
    static <E extends Enum<E>> LabelColumn of(
            String name,
            String help,
            E[] values,
            Function<E, String> forMachines,
            Function<E, String> forPeople,
            Function<SocketView, E> value) {
        return new LabelColumn(
                name,
                help,
                labels(values, forMachines),
                labels(values, forPeople),
                socket -> value.apply(socket).ordinal());
    }

    /** A column whose values have one name. */
    static <E extends Enum<E>> LabelColumn of(
            String name, String help, E[] values, Function<E, String> label, Function<SocketView, E> value) {
        return of(name, help, values, label, label, value);
    }

    private static <E> byte[][] labels(E[] values, Function<E, String> label) {
        byte[][] labels = new byte[values.length][];
        for (int i = 0; i < values.length; i++) {
            labels[i] = TextBuffer.ascii(label.apply(values[i]));
        }
        return labels;
    }

    @Override
    void put(SocketView socket, Cells cells) {
        cells.out().put((cells.forMachines() ? forMachines : forPeople)[index.applyAsInt(socket)]);
    }

    @Override
    long orderLow(SocketView socket) {
        return index.applyAsInt(socket);
    }
}
