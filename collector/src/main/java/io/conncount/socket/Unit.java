package io.conncount.socket;

/** What a number counts, and how it is written: in whole numbers, or scaled by a power of ten. */
public enum Unit {
    COUNT(0),
    BYTES(0),
    BITS_PER_SECOND(0),
    MILLISECONDS(0),
    /** Known in microseconds, and written in milliseconds with three decimals. */
    MILLISECONDS_OF_MICROSECONDS(3),
    /** A bit pattern, or a number without an order; written in hexadecimal. */
    HEXADECIMAL(0);

    private final int decimals;

    Unit(int decimals) {
        this.decimals = decimals;
    }

    /** How many decimals it is written with: the number itself is that many powers of ten larger. */
    public int decimals() {
        return decimals;
    }
}
