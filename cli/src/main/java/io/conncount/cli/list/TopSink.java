package io.conncount.cli.list;

import io.conncount.socket.SocketSink;
import io.conncount.socket.SocketView;
import io.conncount.view.TextBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Keeps the first rows in some order: a heap with the last of them on top, which a better one takes the place of. A row is
 * written when it comes in, and most never do. For one thread.
 */
final class TopSink implements SocketSink {
    private static final int ROW_BYTES_USUAL = 256;
    private static final int SIZE_FIRST = 1024;

    private final Ranking ranking;
    private final RowWriter writer;
    private final int rowsMax;
    private final TextBuffer row = new TextBuffer(ROW_BYTES_USUAL);
    private Entry[] heap;
    private int size;

    /** A row that is kept; it is used again for another when a better one comes. */
    private static final class Entry {
        private long high;
        private long low;
        private byte[] bytes = {};
        private int length;

        boolean before(long otherHigh, long otherLow) {
            return high > otherHigh || (high == otherHigh && low > otherLow);
        }
    }

    TopSink(Ranking ranking, RowWriter writer, int rowsMax) {
        this.ranking = ranking;
        this.writer = writer;
        this.rowsMax = rowsMax;
        heap = new Entry[Math.min(rowsMax, SIZE_FIRST)];
    }

    @Override
    public void accept(SocketView socket) {
        long high = ranking.high(socket);
        long low = ranking.low(socket);
        if (size < rowsMax) {
            if (size == heap.length) {
                heap = Arrays.copyOf(heap, Math.min(rowsMax, 2 * size));
            }
            Entry entry = new Entry();
            fill(entry, high, low, socket);
            heap[size++] = entry;
            moveUp(size - 1);
        } else if (beatsLast(high, low)) {
            fill(heap[0], high, low, socket);
            moveDown();
        }
    }

    private boolean beatsLast(long high, long low) {
        Entry last = heap[0];
        return high > last.high || (high == last.high && low > last.low);
    }

    private void fill(Entry entry, long high, long low, SocketView socket) {
        row.clear();
        writer.row(socket, row);
        if (entry.bytes.length < row.length()) {
            entry.bytes = new byte[row.length() + row.length() / 4];
        }
        System.arraycopy(row.bytes(), 0, entry.bytes, 0, row.length());
        entry.length = row.length();
        entry.high = high;
        entry.low = low;
    }

    private void moveUp(int from) {
        int at = from;
        while (at > 0) {
            int parent = (at - 1) / 2;
            if (!heap[parent].before(heap[at].high, heap[at].low)) {
                return;
            }
            swap(at, parent);
            at = parent;
        }
    }

    private void moveDown() {
        int at = 0;
        while (true) {
            int last = at;
            for (int child = 2 * at + 1; child <= 2 * at + 2; child++) {
                if (child < size && heap[last].before(heap[child].high, heap[child].low)) {
                    last = child;
                }
            }
            if (last == at) {
                return;
            }
            swap(at, last);
            at = last;
        }
    }

    private void swap(int a, int b) {
        Entry entry = heap[a];
        heap[a] = heap[b];
        heap[b] = entry;
    }

    /** Writes the first of all rows that the sinks have kept, in order. */
    static void writeAll(List<TopSink> sinks, int rowsMax, BlockOutput output) {
        List<Entry> entries = new ArrayList<>();
        for (TopSink sink : sinks) {
            entries.addAll(Arrays.asList(sink.heap).subList(0, sink.size));
        }
        entries.sort(Comparator.<Entry>comparingLong(entry -> entry.high)
                .thenComparingLong(entry -> entry.low)
                .reversed());
        TextBuffer block = new TextBuffer(ROW_BYTES_USUAL);
        for (Entry entry : entries.subList(0, Math.min(rowsMax, entries.size()))) {
            block.put(entry.bytes, 0, entry.length);
            output.write(block, 1);
        }
    }
}
