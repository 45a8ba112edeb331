package io.conncount.filter;

/** Reads digits, and nothing else: no signs, no blanks, none but those of ASCII. */
final class Digits {
    private Digits() {}

    /** The value of the digits; -1 if there are none, too many, or other characters. */
    static int parse(String text, int radix, int digitsMax) {
        if (text.isEmpty() || text.length() > digitsMax || !areAll(text, radix)) {
            return -1;
        }
        return Integer.parseInt(text, radix);
    }

    /** True if the text consists of digits only. */
    static boolean areAll(String text, int radix) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 'f' || Character.digit(text.charAt(i), radix) < 0) {
                return false;
            }
        }
        return true;
    }
}
