package io.conncount.tui.terminal;

import io.conncount.tui.model.Model.Size;
import java.io.IOException;

/** Whatever carries bytes to a screen and from a keyboard. */
public interface Tty {
    /** Its size at present. */
    Size size();

    /**
     * Keys arrive at once from now on, and are not shown.
     *
     * @throws IOException if it is not a terminal
     */
    void enterKeyMode() throws IOException;

    /**
     * As it was before.
     *
     * @param dropInput true to forget what was typed and not read
     */
    void leaveKeyMode(boolean dropInput) throws IOException;

    /** Writes these bytes with one call. */
    void write(byte[] bytes, int count) throws IOException;

    /** Waits for the next typed byte; -1 at the end of the input. */
    int read() throws IOException;

    /** Waits for a byte to read; false after the timeout. */
    boolean readableWithin(int milliseconds) throws IOException;
}
