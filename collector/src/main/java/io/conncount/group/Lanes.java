package io.conncount.group;

/** What lanes that hold small numbers can be. */
final class Lanes {
    private Lanes() {}

    /** True from 0 up to, and without, a bound. */
    static boolean isBelow(long lane, long bound) {
        return lane >= 0 && lane < bound;
    }

    /** True for every number without a sign that takes 32 bits. */
    static boolean isUnsignedInt(long lane) {
        return isBelow(lane, 1L << Integer.SIZE);
    }
}
