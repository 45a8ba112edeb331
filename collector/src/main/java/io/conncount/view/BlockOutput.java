package io.conncount.view;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Takes whole blocks of rows from several threads and writes them out, one after the other. A short answer is written at once,
 * so that those of several processes do not mix in one file.
 */
public final class BlockOutput {
    /** Blocks of a long answer are larger, and do not wait. */
    private static final int BUFFER_BYTES = 60 * 1024;

    private final OutputStream out;
    private final boolean separated;
    private IOException failure;
    private long rows;
    private volatile boolean closed;

    /**
     * Writes to this stream.
     *
     * @param separated true if rows begin with a separator, which does not belong before the first
     */
    public BlockOutput(OutputStream out, boolean separated) {
        this.out = new BufferedOutputStream(out, BUFFER_BYTES);
        this.separated = separated;
    }

    /** Writes a block that ends where its last row ends, and clears it. Once writing has failed, nothing is written. */
    public synchronized void write(TextBuffer block, long rowsInside) {
        int from = separated && rows == 0 && rowsInside > 0 ? 1 : 0;
        if (!closed && block.length() > from) {
            try {
                out.write(block.bytes(), from, block.length() - from);
                rows += rowsInside;
            } catch (IOException e) {
                fail(e);
            }
        }
        block.clear();
    }

    private void fail(IOException e) {
        failure = e;
        closed = true;
    }

    /** Writes text that is not a row. */
    public void write(String text) {
        TextBuffer block = new TextBuffer(text.length());
        block.put(text.getBytes(StandardCharsets.UTF_8));
        write(block, 0);
    }

    /** True once writing has failed, as it does when nobody reads any more. */
    public boolean closed() {
        return closed;
    }

    /** How many rows were written. */
    public synchronized long rows() {
        return rows;
    }

    /** Writes what still waits for more. */
    public synchronized void flush() {
        if (!closed) {
            try {
                out.flush();
            } catch (IOException e) {
                fail(e);
            }
        }
    }

    /**
     * Writes all that is left.
     *
     * @throws IOException if not everything could be written
     */
    public synchronized void end() throws IOException {
        flush();
        if (failure != null) {
            throw failure;
        }
    }
}
