package io.conncount.view;

import io.conncount.collect.ListenQueue;
import java.util.List;
import java.util.function.Function;
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

    private static final ToLongFunction<ListenQueue> PORT_NUMBER = new ToLongFunction<>() {
        @Override
        public long applyAsLong(ListenQueue queue) {
            return queue.port();
        }
    };

    private static final ToLongFunction<ListenQueue> FULLEST_LENGTH = new ToLongFunction<>() {
        @Override
        public long applyAsLong(ListenQueue queue) {
            return queue.fullestLength();
        }
    };

    private static final ToLongFunction<ListenQueue> FULLEST_LIMIT = new ToLongFunction<>() {
        @Override
        public long applyAsLong(ListenQueue queue) {
            return queue.fullestLimit();
        }
    };

    private static final ToLongFunction<ListenQueue> LISTENERS = new ToLongFunction<>() {
        @Override
        public long applyAsLong(ListenQueue queue) {
            return queue.listeners();
        }
    };

    /** Where it listens. */
    public static final Column<ListenQueue> ADDRESS =
            Columns.name("address", "address listened on, * for every address", new Function<>() {
                @Override
                public String apply(ListenQueue queue) {
                    return queue.address();
                }
            });

    /** At which port. */
    public static final Column<ListenQueue> PORT = Columns.number("port", "port listened on", PORT_NUMBER);

    /** How many wait. */
    public static final Column<ListenQueue> WAITING = Columns.count("waiting", "connections not yet accepted", LENGTH);

    /** How many may. */
    public static final Column<ListenQueue> LIMIT = Columns.count("limit", "connections that may wait", LENGTH_MAX);

    /** How full the fullest of its queues is. */
    public static final Column<ListenQueue> FULLEST =
            Columns.share("fullest", "how full the fullest queue is", FULLEST_LENGTH, FULLEST_LIMIT);

    /** How many sockets share it. */
    public static final Column<ListenQueue> SOCKETS =
            Columns.count("sockets", "sockets that share address and port", LISTENERS);

    /** Its address family. */
    public static final Column<ListenQueue> FAMILY = Columns.name("family", "address family", new Function<>() {
        @Override
        public String apply(ListenQueue queue) {
            return queue.family().label();
        }
    });

    /** How full its queues are as a bar. */
    public static final Column<ListenQueue> BAR = Columns.bar(LENGTH, LENGTH_MAX);

    /** All of them. */
    public static final List<Column<ListenQueue>> ALL =
            List.of(ADDRESS, PORT, WAITING, LIMIT, FULLEST, SOCKETS, FAMILY, BAR);

    private ListenQueueColumns() {}
}
