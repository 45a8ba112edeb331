package io.conncount.wire.linux;

/** Writes a text about a socket into a caller's array, as much as fits; used again for one text after the other. */
final class AnswerText {
    private static final int DECIMAL = 10;
    private static final int HEXADECIMAL = 16;

    private byte[] into;
    private int lengthBytes;

    /** Begins a text. */
    AnswerText begin(byte[] array) {
        into = array;
        lengthBytes = 0;
        return this;
    }

    /** How long the text is, whether or not all of it fitted. */
    int lengthBytes() {
        return lengthBytes;
    }

    /** Adds one byte. */
    AnswerText put(int octet) {
        if (lengthBytes < into.length) {
            into[lengthBytes] = (byte) octet;
        }
        lengthBytes++;
        return this;
    }

    /** Adds ASCII text. */
    AnswerText put(String ascii) {
        for (int i = 0; i < ascii.length(); i++) {
            put(ascii.charAt(i));
        }
        return this;
    }

    /** Adds ASCII text, with a blank before it unless it is the first. */
    AnswerText word(String ascii) {
        return (lengthBytes == 0 ? this : put(' ')).put(ascii);
    }

    /** Adds a number from 0 on. */
    AnswerText decimal(long number) {
        return digits(number, DECIMAL, 1);
    }

    /** Adds an unsigned number in hexadecimal. */
    AnswerText hex(long number) {
        return digits(number, HEXADECIMAL, 1);
    }

    /** The same, with zeros before it if it has fewer digits. */
    AnswerText hex(long number, int digitsMin) {
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
