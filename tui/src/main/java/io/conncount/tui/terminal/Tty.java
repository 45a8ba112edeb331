package io.conncount.tui.terminal;

import io.conncount.tui.model.Size;
import java.io.IOException;

/** Whatever carries bytes to a screen and from a keyboard. */
public interface Tty {
    /** Its size at present. */
    Size size();

    /**
     * Keys arrive at once from now on, and are not shown.
     *
     * @throws IOException if it is no terminal
     */
    void enterKeyMode() throws IOException;

    /**
     * As it was before.
     *
     * @param dropInput true to forget what was typed and not read
     */
    void leaveKeyMode(boolean dropInput) throws IOException;

    /** Writes so many bytes, with one call. */
    void write(byte[] bytes, int count) throws IOException;

    /** The next byte that was typed; -1 once nobody can type any more. Waits. */
    int read() throws IOException;

    /** True once there is a byte to read; false if there is none for so long. */
    boolean readableWithin(int milliseconds) throws IOException;
}
