package io.conncount.view;

import io.conncount.collect.Limit;
import io.conncount.collect.Limit.Unit;
import java.util.List;
import java.util.function.ToLongFunction;

/** The columns of limits: classes and not lambdas, because the view must start at once. */
public final class LimitColumns {
    private static final ToLongFunction<Limit> USE = new ToLongFunction<>() {
        @Override
        public long applyAsLong(Limit limit) {
            return limit.use();
        }
    };

    private static final ToLongFunction<Limit> MAX = new ToLongFunction<>() {
        @Override
        public long applyAsLong(Limit limit) {
            return limit.max();
        }
    };

    /** All of them. */
    public static final List<Column<Limit>> ALL = List.of(
            name(),
            of(),
            amount("use", "how much is used", USE),
            amount("max", "how much there may be", MAX),
            unit(),
            Columns.share("share", "the used part", USE, MAX),
            raise(),
            note(),
            bar());

    private LimitColumns() {}

    private static Column<Limit> name() {
        return new Column<>("limit", "what there is only so much of") {
            @Override
            public void write(Limit limit, CellWriter out) {
                out.name(limit.name());
            }
        };
    }

    private static Column<Limit> of() {
        return new Column<>("of", "whose it is") {
            @Override
            public boolean known(Limit limit) {
                return !limit.of().isEmpty();
            }

            @Override
            public void write(Limit limit, CellWriter out) {
                out.name(limit.of());
            }
        };
    }

    private static Column<Limit> amount(String name, String help, ToLongFunction<Limit> value) {
        return new Column<>(name, help) {
            @Override
            public boolean numeric() {
                return true;
            }

            @Override
            public boolean known(Limit limit) {
                return value.applyAsLong(limit) >= 0;
            }

            @Override
            public void write(Limit limit, CellWriter out) {
                if (limit.unit() == Unit.BYTES) {
                    out.bytes(value.applyAsLong(limit));
                } else {
                    out.count(value.applyAsLong(limit));
                }
            }
        };
    }

    private static Column<Limit> unit() {
        return new Column<>("unit", "what is counted: count or bytes") {
            @Override
            public void write(Limit limit, CellWriter out) {
                out.text(limit.unit().label());
            }
        };
    }

    private static Column<Limit> raise() {
        return new Column<>("raise", "what raises it") {
            @Override
            public boolean known(Limit limit) {
                return !limit.raise().isEmpty();
            }

            @Override
            public void write(Limit limit, CellWriter out) {
                out.name(limit.raise());
            }
        };
    }

    private static Column<Limit> note() {
        return new Column<>("note", "what else is to be known") {
            @Override
            public boolean known(Limit limit) {
                return !limit.note().isEmpty();
            }

            @Override
            public void write(Limit limit, CellWriter out) {
                out.name(limit.note());
            }
        };
    }

    private static Column<Limit> bar() {
        return new Column<>("", "") {
            @Override
            public boolean derived() {
                return true;
            }

            @Override
            public void write(Limit limit, CellWriter out) {
                out.bar(Math.max(0, limit.use()), limit.isKnown() ? limit.max() : 0);
            }
        };
    }
}
