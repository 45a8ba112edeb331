package io.conncount.view;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Takes whole blocks of rows from several threads and writes them out, one after the other. */
public final class BlockOutput {
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
        this.out = out;
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
                failure = e;
                closed = true;
            }
        }
        block.clear();
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

    /** Why nothing is written any more. */
    public synchronized Optional<IOException> failure() {
        return Optional.ofNullable(failure);
    }
}
