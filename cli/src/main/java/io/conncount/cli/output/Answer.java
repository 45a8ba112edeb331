package io.conncount.cli.output;

import io.conncount.cli.output.AnswerRun.SnapshotAnswer;
import io.conncount.snapshot.Ranking;
import io.conncount.snapshot.Ranking.Row;
import io.conncount.snapshot.Snapshot;
import io.conncount.snapshot.Snapshot.Rates;
import io.conncount.view.Column;
import io.conncount.view.Columns;
import io.conncount.view.GroupColumns;
import io.conncount.view.GroupColumns.GroupRow;
import io.conncount.view.Numbers;
import io.conncount.view.RowWriter.Document;
import java.util.AbstractList;
import java.util.List;
import java.util.Optional;

/**
 * The groups of a snapshot as a writer shows them.
 *
 * @param watching true if answers follow each other
 * @param rates what changed since the answer before; empty for the first
 */
public record Answer(Snapshot snapshot, Ranking ranking, boolean watching, Optional<Rates> rates)
        implements SnapshotAnswer<GroupRow> {
    /** In CSV they are the same for all answers of a run. */
    @Override
    public List<Column<GroupRow>> columns(Format format) {
        boolean csv = format == Format.CSV;
        boolean table = format == Format.TABLE;
        List<Column<GroupRow>> columns = GroupColumns.keys(snapshot.keys());
        columns.add(GroupColumns.COUNT);
        if (csv && watching) {
            columns.add(0, Columns.time(snapshot.time()));
        }
        if (table) {
            columns.add(GroupColumns.share());
        }
        if (csv ? watching : rates.isPresent()) {
            columns.addAll(List.of(GroupColumns.delta(), GroupColumns.perSecond()));
        }
        if (table) {
            columns.add(GroupColumns.bar());
        }
        return columns;
    }

    @Override
    public Iterable<GroupRow> rows() {
        List<Row> rows = ranking.rows();
        return new AbstractList<>() {
            @Override
            public GroupRow get(int index) {
                return GroupRow.of(rows.get(index), snapshot, rates);
            }

            @Override
            public int size() {
                return rows.size();
            }
        };
    }

    @Override
    public Optional<GroupRow> other() {
        boolean any = ranking.otherGroups() > 0 || ranking.otherCount() > 0;
        return any ? Optional.of(GroupRow.of(ranking.otherCount(), otherDelta(), snapshot, rates)) : Optional.empty();
    }

    /** By how many sockets those in none of the rows have grown; 0 if that is not known. */
    long otherDelta() {
        return rates.isPresent() ? rates.get().otherDelta(ranking) : 0;
    }

    @Override
    public String otherLabel() {
        return "other (" + Numbers.grouped(ranking.otherGroups()) + " groups)";
    }

    @Override
    public Optional<GroupRow> total() {
        long delta = rates.isPresent() ? rates.get().totalDelta() : 0;
        return Optional.of(GroupRow.of(snapshot.total(), delta, snapshot, rates));
    }

    @Override
    public Document document() {
        return new CountDocument(this);
    }

    @Override
    public List<String> footer() {
        return List.of(TrustLine.of(snapshot));
    }
}
