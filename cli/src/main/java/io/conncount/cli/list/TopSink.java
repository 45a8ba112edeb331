package io.conncount.cli.list;

import io.conncount.cli.list.ListOptions.SocketOrder;
import io.conncount.socket.SocketSink;
import io.conncount.socket.SocketView;
import io.conncount.view.RowWriter;
import io.conncount.view.TextBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/**
 * Keeps the first rows in some order: a heap with the last of them on top, which a better one takes the place of. A row is
 * made when it comes in, and most never do. For one thread.
 */
final class TopSink<T> implements SocketSink {
    private static final int ROW_BYTES_USUAL = 256;

    private final SocketOrder order;
    private final Rows<T> rows;
    private final int rowsMax;
    private final List<Entry<T>> heap = new ArrayList<>();

    /** Makes rows of sockets. */
    @FunctionalInterface
    interface Rows<T> {
        /**
         * A row of this socket.
         *
         * @param before a row that is no longer kept, to be used again; null if there is none
         */
        T of(SocketView socket, T before);
    }

    /** Rows as text, which take the place of rows that are no longer kept. */
    static Rows<TextBuffer> texts(RowWriter<SocketView> writer) {
        return (socket, before) -> {
            TextBuffer text = before == null ? new TextBuffer(ROW_BYTES_USUAL) : before;
            text.clear();
            writer.row(socket, text);
            return text;
        };
    }

    private static final class Entry<T> {
        private long high;
        private long low;
        private T row;

        boolean before(long otherHigh, long otherLow) {
            return high > otherHigh || (high == otherHigh && low > otherLow);
        }
    }

    TopSink(SocketOrder order, Rows<T> rows, int rowsMax) {
        this.order = order;
        this.rows = rows;
        this.rowsMax = rowsMax;
    }

    @Override
    public void accept(SocketView socket) {
        long high = order.high(socket);
        long low = order.low(socket);
        if (heap.size() < rowsMax) {
            Entry<T> entry = new Entry<>();
            fill(entry, high, low, socket);
            heap.add(entry);
            moveUp(heap.size() - 1);
        } else if (beatsLast(high, low)) {
            fill(heap.get(0), high, low, socket);
            moveDown();
        }
    }

    private boolean beatsLast(long high, long low) {
        Entry<T> last = heap.get(0);
        return high > last.high || (high == last.high && low > last.low);
    }

    private void fill(Entry<T> entry, long high, long low, SocketView socket) {
        entry.row = rows.of(socket, entry.row);
        entry.high = high;
        entry.low = low;
    }

    private void moveUp(int from) {
        int at = from;
        while (at > 0) {
            int parent = (at - 1) / 2;
            if (!heap.get(parent).before(heap.get(at).high, heap.get(at).low)) {
                return;
            }
            Collections.swap(heap, at, parent);
            at = parent;
        }
    }

    private void moveDown() {
        int at = 0;
        while (true) {
            int last = at;
            for (int child = 2 * at + 1; child <= 2 * at + 2; child++) {
                if (child < heap.size() && heap.get(last).before(heap.get(child).high, heap.get(child).low)) {
                    last = child;
                }
            }
            if (last == at) {
                return;
            }
            Collections.swap(heap, at, last);
            at = last;
        }
    }

    /** The first of all rows that the sinks have kept, in order. */
    static <T> List<T> first(List<TopSink<T>> sinks, int rowsMax) {
        return sinks.stream()
                .flatMap(sink -> sink.heap.stream())
                .sorted(Comparator.<Entry<T>>comparingLong(entry -> entry.high)
                        .thenComparingLong(entry -> entry.low)
                        .reversed())
                .limit(rowsMax)
                .map(entry -> entry.row)
                .toList();
    }
}
