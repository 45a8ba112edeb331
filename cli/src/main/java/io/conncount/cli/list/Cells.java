package io.conncount.cli.list;

import static io.conncount.cli.list.RowBuffer.ascii;

import io.conncount.cli.output.Escaped;
import io.conncount.names.SocketNames;
import java.util.function.UnaryOperator;

/** Where columns write the values of one socket: what suits a format is known here. For one thread. */
final class Cells {
    /** What has to be escaped, and how. */
    enum Escape {
        COLUMN(Escaped::column),
        JSON(text -> {
            String quoted = Escaped.jsonName(text);
            return quoted.substring(1, quoted.length() - 1);
        }),
        CSV(Escaped::csv);

        private final UnaryOperator<String> names;

        Escape(UnaryOperator<String> names) {
            this.names = names;
        }
    }

    private static final byte[] HEXADECIMAL = ascii("0x");
    private static final int TEXT_BYTES_MAX = 128;

    private final Escape escape;
    private final Names names;
    private final byte[] scratch = new byte[TEXT_BYTES_MAX];
    private RowBuffer out;

    /** @param hostNames those of the host that the sockets are from */
    Cells(Escape escape, SocketNames hostNames) {
        this.escape = escape;
        names = new Names(hostNames, escape.names);
    }

    void into(RowBuffer buffer) {
        out = buffer;
    }

    RowBuffer out() {
        return out;
    }

    Names names() {
        return names;
    }

    /** True where states and the like have the names of machine formats. */
    boolean forMachines() {
        return escape != Escape.COLUMN;
    }

    /** Room for a text, to be given to {@link #text}. */
    byte[] scratch() {
        return scratch;
    }

    /** The first bytes of {@link #scratch}, which may be anything. */
    void text(int bytes) {
        if (escape == Escape.JSON) {
            Harmless.putJson(out, scratch, bytes);
        } else if (escape == Escape.CSV) {
            Harmless.putCsv(out, scratch, bytes);
        } else {
            Harmless.put(out, scratch, bytes);
        }
    }

    void hexadecimal(long number) {
        out.put(HEXADECIMAL).hex(number);
    }

    /** A number of so many decimals, all of which are written. */
    void decimals(long number, int decimals) {
        Fraction.decimals(out, number, decimals, false);
    }
}
