package io.conncount.cli.list;

import io.conncount.socket.SocketView;
import io.conncount.view.TextBuffer;

/** Writes rows of one format. It is used by one thread; every part of a dump has its own. */
interface RowWriter {
    /** Appends what stands before the first row; nothing if there is nothing. */
    void header(TextBuffer out);

    /** Appends one row, to its end. */
    void row(SocketView socket, TextBuffer out);
}
