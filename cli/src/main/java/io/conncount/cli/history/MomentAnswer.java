package io.conncount.cli.history;

import io.conncount.cli.history.Recorded.Grouped;
import io.conncount.cli.output.Format;
import io.conncount.cli.output.RowAnswer;
import io.conncount.cli.output.ValueColumn;
import io.conncount.exporters.history.Extent;
import io.conncount.exporters.history.Moment;
import io.conncount.group.GroupKey;
import io.conncount.snapshot.Ranking.Order;
import io.conncount.view.Column;
import io.conncount.view.Columns;
import io.conncount.view.Escaper;
import io.conncount.view.KeyColumn;
import io.conncount.view.Numbers;
import io.conncount.view.RowWriter.Document;
import io.conncount.view.Timestamps;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a history has of a moment, as rows of groups. */
final class MomentAnswer implements RowAnswer<MomentRow> {
    private static final String SCHEMA = "conncount.moment/1";

    private final Recorded recorded;
    private final Grouped grouped;
    private final Optional<String> filter;
    private final List<MomentRow> rows;
    private final long otherGroups;
    private final Extent others;

    /** @param rowsMax how many of the groups become rows */
    MomentAnswer(Recorded recorded, Grouped grouped, Optional<String> filter, Order order, int rowsMax) {
        this.recorded = recorded;
        this.grouped = grouped;
        this.filter = filter;
        List<MomentRow> all = new ArrayList<>();
        grouped.groups().forEach((values, extent) -> all.add(new MomentRow(values, extent)));
        all.sort(MomentRow.by(order, recorded.keys()));
        rows = all.subList(0, Math.min(rowsMax, all.size()));
        otherGroups = all.size() - rows.size() + grouped.otherGroups();
        Extent rest = Extent.of(grouped.otherCount());
        for (MomentRow row : all.subList(rows.size(), all.size())) {
            rest = rest.plus(row.extent());
        }
        others = rest;
    }

    private Moment moment() {
        return grouped.moment();
    }

    @Override
    public List<Column<MomentRow>> columns(Format format) {
        List<Column<MomentRow>> columns = new ArrayList<>();
        List<GroupKey> keys = recorded.keys();
        for (int at = 0; at < keys.size(); at++) {
            columns.add(new ValueColumn<>(keys.get(at), at, MomentRow::values));
        }
        List<Column<MomentRow>> counts = MomentRow.counts();
        if (format == Format.TABLE) {
            // A single sample has neither minimum nor maximum besides.
            columns.addAll(moment().samples() > 1 ? counts : counts.subList(0, 1));
            columns.add(Columns.share(
                    "share",
                    "",
                    row -> row.extent().last(),
                    row -> grouped.total().last()));
            columns.add(Columns.bar(
                    row -> row.extent().last(), row -> grouped.total().last()));
        } else {
            columns.addAll(counts);
        }
        return columns;
    }

    @Override
    public List<MomentRow> rows() {
        return rows;
    }

    @Override
    public Optional<MomentRow> other() {
        return otherGroups > 0 || others.last() > 0 ? Optional.of(new MomentRow(List.of(), others)) : Optional.empty();
    }

    @Override
    public String otherLabel() {
        return "other (" + Numbers.grouped(otherGroups) + " groups)";
    }

    @Override
    public Optional<MomentRow> total() {
        return Optional.of(new MomentRow(List.of(), grouped.total()));
    }

    @Override
    public boolean watching() {
        return false;
    }

    @Override
    public List<String> footer() {
        StringBuilder text = new StringBuilder();
        moment().fault()
                .ifPresent(fault -> text.append("INCOMPLETE: ")
                        .append(Escaper.message(fault))
                        .append("; "));
        text.append(LocalTimes.of(moment().time()));
        if (moment().samples() > 1) {
            text.append(", the last of ")
                    .append(Numbers.grouped(moment().samples()))
                    .append(" samples in ")
                    .append(Numbers.age(moment().span().toMillis() / 1e3));
        }
        if (moment().errorBar() > 0) {
            text.append("; off by at most ").append(Numbers.grouped(moment().errorBar()));
        }
        return List.of(text.append("; ")
                .append(Escaper.message(recorded.host()))
                .append(", ")
                .append(Escaper.message(recorded.file()))
                .toString());
    }

    @Override
    public Document document() {
        return Document.of("groups", this::head, this::rest);
    }

    private String head() {
        List<String> by = recorded.keys().stream().map(KeyColumn::name).toList();
        return "\"schema\":\"" + SCHEMA + "\",\"host\":" + Escaper.json(recorded.host()) + ",\"time\":\""
                + Timestamps.of(moment().time()) + "\",\"span_ms\":"
                + moment().span().toMillis() + ",\"samples\":" + moment().samples() + ",\"by\":"
                + Escaper.json(by) + ",\"filter\":"
                + filter.map(Escaper::json).orElse("null") + ",\"total\":"
                + grouped.total().last() + ",\"total_min\":"
                + grouped.total().min() + ",\"total_max\":"
                + grouped.total().max();
    }

    private String rest() {
        return "\"other\":{\"groups\":" + otherGroups + ",\"count\":" + others.last() + "},\"complete\":"
                + moment().fault().isEmpty() + ",\"error_bar\":"
                + (moment().errorBar() < 0 ? "null" : Long.toString(moment().errorBar()))
                + ",\"source\":\"history\"";
    }
}
