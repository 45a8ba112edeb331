package io.conncount.cli.fleet;

import io.conncount.cli.fleet.FleetRow.Past;
import io.conncount.cli.output.Format;
import io.conncount.cli.output.RowAnswer;
import io.conncount.socket.TcpState;
import io.conncount.view.CellWriter;
import io.conncount.view.Column;
import io.conncount.view.Columns;
import io.conncount.view.Escaper;
import io.conncount.view.Numbers;
import io.conncount.view.RowWriter.Document;
import io.conncount.view.Timestamps;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * Sums over many hosts, for a writer.
 *
 * @param all largest first
 * @param rowsMax how many of them are rows
 * @param hosts how many hosts Prometheus has numbers of
 * @param faults why it is not complete, for people; none if it is
 * @param since true if it says how many there were before
 */
record FleetAnswer(
        FleetQuestion question,
        Instant time,
        List<FleetRow> all,
        int rowsMax,
        long hosts,
        List<String> faults,
        boolean since,
        boolean watching)
        implements RowAnswer<FleetRow> {
    private static final String SCHEMA = "conncount.fleet/1";
    private static final String STATE = "state";

    @Override
    public List<Column<FleetRow>> columns(Format format) {
        List<Column<FleetRow>> columns = new ArrayList<>();
        if (format == Format.CSV && watching) {
            columns.add(Columns.time(time));
        }
        for (int at = 0; at < question.labels().size(); at++) {
            columns.add(label(question.labels().get(at), at));
        }
        columns.add(Columns.count("count", "sockets", FleetRow::count));
        if (since) {
            columns.add(past("first", "sockets at the beginning of --since", Past::first));
            columns.add(past("min", "the fewest since then", Past::min));
            columns.add(past("max", "the most since then", Past::max));
        }
        if (format == Format.TABLE) {
            long total = sum(all);
            columns.add(Columns.share("share", "share of all", FleetRow::count, row -> total));
        }
        return columns;
    }

    private static Column<FleetRow> past(String name, String help, ToLongFunction<Past> value) {
        return Columns.count(
                name,
                help,
                row -> row.past().isPresent() ? value.applyAsLong(row.past().get()) : -1);
    }

    private static Column<FleetRow> label(String label, int at) {
        return new Column<>(label, "label of the series") {
            @Override
            public String title() {
                return label.toUpperCase(Locale.ROOT).replace('_', '-');
            }

            @Override
            public void write(FleetRow row, CellWriter out) {
                if (row.values().isEmpty()) {
                    out.text("(other)");
                } else {
                    String value = row.values().get(at);
                    out.name(label.equals(STATE) && !out.forPrograms() ? TcpState.screenNameOf(value) : value);
                }
            }
        };
    }

    @Override
    public List<FleetRow> rows() {
        return all.subList(0, Math.min(rowsMax, all.size()));
    }

    private List<FleetRow> rest() {
        return all.subList(rows().size(), all.size());
    }

    private static long sum(List<FleetRow> rows) {
        return rows.stream().mapToLong(FleetRow::count).sum();
    }

    @Override
    public Optional<FleetRow> other() {
        return rest().isEmpty()
                ? Optional.empty()
                : Optional.of(new FleetRow(List.of(), sum(rest()), Optional.empty()));
    }

    @Override
    public String otherLabel() {
        return "other (" + Numbers.grouped(rest().size()) + " groups)";
    }

    @Override
    public Optional<FleetRow> total() {
        return Optional.of(new FleetRow(List.of(), sum(all), Optional.empty()));
    }

    @Override
    public List<String> footer() {
        List<String> lines = new ArrayList<>();
        lines.add((faults.isEmpty() ? "complete" : "incomplete") + ", " + Numbers.grouped(hosts) + " hosts");
        if (watching) {
            // Where each answer takes the place of the one before, there is no other place for them.
            faults.forEach(fault -> lines.add(Escaper.message(fault)));
        }
        return lines;
    }

    @Override
    public Document document() {
        return Document.of(
                "groups",
                () -> "\"schema\":\"" + SCHEMA + "\",\"time\":\"" + Timestamps.of(time) + "\",\"by\":"
                        + Escaper.json(question.labels()) + ",\"filter\":" + Escaper.json(question.matchers())
                        + ",\"total\":" + sum(all),
                () -> "\"other\":{\"groups\":" + rest().size() + ",\"count\":" + sum(rest()) + "},\"hosts\":" + hosts
                        + ",\"complete\":" + faults.isEmpty() + ",\"faults\":" + Escaper.json(faults));
    }
}
