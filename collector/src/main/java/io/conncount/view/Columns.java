package io.conncount.view;

import java.time.Instant;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** Columns of values that rows have as they are. */
public final class Columns {
    private Columns() {}

    /** A column of names from the host. */
    public static <R> Column<R> name(String name, String help, Function<R, String> value) {
        return new Column<>(name, help) {
            @Override
            public void write(R row, CellWriter out) {
                out.name(value.apply(row));
            }
        };
    }

    /** A column of messages for people. */
    public static <R> Column<R> message(String name, String help, Function<R, String> value) {
        return new Column<>(name, help) {
            @Override
            public void write(R row, CellWriter out) {
                out.message(value.apply(row));
            }
        };
    }

    /** A column of numbers that name something. */
    public static <R> Column<R> number(String name, String help, ToLongFunction<R> value) {
        return new Column<>(name, help) {
            @Override
            public boolean numeric() {
                return true;
            }

            @Override
            public void write(R row, CellWriter out) {
                out.number(value.applyAsLong(row));
            }
        };
    }

    /** A column that says how many there are. */
    public static <R> Column<R> count(String name, String help, ToLongFunction<R> value) {
        return new Column<>(name, help) {
            @Override
            public boolean numeric() {
                return true;
            }

            @Override
            public void write(R row, CellWriter out) {
                out.count(value.applyAsLong(row));
            }
        };
    }

    /** A column of shares of a whole. */
    public static <R> Column<R> share(String name, String help, ToLongFunction<R> part, ToLongFunction<R> whole) {
        return new Column<>(name, help) {
            @Override
            public boolean derived() {
                return true;
            }

            @Override
            public boolean alignedRight() {
                return true;
            }

            @Override
            public void write(R row, CellWriter out) {
                out.share(part.applyAsLong(row), whole.applyAsLong(row));
            }
        };
    }

    /** Shares of a whole as bars, which stand behind all other columns. */
    public static <R> Column<R> bar(ToLongFunction<R> part, ToLongFunction<R> whole) {
        return new Column<>("", "") {
            @Override
            public boolean derived() {
                return true;
            }

            @Override
            public void write(R row, CellWriter out) {
                out.bar(part.applyAsLong(row), whole.applyAsLong(row));
            }
        };
    }

    /** When the snapshot was taken. */
    public static <R> Column<R> time(Instant time) {
        byte[] text = TextBuffer.ascii(Timestamps.of(time));
        return new Column<>("time", "when the answer was taken") {
            @Override
            public void write(R row, CellWriter out) {
                out.text(text);
            }
        };
    }
}
