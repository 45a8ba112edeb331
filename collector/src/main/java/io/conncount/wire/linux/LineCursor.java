package io.conncount.wire.linux;

import io.conncount.wire.DecodeException;

/** Reads the fields of a line of text where it lies, one after the other; nothing is copied or allocated. */
final class LineCursor {
    private static final int HEX_DIGITS_MAX = 16;
    private static final int DECIMAL_DIGITS_MAX = 18;

    private final String struct;
    private byte[] text;
    private int at;
    private int end;

    /**
     * A cursor for lines of one kind.
     *
     * @param struct what a fault is said to be in
     */
    LineCursor(String struct) {
        this.struct = struct;
    }

    /** Goes to the start of a line. */
    void begin(byte[] text, int from, int end) {
        this.text = text;
        this.at = from;
        this.end = end;
    }

    byte[] text() {
        return text;
    }

    int at() {
        return at;
    }

    int end() {
        return end;
    }

    void skipBlanks() {
        while (at < end && text[at] == ' ') {
            at++;
        }
    }

    /** Skips the next field. */
    void skipField() throws DecodeException {
        skipBlanks();
        int from = at;
        while (at < end && text[at] != ' ') {
            at++;
        }
        if (at == from) {
            throw fault("it ends before its last field");
        }
    }

    /** Skips this character, which must be next. */
    void expect(char wanted) throws DecodeException {
        if (at >= end || text[at] != wanted) {
            throw fault("expected '" + wanted + "' here");
        }
        at++;
    }

    /** A hexadecimal number with any number of digits. */
    long hex() throws DecodeException {
        skipBlanks();
        return hex(HEX_DIGITS_MAX);
    }

    /** A hexadecimal number of eight digits, which may be followed by the next. */
    int hexWord() throws DecodeException {
        int from = at;
        int word = (int) hex(2 * Integer.BYTES);
        if (at - from != 2 * Integer.BYTES) {
            throw fault("a word has eight hexadecimal digits");
        }
        return word;
    }

    private long hex(int digitsMax) throws DecodeException {
        int from = at;
        long number = 0;
        while (at < end && at - from < digitsMax) {
            int digit = Character.digit(text[at], 16);
            if (digit < 0) {
                break;
            }
            number = number << 4 | digit;
            at++;
        }
        if (at == from) {
            throw fault("expected a hexadecimal number here");
        }
        return number;
    }

    /** A decimal number that is not negative. */
    long decimal() throws DecodeException {
        skipBlanks();
        int from = at;
        long number = 0;
        while (at < end && at - from < DECIMAL_DIGITS_MAX && text[at] >= '0' && text[at] <= '9') {
            number = number * 10 + text[at] - '0';
            at++;
        }
        if (at == from || (at < end && text[at] != ' ')) {
            throw fault("expected a decimal number here");
        }
        return number;
    }

    DecodeException fault(String reason) {
        return new DecodeException(struct, at, reason);
    }
}
