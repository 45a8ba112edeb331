package io.conncount.view;

import io.conncount.collect.ListenQueue;
import java.util.List;
import java.util.function.ToLongFunction;

/** The columns of listeners' accept queues: classes and not lambdas, because views of listeners must start at once. */
public final class ListenQueueColumns {
    private static final ToLongFunction<ListenQueue> LENGTH = new ToLongFunction<>() {
        @Override
        public long applyAsLong(ListenQueue queue) {
            return queue.length();
        }
    };

    private static final ToLongFunction<ListenQueue> LENGTH_MAX = new ToLongFunction<>() {
        @Override
        public long applyAsLong(ListenQueue queue) {
            return queue.limit();
        }
    };

    /** Where it listens. */
    public static final Column<ListenQueue> ADDRESS =
            new Column<>("address", "address listened on, * for every address") {
                @Override
                public void write(ListenQueue queue, CellWriter out) {
                    out.name(queue.address());
                }
            };

    /** At which port. */
    public static final Column<ListenQueue> PORT = new Column<>("port", "port listened on") {
        @Override
        public boolean numeric() {
            return true;
        }

        @Override
        public void write(ListenQueue queue, CellWriter out) {
            out.number(queue.port());
        }
    };

    /** How many wait. */
    public static final Column<ListenQueue> WAITING = Columns.count("waiting", "connections not yet accepted", LENGTH);

    /** How many may. */
    public static final Column<ListenQueue> LIMIT = Columns.count("limit", "connections that may wait", LENGTH_MAX);

    /** How full the fullest of its queues is. */
    public static final Column<ListenQueue> FULLEST = new Column<>("fullest", "how full the fullest queue is") {
        @Override
        public boolean derived() {
            return true;
        }

        @Override
        public boolean alignedRight() {
            return true;
        }

        @Override
        public void write(ListenQueue queue, CellWriter out) {
            out.share(queue.fullestLength(), queue.fullestLimit());
        }
    };

    /** How many sockets share it. */
    public static final Column<ListenQueue> SOCKETS = new Column<>("sockets", "sockets that share address and port") {
        @Override
        public boolean numeric() {
            return true;
        }

        @Override
        public void write(ListenQueue queue, CellWriter out) {
            out.count(queue.listeners());
        }
    };

    /** Its address family. */
    public static final Column<ListenQueue> FAMILY = new Column<>("family", "address family") {
        @Override
        public void write(ListenQueue queue, CellWriter out) {
            out.name(queue.family().label());
        }
    };

    /** How full its queues are as a bar. */
    public static final Column<ListenQueue> BAR = Columns.bar(LENGTH, LENGTH_MAX);

    /** All of them. */
    public static final List<Column<ListenQueue>> ALL =
            List.of(ADDRESS, PORT, WAITING, LIMIT, FULLEST, SOCKETS, FAMILY, BAR);

    private ListenQueueColumns() {}
}
