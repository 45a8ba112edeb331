package io.conncount.cli.diff;

import io.conncount.cli.output.Format;
import io.conncount.cli.output.RowAnswer;
import io.conncount.group.GroupKey;
import io.conncount.snapshot.Snapshot;
import io.conncount.view.Column;
import io.conncount.view.Escaper;
import io.conncount.view.KeyColumn;
import io.conncount.view.Numbers;
import io.conncount.view.RowWriter.Document;
import io.conncount.view.Timestamps;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What changed from one answer to another by the same keys, the largest changes first. Groups that are the same in both are no rows. */
final class Comparison implements RowAnswer<Change> {
    private static final String SCHEMA = "conncount.diff/1";
    private static final Change NOTHING = new Change(List.of(), 0, 0);

    private final List<GroupKey> keys;
    private final Side before;
    private final Side after;
    private final List<Change> rows;
    private final long otherGroups;
    private final Change others;
    private long unchangedGroups;
    private long unchangedCount;

    /** @param rowsMax how many of the changes become rows */
    Comparison(List<GroupKey> keys, Side before, Side after, int rowsMax) {
        this.keys = keys;
        this.before = before;
        this.after = after;
        List<Change> changes = changes();
        changes.sort(Change.LARGEST_FIRST);
        rows = changes.subList(0, Math.min(rowsMax, changes.size()));
        List<Change> rest = changes.subList(rows.size(), changes.size());
        otherGroups = rest.size();
        others = rest.stream().reduce(NOTHING, Change::plus);
    }

    private List<Change> changes() {
        Set<List<String>> all = new HashSet<>(before.groups().keySet());
        all.addAll(after.groups().keySet());
        List<Change> changes = new ArrayList<>();
        for (List<String> values : all) {
            Change change = new Change(values, before.count(values), after.count(values));
            if (change.delta() == 0) {
                unchangedGroups++;
                unchangedCount += change.after();
            } else {
                changes.add(change);
            }
        }
        return changes;
    }

    @Override
    public List<Column<Change>> columns(Format format) {
        return DiffColumns.of(keys);
    }

    @Override
    public List<Change> rows() {
        return rows;
    }

    @Override
    public Optional<Change> other() {
        return otherGroups > 0 ? Optional.of(others) : Optional.empty();
    }

    @Override
    public String otherLabel() {
        return "other (" + Numbers.grouped(otherGroups) + " groups)";
    }

    @Override
    public Optional<Change> total() {
        return Optional.of(new Change(List.of(), before.total(), after.total()));
    }

    @Override
    public boolean watching() {
        return false;
    }

    /** Why groups may be missing in one of the two, with its file. */
    List<String> faults() {
        List<String> faults = new ArrayList<>();
        for (Side side : List.of(before, after)) {
            side.fault().ifPresent(reason -> faults.add(side.file() + ": " + reason));
        }
        return faults;
    }

    /** What people should know if the two are not about the same sockets. */
    Optional<String> remark() {
        if (!before.host().equals(after.host())) {
            return Optional.of("the answers are from different hosts: " + before.host() + " and " + after.host());
        }
        return before.filter().equals(after.filter())
                ? Optional.empty()
                : Optional.of(
                        "the answers are about different sockets: " + selected(before) + " and " + selected(after));
    }

    private static String selected(Side side) {
        return side.filter().map(words -> "'" + words + "'").orElse("all of TCP");
    }

    @Override
    public List<String> footer() {
        StringBuilder text = new StringBuilder();
        faults().forEach(fault ->
                text.append("INCOMPLETE: ").append(Escaper.message(fault)).append("; "));
        text.append(Numbers.grouped(unchangedGroups))
                .append(" groups with ")
                .append(Numbers.grouped(unchangedCount))
                .append(" sockets did not change; ");
        if (before.errorBar() == Snapshot.ERROR_BAR_UNKNOWN || after.errorBar() == Snapshot.ERROR_BAR_UNKNOWN) {
            text.append("error bar unknown; ");
        } else if (before.errorBar() + after.errorBar() > 0) {
            text.append("changes are off by at most ")
                    .append(Numbers.grouped(before.errorBar() + after.errorBar()))
                    .append("; ");
        }
        return List.of(text.append(Timestamps.of(before.time()))
                .append(" to ")
                .append(Timestamps.of(after.time()))
                .toString());
    }

    @Override
    public Document document() {
        List<String> by = keys.stream().map(KeyColumn::name).toList();
        return Document.of(
                "groups",
                () -> "\"schema\":\"" + SCHEMA + "\",\"before\":" + before.json() + ",\"after\":" + after.json()
                        + ",\"by\":" + Escaper.json(by),
                () -> "\"other\":{\"groups\":" + otherGroups + ",\"before\":" + others.before() + ",\"after\":"
                        + others.after() + ",\"delta\":" + others.delta() + "},\"unchanged\":{\"groups\":"
                        + unchangedGroups
                        + ",\"count\":" + unchangedCount + "},\"complete\":" + faults().isEmpty());
    }
}
