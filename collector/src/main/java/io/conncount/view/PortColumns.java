package io.conncount.view;

import io.conncount.collect.PortUse;
import io.conncount.collect.PortView;
import java.util.List;
import java.util.OptionalDouble;

/** The columns of places that connections go to, by the local ports that these take. */
public final class PortColumns {
    private PortColumns() {}

    /**
     * A place in an answer.
     *
     * @param perSecond by how many connections it grows; empty if that is not known
     */
    public record Row(PortUse use, PortView view, OptionalDouble perSecond) {
        /** How many ports there are for it; negative if that is not known. */
        long usable() {
            return view.usable().orElse(-1);
        }

        /** In how many seconds none is left; negative if that is not known, or never. */
        long fullInSeconds() {
            boolean grows = perSecond.isPresent()
                    && perSecond.getAsDouble() > 0
                    && view.usable().isPresent();
            return grows ? Math.round(view.left(use) / perSecond.getAsDouble()) : -1;
        }
    }

    /** All of them. */
    public static List<Column<Row>> all() {
        return List.of(
                Columns.name("source", "local address", row -> row.use().source()),
                Columns.name("destination", "remote address", row -> row.use().destination()),
                Columns.number("port", "remote port", row -> row.use().port()),
                Columns.count(
                        "used",
                        "connections, each with a local port of its own",
                        row -> row.use().used()),
                Columns.count(
                        "time_wait",
                        "those of them in TIME_WAIT",
                        row -> row.use().timeWait()),
                Columns.count(
                        "left",
                        "connections that can still be opened",
                        row -> row.view().left(row.use())),
                Columns.count(
                        "reusable",
                        "ports in TIME_WAIT that a new connection may take after a second",
                        row -> row.view().reusable(row.use())),
                Columns.share(
                        "share",
                        "used ports of those there are",
                        row -> row.use().used(),
                        Row::usable),
                Columns.count(
                        "of_source",
                        "connections from the local address to all others",
                        row -> row.use().ofSource()),
                perSecond(),
                Columns.count("full_in_seconds", "when none is left, at this growth", Row::fullInSeconds),
                Columns.bar(row -> row.use().used(), row -> Math.max(0, row.usable())));
    }

    private static Column<Row> perSecond() {
        return new Column<>("per_second", "growth since the answer before, in a second") {
            @Override
            public String title() {
                return "PER SECOND";
            }

            @Override
            public boolean numeric() {
                return true;
            }

            @Override
            public boolean known(Row row) {
                return row.perSecond().isPresent();
            }

            @Override
            public void write(Row row, CellWriter out) {
                out.changePerSecond(row.perSecond().getAsDouble());
            }
        };
    }
}
