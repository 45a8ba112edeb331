package io.conncount.view;

import io.conncount.socket.AddressFamily;
import io.conncount.socket.AddressText;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes of UTF-8 to which rows are appended. It is used again and again, and allocates nothing unless it must grow. */
public final class TextBuffer {
    private static final byte[] HEX = ascii("0123456789abcdef");
    private static final byte[] PAIRS = pairs();
    private static final int NUMBER_BYTES_MAX = 20;

    private byte[] bytes;
    private int length;
    private final byte[] digits = new byte[NUMBER_BYTES_MAX];

    /** An empty buffer. */
    public TextBuffer(int capacityBytes) {
        bytes = new byte[capacityBytes];
    }

    /** The bytes of a text that is nothing but ASCII, to be appended as they are. */
    public static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** The bytes; those after {@link #length} are undefined. */
    public byte[] bytes() {
        return bytes;
    }

    /** The number of bytes. */
    public int length() {
        return length;
    }

    /** Drops all of them. */
    public void clear() {
        length = 0;
    }

    /** Drops what was appended after it had this length. */
    public void cut(int toLength) {
        length = toLength;
    }

    /** Appends text as it is. */
    public TextBuffer put(byte[] text) {
        return put(text, 0, text.length);
    }

    /** Appends a part of a text as it is. */
    public TextBuffer put(byte[] text, int from, int count) {
        reserve(count);
        System.arraycopy(text, from, bytes, length, count);
        length += count;
        return this;
    }

    /** Appends a text; one of ASCII without allocating anything. */
    public TextBuffer put(String text) {
        int count = text.length();
        reserve(count);
        for (int i = 0; i < count; i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                return put(text.substring(i).getBytes(StandardCharsets.UTF_8));
            }
            bytes[length++] = (byte) c;
        }
        return this;
    }

    /** Appends a text that is nothing but ASCII, as fast as if it were bytes. */
    @SuppressWarnings("deprecation") // it copies the low byte of each character, which is all that ASCII has
    public TextBuffer label(String ascii) {
        int count = ascii.length();
        reserve(count);
        ascii.getBytes(0, count, bytes, length);
        length += count;
        return this;
    }

    /** Appends one character of ASCII. */
    public TextBuffer put(char ascii) {
        reserve(1);
        bytes[length++] = (byte) ascii;
        return this;
    }

    /** Appends a number as an unsigned one. */
    public TextBuffer decimal(long number) {
        if (number >= 0 && number < 10) {
            return put((char) ('0' + number));
        }
        reserve(NUMBER_BYTES_MAX);
        int from = digitsOf(number);
        for (int i = from; i < NUMBER_BYTES_MAX; i++) {
            bytes[length++] = digits[i];
        }
        return this;
    }

    /** Puts the digits at the end of {@link #digits}; returns where they begin. */
    private int digitsOf(long number) {
        int at = NUMBER_BYTES_MAX;
        long rest = number;
        while (rest >>> Integer.SIZE != 0) {
            long quotient = Long.divideUnsigned(rest, 100);
            at = putPair(at, (int) (rest - quotient * 100));
            rest = quotient;
        }
        while (rest >= 100) {
            // Division by 100, right for all of 32 bits; the quick compiler makes a slow division of a plain one.
            long quotient = (rest * 0x51eb_851fL) >>> 37;
            at = putPair(at, (int) (rest - quotient * 100));
            rest = quotient;
        }
        at = putPair(at, (int) rest);
        return rest < 10 ? at + 1 : at;
    }

    private int putPair(int end, int pair) {
        digits[end - 1] = PAIRS[2 * pair + 1];
        digits[end - 2] = PAIRS[2 * pair];
        return end - 2;
    }

    /** Appends a number with a fixed number of digits, with leading zeros. */
    public TextBuffer decimal(long number, int count) {
        int from = digitsOf(number);
        for (int missing = count - (NUMBER_BYTES_MAX - from); missing > 0; missing--) {
            put('0');
        }
        return put(digits, from, NUMBER_BYTES_MAX - from);
    }

    /** Appends a number with its decimal point shifted left by this many places. */
    public TextBuffer decimals(long number, int places) {
        long unit = 1;
        for (int i = 0; i < places; i++) {
            unit *= 10;
        }
        decimal(number / unit);
        return places == 0 ? this : put('.').decimal(number % unit, places);
    }

    /** Appends a number in hexadecimal digits. */
    public TextBuffer hex(long number) {
        int shift = number == 0 ? 0 : (Long.SIZE - 1 - Long.numberOfLeadingZeros(number)) / 4 * 4;
        reserve(Long.SIZE / 4);
        for (; shift >= 0; shift -= 4) {
            bytes[length++] = HEX[(int) (number >>> shift) & 0xf];
        }
        return this;
    }

    /** Appends an IP address, as {@link AddressText} writes it. */
    public TextBuffer address(AddressFamily family, long high, long low) {
        reserve(AddressText.BYTES_MAX);
        length = AddressText.put(bytes, length, family, high, low);
        return this;
    }

    /** Appends blanks until what began at {@code from} is so wide. */
    public TextBuffer padTo(int from, int width) {
        int blanks = from + width - length;
        if (blanks > 0) {
            reserve(blanks);
            blank(length, blanks);
            length += blanks;
        }
        return this;
    }

    /** Puts blanks before what began at {@code from} until it is so wide. */
    public TextBuffer alignRight(int from, int width) {
        int blanks = from + width - length;
        if (blanks > 0) {
            reserve(blanks);
            System.arraycopy(bytes, from, bytes, from + blanks, length - from);
            blank(from, blanks);
            length += blanks;
        }
        return this;
    }

    /** How many bytes of what began at {@code from} go on with a character of UTF-8, so that it is so much narrower. */
    public int continuationBytes(int from) {
        int count = 0;
        for (int i = from; i < length; i++) {
            if ((bytes[i] & 0xc0) == 0x80) {
                count++;
            }
        }
        return count;
    }

    private void blank(int from, int count) {
        for (int i = from; i < from + count; i++) {
            bytes[i] = ' ';
        }
    }

    private void reserve(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
        }
    }

    private static byte[] pairs() {
        byte[] pairs = new byte[200];
        for (int i = 0; i < 100; i++) {
            pairs[2 * i] = (byte) ('0' + i / 10);
            pairs[2 * i + 1] = (byte) ('0' + i % 10);
        }
        return pairs;
    }

    @Override
    public String toString() {
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }
}
