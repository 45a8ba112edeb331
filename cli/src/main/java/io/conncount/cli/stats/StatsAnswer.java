package io.conncount.cli.stats;

import io.conncount.cli.output.AnswerRun.SnapshotAnswer;
import io.conncount.cli.output.CountDocument;
import io.conncount.cli.output.Format;
import io.conncount.cli.output.TrustLine;
import io.conncount.distribution.Distribution;
import io.conncount.distribution.Distributions;
import io.conncount.snapshot.Ranking;
import io.conncount.snapshot.Ranking.Row;
import io.conncount.snapshot.Snapshot;
import io.conncount.socket.SocketNumber;
import io.conncount.view.Column;
import io.conncount.view.Columns;
import io.conncount.view.DistributionColumns;
import io.conncount.view.DistributionColumns.DistributionRow;
import io.conncount.view.Escaper;
import io.conncount.view.Numbers;
import io.conncount.view.RowWriter.Document;
import java.util.AbstractList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/** Groups with the distribution of a number. */
public final class StatsAnswer implements SnapshotAnswer<DistributionRow> {
    private static final String SCHEMA = "conncount.stats/1";

    private final SocketNumber number;
    private final Distributions distributions;
    private final Ranking ranking;
    private final boolean watching;
    private final boolean unicode;
    private Distribution all;

    /**
     * An answer for a writer.
     *
     * @param watching true if answers follow each other
     * @param unicode true if the screen can show more than ASCII
     */
    public StatsAnswer(
            SocketNumber number, Distributions distributions, Ranking ranking, boolean watching, boolean unicode) {
        this.number = number;
        this.distributions = distributions;
        this.ranking = ranking;
        this.watching = watching;
        this.unicode = unicode;
    }

    @Override
    public Snapshot snapshot() {
        return distributions.groups();
    }

    @Override
    public List<Column<DistributionRow>> columns(Format format) {
        List<Column<DistributionRow>> columns =
                DistributionColumns.of(snapshot().keys(), number);
        if (format == Format.CSV && watching) {
            columns.add(0, Columns.time(snapshot().time()));
        }
        if (format == Format.TABLE) {
            columns.add(DistributionColumns.shape(all(), number, unicode));
        }
        return columns;
    }

    /** That of all groups, which takes as long as those of each together, and not every format needs. */
    private Distribution all() {
        if (all == null) {
            all = distributions.all();
        }
        return all;
    }

    @Override
    public Iterable<DistributionRow> rows() {
        List<Row> rows = ranking.rows();
        return new AbstractList<>() {
            @Override
            public DistributionRow get(int index) {
                Row row = rows.get(index);
                return new DistributionRow(Optional.of(row), distributions.of(row.group()));
            }

            @Override
            public int size() {
                return rows.size();
            }
        };
    }

    @Override
    public Optional<DistributionRow> other() {
        if (ranking.otherCount() == 0) {
            return Optional.empty();
        }
        BitSet shown = new BitSet();
        ranking.rows().forEach(row -> shown.set(row.group()));
        return Optional.of(new DistributionRow(Optional.empty(), distributions.without(shown)));
    }

    @Override
    public String otherLabel() {
        return "other (" + Numbers.grouped(ranking.otherGroups()) + " groups)";
    }

    /** Without keys, the only row is the total. */
    @Override
    public Optional<DistributionRow> total() {
        return snapshot().keys().isEmpty()
                ? Optional.empty()
                : Optional.of(new DistributionRow(Optional.empty(), all()));
    }

    @Override
    public List<String> footer() {
        return List.of(TrustLine.of(snapshot()));
    }

    @Override
    public boolean watching() {
        return watching;
    }

    @Override
    public Document document() {
        return Document.of(
                "groups",
                () -> CountDocument.head(SCHEMA, snapshot()) + ",\"number\":" + Escaper.json(number.label())
                        + ",\"known\":" + all().known(),
                () -> "\"other\":{\"groups\":" + ranking.otherGroups() + ",\"count\":" + ranking.otherCount() + "},"
                        + CountDocument.trust(snapshot()));
    }
}
