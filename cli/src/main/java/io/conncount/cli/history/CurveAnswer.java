package io.conncount.cli.history;

import io.conncount.cli.history.PeriodReading.Line;
import io.conncount.cli.output.Format;
import io.conncount.cli.output.RowAnswer;
import io.conncount.cli.output.ValueColumn;
import io.conncount.exporters.history.Extent;
import io.conncount.group.GroupKey;
import io.conncount.view.CellWriter;
import io.conncount.view.Column;
import io.conncount.view.Columns;
import io.conncount.view.Numbers;
import io.conncount.view.RowWriter.Document;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a history has of a period for people: a row for each group, with its maximum in each part as a curve. */
final class CurveAnswer implements RowAnswer<CurveAnswer.CurveRow> {
    private static final String UNICODE = " ▁▂▃▄▅▆▇█";
    private static final String ASCII = " .:-=+*#@";

    private final PeriodReading reading;
    private final String levels;
    private final List<CurveRow> rows;
    private final long otherGroups;

    /**
     * A group in a period.
     *
     * @param extents in each part
     */
    record CurveRow(List<String> values, List<Extent> extents) {
        private MomentRow whole() {
            long min = extents.stream().mapToLong(Extent::min).min().orElse(0);
            long max = extents.stream().mapToLong(Extent::max).max().orElse(0);
            return new MomentRow(
                    values, new Extent(extents.get(extents.size() - 1).last(), min, max));
        }
    }

    /**
     * @param rowsMax how many groups become rows, those with the largest maximum
     * @param unicode true if the screen can show more than ASCII
     */
    CurveAnswer(PeriodReading reading, int rowsMax, boolean unicode) {
        this.reading = reading;
        levels = unicode ? UNICODE : ASCII;
        Set<List<String>> groups = new HashSet<>();
        reading.lines().forEach(line -> groups.addAll(line.grouped().groups().keySet()));
        Map<List<String>, CurveRow> all = new HashMap<>();
        for (List<String> values : groups) {
            List<Extent> extents = new ArrayList<>();
            for (Line line : reading.lines()) {
                extents.add(line.grouped().groups().getOrDefault(values, Extent.NONE));
            }
            all.put(values, new CurveRow(values, extents));
        }
        rows = all.values().stream()
                .sorted(Comparator.comparingLong(
                                (CurveRow row) -> -row.whole().extent().max())
                        .thenComparing(row -> String.join(",", row.values())))
                .limit(rowsMax)
                .toList();
        otherGroups = (long) groups.size() - rows.size();
    }

    @Override
    public List<Column<CurveRow>> columns(Format format) {
        List<Column<CurveRow>> columns = new ArrayList<>();
        List<GroupKey> keys = reading.recorded().keys();
        for (int at = 0; at < keys.size(); at++) {
            columns.add(new ValueColumn<>(keys.get(at), at, CurveRow::values));
        }
        for (Column<MomentRow> count : MomentRow.counts()) {
            columns.add(Columns.of(count, CurveRow::whole));
        }
        columns.add(new Column<>("curve", "maximum in each part") {
            @Override
            public void write(CurveRow row, CellWriter out) {
                out.text(curve(row));
            }
        });
        return columns;
    }

    private String curve(CurveRow row) {
        long most = Math.max(1, row.whole().extent().max());
        StringBuilder curve = new StringBuilder();
        for (Extent extent : row.extents()) {
            // What is there but small is not nothing.
            long level = -Math.floorDiv(-extent.max() * (levels.length() - 1), most);
            curve.append(levels.charAt((int) level));
        }
        return curve.toString();
    }

    @Override
    public List<CurveRow> rows() {
        return rows;
    }

    @Override
    public Optional<CurveRow> other() {
        return Optional.empty();
    }

    @Override
    public String otherLabel() {
        return "";
    }

    @Override
    public Optional<CurveRow> total() {
        return Optional.empty();
    }

    @Override
    public boolean watching() {
        return false;
    }

    @Override
    public List<String> footer() {
        String left = otherGroups > 0 ? Numbers.grouped(otherGroups) + " more groups; " : "";
        return List.of(left + PeriodText.of(reading));
    }

    @Override
    public Document document() {
        return Document.of("", () -> "", () -> "");
    }
}
