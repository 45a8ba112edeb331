package io.conncount.cli.list;

import static io.conncount.cli.list.RowBuffer.ascii;

import io.conncount.cli.output.Escaped;

/** Writes names, which may be any bytes, as {@link Escaped} says, without making text of them. */
final class Harmless {
    private static final byte[] ESCAPE = ascii("\\x");
    private static final byte[] JSON_ESCAPE = ascii("\\\\x");
    private static final byte[] HEX = ascii("0123456789abcdef");

    private Harmless() {}

    /** For columns: blanks are escaped too. */
    static void put(RowBuffer out, byte[] name, int count) {
        put(out, name, count, false, ESCAPE, '"');
    }

    /** The inside of a JSON string. */
    static void putJson(RowBuffer out, byte[] name, int count) {
        put(out, name, count, true, JSON_ESCAPE, '\\');
    }

    /** A field of CSV (RFC 4180), quoted if need be. */
    static void putCsv(RowBuffer out, byte[] name, int count) {
        boolean quoted = needsQuotes(name, count);
        if (quoted) {
            out.put('"');
        }
        put(out, name, count, true, ESCAPE, '"');
        if (quoted) {
            out.put('"');
        }
    }

    /** @param beforeQuote what stands before a quote inside of a string; nothing in columns */
    private static void put(RowBuffer out, byte[] name, int count, boolean blanks, byte[] escape, char beforeQuote) {
        int at = 0;
        while (at < count) {
            int printable = Escaped.printableBytes(name, at, count, blanks);
            if (printable == 0) {
                int b = name[at] & 0xff;
                out.put(escape).put((char) HEX[b >>> 4]).put((char) HEX[b & 0xf]);
            } else if (name[at] == '"' && blanks) {
                out.put(beforeQuote).put('"');
            } else {
                out.put(name, at, printable);
            }
            at += Math.max(1, printable);
        }
    }

    private static boolean needsQuotes(byte[] name, int count) {
        for (int i = 0; i < count; i++) {
            if (name[i] == ',' || name[i] == '"') {
                return true;
            }
        }
        return false;
    }
}
