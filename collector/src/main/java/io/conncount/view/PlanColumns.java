package io.conncount.view;

import io.conncount.collect.CapacityPlan.Need;
import java.util.List;

/** The columns of what must be raised for a plan. */
public final class PlanColumns {
    /** All of them. */
    public static final List<Column<Need>> ALL = List.of(
            Columns.name("setting", "a sysctl, or what else is to be set", Need::setting),
            Columns.name("now", "its value", Need::now),
            Columns.name("needed", "the value that it needs", Need::needed),
            Columns.name("why", "why", Need::why));

    private PlanColumns() {}
}
