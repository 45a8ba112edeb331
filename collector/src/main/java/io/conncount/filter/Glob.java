package io.conncount.filter;

import java.nio.charset.StandardCharsets;

/**
 * A pattern as {@code fnmatch(3)} takes it, without regard to the case of ASCII letters: {@code *} is any bytes, {@code ?} one,
 * {@code [a-z]} one of these, {@code [!a-z]} one of all others, and a backslash makes the next byte plain. A slash is as good
 * as any byte.
 */
public final class Glob {
    private static final int NONE = -1;

    private final String text;
    private final byte[] pattern;

    /** The pattern that this text is, in UTF-8. */
    public Glob(String text) {
        this.text = text;
        pattern = text.getBytes(StandardCharsets.UTF_8);
    }

    /** The pattern as it was written. */
    public String text() {
        return text;
    }

    /** True if the first bytes of a name match. Time is at most the product of both lengths, and nothing is allocated. */
    public boolean matches(byte[] name, int bytes) {
        int at = 0;
        int in = 0;
        int starAt = NONE;
        int starIn = 0;
        while (in < bytes) {
            int next = at < pattern.length && pattern[at] != '*' ? matchOne(at, name[in]) : NONE;
            if (at < pattern.length && pattern[at] == '*') {
                starAt = at++;
                starIn = in;
            } else if (next != NONE) {
                at = next;
                in++;
            } else if (starAt != NONE) {
                at = starAt + 1;
                in = ++starIn;
            } else {
                return false;
            }
        }
        while (at < pattern.length && pattern[at] == '*') {
            at++;
        }
        return at == pattern.length;
    }

    /** Where the pattern goes on if what stands at a place matches the byte; {@link #NONE} if it does not. */
    private int matchOne(int at, byte b) {
        if (pattern[at] == '?') {
            return at + 1;
        }
        int close = pattern[at] == '[' ? closing(at) : NONE;
        if (close != NONE) {
            return matchSet(at + 1, close, b) ? close + 1 : NONE;
        }
        int literal = pattern[at] == '\\' && at + 1 < pattern.length ? at + 1 : at;
        return folded(pattern[literal]) == folded(b) ? literal + 1 : NONE;
    }

    /** Where the set ends that begins here; a bracket that is never closed is plain. */
    private int closing(int open) {
        int at = open + 1;
        at += at < pattern.length && (pattern[at] == '!' || pattern[at] == '^') ? 1 : 0;
        // A bracket that comes first is one of the set.
        at++;
        while (at < pattern.length && pattern[at] != ']') {
            at++;
        }
        return at < pattern.length ? at : NONE;
    }

    private boolean matchSet(int from, int end, byte b) {
        boolean negated = pattern[from] == '!' || pattern[from] == '^';
        boolean found = false;
        for (int at = negated ? from + 1 : from; at < end; at++) {
            boolean range = at + 2 < end && pattern[at + 1] == '-';
            int low = folded(pattern[at]);
            int high = folded(pattern[range ? at + 2 : at]);
            found |= folded(b) >= low && folded(b) <= high;
            at += range ? 2 : 0;
        }
        return found != negated;
    }

    private static int folded(byte b) {
        return b >= 'A' && b <= 'Z' ? b + ('a' - 'A') : b & 0xff;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Glob glob && glob.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
