package io.conncount.cli.list;

import io.conncount.socket.SocketView;
import io.conncount.view.SocketColumn;

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
