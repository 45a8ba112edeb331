package io.conncount.view;

import java.time.Instant;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** Columns of values that rows have as they are. A number that is negative is not known. */
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

    /** A column of names from the host, of which an empty one is not known. */
    public static <R> Column<R> text(String name, String help, Function<R, String> value) {
        return new Column<>(name, help) {
            @Override
            public boolean known(R row) {
                return !value.apply(row).isEmpty();
            }

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
        return new Numeric<>(name, help, value) {
            @Override
            void write(CellWriter out, long number) {
                out.number(number);
            }
        };
    }

    /** A column that says how many there are. */
    public static <R> Column<R> count(String name, String help, ToLongFunction<R> value) {
        return new Numeric<>(name, help, value) {
            @Override
            void write(CellWriter out, long number) {
                out.count(number);
            }
        };
    }

    /** A column that says how many bytes there are. */
    public static <R> Column<R> bytes(String name, String help, ToLongFunction<R> value) {
        return new Numeric<>(name, help, value) {
            @Override
            void write(CellWriter out, long number) {
                out.bytes(number);
            }
        };
    }

    private abstract static class Numeric<R> extends Column<R> {
        private final ToLongFunction<R> value;

        Numeric(String name, String help, ToLongFunction<R> value) {
            super(name, help);
            this.value = value;
        }

        /** Writes a number that is known. */
        abstract void write(CellWriter out, long number);

        @Override
        public boolean numeric() {
            return true;
        }

        @Override
        public boolean known(R row) {
            return value.applyAsLong(row) >= 0;
        }

        @Override
        public void write(R row, CellWriter out) {
            write(out, value.applyAsLong(row));
        }
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
            public boolean known(R row) {
                return part.applyAsLong(row) >= 0 && whole.applyAsLong(row) >= 0;
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

    /** The same column of something that rows have. */
    public static <R, P> Column<R> of(Column<P> column, Function<R, P> part) {
        return of(column, part, column.title());
    }

    /** The same column under another title. */
    public static <R> Column<R> titled(Column<R> column, String title) {
        return of(column, row -> row, title);
    }

    private static <R, P> Column<R> of(Column<P> column, Function<R, P> part, String title) {
        return new Column<>(column.name(), column.help()) {
            @Override
            public String title() {
                return title;
            }

            @Override
            public boolean numeric() {
                return column.numeric();
            }

            @Override
            public boolean alignedRight() {
                return column.alignedRight();
            }

            @Override
            public boolean derived() {
                return column.derived();
            }

            @Override
            public int widthMin() {
                return column.widthMin();
            }

            @Override
            public boolean known(R row) {
                return column.known(part.apply(row));
            }

            @Override
            public void write(R row, CellWriter out) {
                column.write(part.apply(row), out);
            }
        };
    }
}
