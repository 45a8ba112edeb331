package io.conncount.cli.list;

import static io.conncount.cli.list.RowBuffer.ascii;

/** Writes bytes that come from the host, and may be anything, so that they do no harm where they are shown. */
final class Harmless {
    private static final byte[] ESCAPE = ascii("\\x");
    private static final byte[] ZEROS = ascii("\\u00");
    private static final byte[] HEX = ascii("0123456789abcdef");

    private Harmless() {}

    /** For columns: whatever is no visible ASCII, and the backslash itself, shows as {@code \xNN}. */
    static void put(RowBuffer out, byte[] text, int count) {
        put(out, text, 0, count);
    }

    private static void put(RowBuffer out, byte[] text, int from, int end) {
        for (int i = from; i < end; i++) {
            int b = text[i] & 0xff;
            if (b > ' ' && b < 0x7f && b != '\\') {
                out.put((char) b);
            } else {
                hex(out.put(ESCAPE), b);
            }
        }
    }

    /** The inside of a JSON string: bytes that are no ASCII show as the characters of Latin-1. */
    static void putJson(RowBuffer out, byte[] text, int count) {
        for (int i = 0; i < count; i++) {
            int b = text[i] & 0xff;
            if (b == '"' || b == '\\') {
                out.put('\\').put((char) b);
            } else if (b >= ' ' && b < 0x7f) {
                out.put((char) b);
            } else {
                hex(out.put(ZEROS), b);
            }
        }
    }

    /** A field of CSV (RFC 4180), quoted if need be. */
    static void putCsv(RowBuffer out, byte[] text, int count) {
        if (!needsQuotes(text, count)) {
            put(out, text, count);
            return;
        }
        out.put('"');
        for (int i = 0; i < count; i++) {
            if (text[i] == '"') {
                out.put('"');
            }
            put(out, text, i, i + 1);
        }
        out.put('"');
    }

    private static boolean needsQuotes(byte[] text, int count) {
        for (int i = 0; i < count; i++) {
            if (text[i] == ',' || text[i] == '"') {
                return true;
            }
        }
        return false;
    }

    private static void hex(RowBuffer out, int b) {
        out.put((char) HEX[b >>> 4]).put((char) HEX[b & 0xf]);
    }
}
