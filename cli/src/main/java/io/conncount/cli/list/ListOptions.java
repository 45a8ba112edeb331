package io.conncount.cli.list;

import io.conncount.cli.output.Format;
import io.conncount.expression.Expression;
import io.conncount.names.SocketNames;
import io.conncount.query.Selection;
import io.conncount.socket.Detail;
import io.conncount.socket.Protocol;
import io.conncount.socket.SocketView;
import io.conncount.view.RowWriter;
import io.conncount.view.SocketColumn;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the command line of {@code list} says, checked.
 *
 * @param columns the chosen columns; empty for those of ss, or for their equivalents in CSV and JSON
 * @param format empty for text
 * @param order how rows are sorted; empty to show them as they come
 * @param rowsMax how many rows to show
 * @param header true to say above the rows what the columns are
 * @param resolve true to show names for addresses
 * @param services true to show names for ports
 */
public record ListOptions(
        Selection selection,
        SsOptions ss,
        List<SocketColumn> columns,
        Optional<Format> format,
        Optional<SocketOrder> order,
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
    List<SocketColumn> chosenColumns() {
        return columns.isEmpty() ? ss.columns(selection.protocols().contains(Protocol.UNIX)) : columns;
    }

    /** True if rows are ss's. */
    boolean likeSs() {
        return columns.isEmpty() && format.isEmpty();
    }

    /** The fields and numbers that the rows of a TCP connection and their order look at; empty if a walk cannot give them. */
    Optional<Set<Expression>> shown() {
        List<SocketColumn> read = new ArrayList<>(chosenColumns());
        order.ifPresent(sorted -> read.add(sorted.column()));
        Set<Expression> shown = new LinkedHashSet<>();
        for (SocketColumn column : read) {
            if (column.shown().isEmpty()) {
                return Optional.empty();
            }
            shown.addAll(column.shown().get());
        }
        return Optional.of(shown);
    }

    /** The details that the rows need. */
    Set<Detail> details() {
        Set<Detail> details = EnumSet.noneOf(Detail.class);
        if (likeSs()) {
            for (Detail detail : Detail.values()) {
                if (ss.asksFor(detail)) {
                    details.add(detail);
                }
            }
        } else {
            chosenColumns().forEach(column -> details.addAll(column.details()));
            details.add(Detail.UNIX_NAMES);
        }
        order.ifPresent(sorted -> details.addAll(sorted.column().details()));
        return details;
    }

    /**
     * A writer of these rows; each part of a dump needs its own.
     *
     * @param hostNames those of the host that the sockets are from
     */
    public RowWriter<SocketView> writer(Optional<Resolver> resolver, SocketNames hostNames) {
        if (likeSs()) {
            return new SsLayout(ss, resolver, hostNames);
        }
        return format.orElse(Format.PLAIN).rows(chosenColumns(), hostNames);
    }

    /** The same of ss's rows, with columns of these widths. */
    public RowWriter<SocketView> aligned(Optional<Resolver> resolver, SocketNames hostNames, ColumnWidths widths) {
        return new SsLayout(ss, resolver, hostNames, widths.cells());
    }

    /** The order in which rows are wanted: by a column, the largest value first or the smallest. */
    public record SocketOrder(SocketColumn column, boolean largestFirst) {
        /** The upper part of a socket's rank: the higher the rank, the earlier the row. What is unknown comes last. */
        long high(SocketView socket) {
            if (!column.known(socket)) {
                return Long.MIN_VALUE;
            }
            long order = column.orderHigh(socket);
            return largestFirst ? order : ~order;
        }

        /** The lower part. */
        long low(SocketView socket) {
            if (!column.known(socket)) {
                return Long.MIN_VALUE;
            }
            long order = column.orderLow(socket);
            return largestFirst ? order : ~order;
        }

        /** By a column in its own order, or the other way round. */
        public static SocketOrder by(SocketColumn column, boolean reverse) {
            return new SocketOrder(column, column.largestFirst() != reverse);
        }
    }
}
