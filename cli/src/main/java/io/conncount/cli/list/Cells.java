package io.conncount.cli.list;

import static io.conncount.view.TextBuffer.ascii;

import io.conncount.names.SocketNames;
import io.conncount.view.Escaper;
import io.conncount.view.TextBuffer;

/** Where columns write the values of one socket: what suits a format is known here. For one thread. */
final class Cells {
    private static final byte[] HEXADECIMAL = ascii("0x");
    private static final int TEXT_BYTES_MAX = 128;

    private final Escaper escape;
    private final Names names;
    private final byte[] scratch = new byte[TEXT_BYTES_MAX];
    private TextBuffer out;

    /** @param hostNames those of the host that the sockets are from */
    Cells(Escaper escape, SocketNames hostNames) {
        this.escape = escape;
        names = new Names(hostNames, escape::of);
    }

    void into(TextBuffer buffer) {
        out = buffer;
    }

    TextBuffer out() {
        return out;
    }

    Names names() {
        return names;
    }

    /** True where states and the like have the names of machine formats. */
    boolean forMachines() {
        return escape != Escaper.COLUMN;
    }

    /** Room for a text, to be given to {@link #text}. */
    byte[] scratch() {
        return scratch;
    }

    /** The first bytes of {@link #scratch}, which may be anything. */
    void text(int bytes) {
        escape.put(out, scratch, bytes);
    }

    void hexadecimal(long number) {
        out.put(HEXADECIMAL).hex(number);
    }

    /** A number of so many decimals, all of which are written. */
    void decimals(long number, int decimals) {
        out.decimals(number, decimals);
    }
}
