package io.conncount.filter;

/** Reads digits, and nothing else: no signs, no blanks, none but those of ASCII. */
final class Digits {
    private Digits() {}

    /** The number they are; -1 if there is none, another character, or more than so many. */
    static int parse(String text, int radix, int digitsMax) {
        if (text.isEmpty() || text.length() > digitsMax || !areAll(text, radix)) {
            return -1;
        }
        return Integer.parseInt(text, radix);
    }

    /** True if there are no other characters. */
    static boolean areAll(String text, int radix) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 'f' || Character.digit(text.charAt(i), radix) < 0) {
                return false;
            }
        }
        return true;
    }
}
