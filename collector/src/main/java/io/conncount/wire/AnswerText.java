package io.conncount.wire;

/** Writes a text about a socket into a caller's array, as much as fits; used again for one text after the other. */
public final class AnswerText {
    private static final int DECIMAL = 10;
    private static final int HEXADECIMAL = 16;
    private static final int ADDRESS_DIGITS = 16;

    private byte[] into;
    private int lengthBytes;

    /** Begins a text. */
    public AnswerText begin(byte[] array) {
        into = array;
        lengthBytes = 0;
        return this;
    }

    /** How long the text is, whether or not all of it fitted. */
    public int lengthBytes() {
        return lengthBytes;
    }

    /** Adds one byte. */
    public AnswerText put(int octet) {
        if (lengthBytes < into.length) {
            into[lengthBytes] = (byte) octet;
        }
        lengthBytes++;
        return this;
    }

    /** Adds ASCII text. */
    public AnswerText put(String ascii) {
        for (int i = 0; i < ascii.length(); i++) {
            put(ascii.charAt(i));
        }
        return this;
    }

    /** Adds ASCII text, with a blank before it unless it is the first. */
    public AnswerText word(String ascii) {
        return (lengthBytes == 0 ? this : put(' ')).put(ascii);
    }

    /** Adds a number from 0 on. */
    public AnswerText decimal(long number) {
        return digits(number, DECIMAL, 1);
    }

    /** The same, with blanks before it if it has fewer digits. */
    public AnswerText decimal(long number, int columns) {
        int digits = 1;
        for (long left = number / DECIMAL; left > 0; left /= DECIMAL) {
            digits++;
        }
        return blanks(columns - digits).decimal(number);
    }

    private AnswerText blanks(int count) {
        for (int i = 0; i < count; i++) {
            put(' ');
        }
        return this;
    }

    /** Adds an unsigned number in hexadecimal. */
    public AnswerText hex(long number) {
        return digits(number, HEXADECIMAL, 1);
    }

    /** The same, with blanks before it if it has fewer than 16 digits. */
    public AnswerText address(long number) {
        int from = lengthBytes;
        hex(number);
        int digits = lengthBytes - from;
        lengthBytes = from;
        return blanks(ADDRESS_DIGITS - digits).hex(number);
    }

    /** The same, with zeros before it if it has fewer digits. */
    public AnswerText hex(long number, int digitsMin) {
        return digits(number, HEXADECIMAL, digitsMin);
    }

    private AnswerText digits(long number, int base, int digitsMin) {
        long higher = Long.divideUnsigned(number, base);
        if (higher != 0 || digitsMin > 1) {
            digits(higher, base, digitsMin - 1);
        }
        return put(Character.forDigit((int) Long.remainderUnsigned(number, base), base));
    }
}
