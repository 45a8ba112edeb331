package io.conncount.cli.list;

import io.conncount.cli.output.Format;
import io.conncount.names.SocketNames;
import io.conncount.query.Selection;
import io.conncount.socket.Detail;
import io.conncount.socket.Protocol;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the command line of {@code list} says, checked.
 *
 * @param columns the columns that were chosen; empty for ss's, or those that stand for them in machine formats
 * @param format empty for text
 * @param sortedBy the column that rows are sorted by; empty to show them as they come
 * @param rowsMax how many rows to show
 * @param header true to say above the rows what the columns are
 * @param resolve true to show names for addresses
 * @param services true to show names for ports too
 */
public record ListOptions(
        Selection selection,
        SsOptions ss,
        List<String> columns,
        Optional<Format> format,
        Optional<String> sortedBy,
        boolean reverse,
        long rowsMax,
        boolean header,
        boolean resolve,
        boolean services,
        int threadsMax) {
    /** Copies what it is given. */
    public ListOptions {
        columns = List.copyOf(columns);
    }

    /** The columns of machine formats, and of text if columns were chosen. */
    List<Column> chosenColumns() {
        return columns.isEmpty()
                ? Columns.of(ss, selection.protocols().contains(Protocol.UNIX))
                : columns.stream()
                        .map(name -> Columns.byName(name).orElseThrow())
                        .toList();
    }

    /** True if rows are ss's. */
    boolean likeSs() {
        return columns.isEmpty() && format.isEmpty();
    }

    Optional<Ranking> ranking() {
        return sortedBy.map(name -> Columns.byName(name).orElseThrow())
                .map(column -> new Ranking(column, column.largestFirst() != reverse));
    }

    /** What must be told of each socket, that the rows can be written. */
    Set<Detail> details() {
        Set<Detail> details = EnumSet.noneOf(Detail.class);
        if (likeSs()) {
            for (Detail detail : Detail.values()) {
                if (ss.asksFor(detail)) {
                    details.add(detail);
                }
            }
        } else {
            chosenColumns().forEach(column -> column.detail().ifPresent(details::add));
            details.add(Detail.UNIX_NAMES);
        }
        ranking().flatMap(ranking -> ranking.column().detail()).ifPresent(details::add);
        return details;
    }

    /**
     * A writer of these rows; each part of a dump needs its own.
     *
     * @param hostNames those of the host that the sockets are from
     */
    RowWriter writer(Optional<Resolver> resolver, SocketNames hostNames) {
        if (likeSs()) {
            return new SsLayout(ss, resolver, hostNames);
        }
        if (format.isEmpty()) {
            return new ColumnRows(chosenColumns(), hostNames);
        }
        return switch (format.get()) {
            case CSV -> new CsvRows(chosenColumns(), hostNames);
            case NDJSON -> new JsonRows(chosenColumns(), true, hostNames);
            case JSON -> new JsonRows(chosenColumns(), false, hostNames);
            case TABLE, PLAIN -> new ColumnRows(chosenColumns(), hostNames);
        };
    }
}
