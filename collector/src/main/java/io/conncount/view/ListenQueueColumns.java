package io.conncount.view;

import io.conncount.collect.ListenQueue;
import java.util.List;

/** The columns of listeners' accept queues. */
public final class ListenQueueColumns {
    /** Where it listens. */
    public static final Column<ListenQueue> ADDRESS =
            Columns.name("address", "address listened on, * for every address", ListenQueue::address);

    /** At which port. */
    public static final Column<ListenQueue> PORT = Columns.number("port", "port listened on", ListenQueue::port);

    /** How many wait. */
    public static final Column<ListenQueue> WAITING =
            Columns.count("waiting", "connections not yet accepted", ListenQueue::length);

    /** How many may. */
    public static final Column<ListenQueue> LIMIT =
            Columns.count("limit", "connections that may wait", ListenQueue::limit);

    /** How full the fullest of its queues is. */
    public static final Column<ListenQueue> FULLEST = Columns.share(
            "fullest", "how full the fullest queue is", ListenQueue::fullestLength, ListenQueue::fullestLimit);

    /** How many sockets share it. */
    public static final Column<ListenQueue> SOCKETS =
            Columns.count("sockets", "sockets that share address and port", ListenQueue::listeners);

    /** Its address family. */
    public static final Column<ListenQueue> FAMILY =
            Columns.name("family", "address family", queue -> queue.family().label());

    /** How full its queues are as a bar. */
    public static final Column<ListenQueue> BAR = Columns.bar(ListenQueue::length, ListenQueue::limit);

    /** All of them. */
    public static final List<Column<ListenQueue>> ALL =
            List.of(ADDRESS, PORT, WAITING, LIMIT, FULLEST, SOCKETS, FAMILY, BAR);

    private ListenQueueColumns() {}
}
