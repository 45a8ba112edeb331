package io.conncount.view;

import io.conncount.collect.Finding;
import java.util.List;

/** The columns of what a host allows. */
public final class FindingColumns {
    /** All of them. */
    public static final List<Column<Finding>> ALL = List.of(
            Columns.text("check", "what was tried", Finding::check),
            Columns.text(
                    "status",
                    "yes, partly, no or unknown",
                    finding -> finding.status().label()),
            Columns.text("detail", "what came of it", Finding::detail),
            Columns.text("remedy", "what would mend it", Finding::remedy));

    private FindingColumns() {}
}
