package io.conncount.cli.list;

import io.conncount.socket.SocketSink;
import io.conncount.socket.SocketView;
import io.conncount.view.BlockOutput;
import io.conncount.view.RowWriter;
import io.conncount.view.TextBuffer;

/** Writes each socket as it comes, and hands the rows over in large blocks. For one thread. */
public final class RowSink implements SocketSink {
    private static final int BLOCK_BYTES = 64 * 1024;
    private static final int ROW_BYTES_USUAL_MAX = 4 * 1024;

    private final RowWriter<SocketView> writer;
    private final BlockOutput output;
    private final long rowsMax;
    private final TextBuffer block = new TextBuffer(BLOCK_BYTES);
    private long rows;
    private long rowsHandedOver;

    /**
     * A separate sink for a part of a dump.
     *
     * @param rowsMax more sockets are not written
     */
    public RowSink(RowWriter<SocketView> writer, BlockOutput output, long rowsMax) {
        this.writer = writer;
        this.output = output;
        this.rowsMax = rowsMax;
    }

    @Override
    public void accept(SocketView socket) {
        if (rows == rowsMax) {
            return;
        }
        writer.row(socket, block);
        rows++;
        if (block.length() > BLOCK_BYTES - ROW_BYTES_USUAL_MAX) {
            flush();
        }
    }

    @Override
    public boolean satisfied() {
        return rows == rowsMax || output.closed();
    }

    /** Hands over what is left. */
    public void flush() {
        output.write(block, rows - rowsHandedOver);
        rowsHandedOver = rows;
    }
}
