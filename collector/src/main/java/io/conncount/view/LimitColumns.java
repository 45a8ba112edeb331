package io.conncount.view;

import io.conncount.collect.CapacityPlan.Need;
import io.conncount.collect.Limit;
import io.conncount.collect.Limit.Unit;
import java.util.List;
import java.util.function.ToLongFunction;

/** The columns of limits, and of what must be raised for a plan. */
public final class LimitColumns {
    /** Those of limits. */
    public static final List<Column<Limit>> ALL = List.of(
            Columns.name("limit", "what there is only so much of", Limit::name),
            Columns.text("of", "whose it is", Limit::of),
            amount("use", "how much is used", Limit::use),
            amount("max", "how much there may be", Limit::max),
            unit(),
            Columns.share("share", "the used part", Limit::use, Limit::max),
            Columns.text("raise", "what raises it", Limit::raise),
            Columns.text("note", "what else is to be known", Limit::note),
            Columns.bar(limit -> Math.max(0, limit.use()), limit -> limit.isKnown() ? limit.max() : 0));

    /** Those of what must be raised. */
    public static final List<Column<Need>> PLAN = List.of(
            Columns.name("setting", "a sysctl, or what else is to be set", Need::setting),
            Columns.name("now", "its value", Need::now),
            Columns.name("needed", "the value that it needs", Need::needed),
            Columns.name("why", "why", Need::why));

    private LimitColumns() {}

    private static Column<Limit> unit() {
        return new Column<>("unit", "what is counted: count or bytes") {
            @Override
            public void write(Limit limit, CellWriter out) {
                out.text(limit.unit().label());
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
}
