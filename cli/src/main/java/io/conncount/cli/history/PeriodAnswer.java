package io.conncount.cli.history;

import io.conncount.cli.history.PeriodReading.Line;
import io.conncount.cli.output.Format;
import io.conncount.cli.output.RowAnswer;
import io.conncount.cli.output.ValueColumn;
import io.conncount.group.GroupKey;
import io.conncount.snapshot.Ranking.Order;
import io.conncount.view.CellWriter;
import io.conncount.view.Column;
import io.conncount.view.Columns;
import io.conncount.view.Escaper;
import io.conncount.view.KeyColumn;
import io.conncount.view.RowWriter.Document;
import io.conncount.view.Timestamps;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a history has of a period: a row for each part, or for each group in each part. */
final class PeriodAnswer implements RowAnswer<PeriodAnswer.PeriodRow> {
    private static final String SCHEMA = "conncount.period/1";

    private final PeriodReading reading;
    private final List<GroupKey> keys;
    private final Optional<String> filter;
    private final List<PeriodRow> rows = new ArrayList<>();
    private final long most;

    /** A group in a part, or all of it. */
    record PeriodRow(Instant time, MomentRow row) {}

    /**
     * @param keys what the rows of a part are by; none if it has only one
     * @param rowsMax how many of the groups of each part become rows
     */
    PeriodAnswer(PeriodReading reading, List<GroupKey> keys, Optional<String> filter, Order order, int rowsMax) {
        this.reading = reading;
        this.keys = keys;
        this.filter = filter;
        for (Line line : reading.lines()) {
            if (keys.isEmpty()) {
                rows.add(new PeriodRow(
                        line.time(), new MomentRow(List.of(), line.grouped().total())));
            } else {
                MomentAnswer groups = new MomentAnswer(reading.recorded(), line.grouped(), filter, order, rowsMax);
                groups.rows().forEach(row -> rows.add(new PeriodRow(line.time(), row)));
            }
        }
        most = rows.stream().mapToLong(row -> row.row().extent().max()).max().orElse(0);
    }

    @Override
    public List<Column<PeriodRow>> columns(Format format) {
        List<Column<PeriodRow>> columns = new ArrayList<>();
        columns.add(time(format));
        for (int at = 0; at < keys.size(); at++) {
            columns.add(new ValueColumn<>(keys.get(at), at, row -> row.row().values()));
        }
        for (Column<MomentRow> count : MomentRow.counts()) {
            columns.add(Columns.of(count, PeriodRow::row));
        }
        if (format == Format.TABLE) {
            columns.add(Columns.bar(row -> row.row().extent().max(), row -> most));
        }
        return columns;
    }

    private static Column<PeriodRow> time(Format format) {
        return new Column<>("time", "end of the part") {
            @Override
            public void write(PeriodRow row, CellWriter out) {
                out.text(format == Format.TABLE ? LocalTimes.shortened(row.time()) : Timestamps.of(row.time()));
            }
        };
    }

    @Override
    public List<PeriodRow> rows() {
        return rows;
    }

    @Override
    public Optional<PeriodRow> other() {
        return Optional.empty();
    }

    @Override
    public String otherLabel() {
        return "";
    }

    @Override
    public Optional<PeriodRow> total() {
        return Optional.empty();
    }

    @Override
    public boolean watching() {
        return false;
    }

    @Override
    public List<String> footer() {
        return List.of(PeriodText.of(reading));
    }

    @Override
    public Document document() {
        return Document.of("moments", this::head, this::rest);
    }

    private String head() {
        List<String> by = keys.stream().map(KeyColumn::name).toList();
        return "\"schema\":\"" + SCHEMA + "\",\"host\":"
                + Escaper.json(reading.recorded().host()) + ",\"from\":\""
                + Timestamps.of(reading.period().from()) + "\",\"to\":\""
                + Timestamps.of(reading.period().to()) + "\",\"every_ms\":"
                + reading.period().every().toMillis() + ",\"by\":" + Escaper.json(by) + ",\"filter\":"
                + filter.map(Escaper::json).orElse("null");
    }

    private String rest() {
        return "\"recorded\":" + reading.lines().size() + ",\"not_recorded\":" + reading.missing() + ",\"damaged\":"
                + reading.damaged() + ",\"complete\":" + (reading.damaged() == 0) + ",\"source\":\"history\"";
    }
}
