package io.conncount.view;

import io.conncount.collect.Limit;
import io.conncount.collect.Limit.Unit;
import java.util.List;
import java.util.function.Function;
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
            Columns.name("limit", "what there is only so much of", new Function<>() {
                @Override
                public String apply(Limit limit) {
                    return limit.name();
                }
            }),
            Columns.text("of", "whose it is", new Function<>() {
                @Override
                public String apply(Limit limit) {
                    return limit.of();
                }
            }),
            amount("use", "how much is used", USE),
            amount("max", "how much there may be", MAX),
            unit(),
            Columns.share("share", "the used part", USE, MAX),
            Columns.text("raise", "what raises it", new Function<>() {
                @Override
                public String apply(Limit limit) {
                    return limit.raise();
                }
            }),
            Columns.text("note", "what else is to be known", new Function<>() {
                @Override
                public String apply(Limit limit) {
                    return limit.note();
                }
            }),
            bar());

    private LimitColumns() {}

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

    private static Column<Limit> bar() {
        return Columns.bar(
                new ToLongFunction<>() {
                    @Override
                    public long applyAsLong(Limit limit) {
                        return Math.max(0, limit.use());
                    }
                },
                new ToLongFunction<>() {
                    @Override
                    public long applyAsLong(Limit limit) {
                        return limit.isKnown() ? limit.max() : 0;
                    }
                });
    }
}
