package io.conncount.filter;

import java.util.BitSet;
import java.util.List;

/**
 * A pattern as {@code fnmatch(3)} with {@code FNM_CASEFOLD} takes it in the C locale, which is how ss has it: {@code *} is any
 * bytes, {@code ?} one, {@code [a-z]} one of these, {@code [!a-z]} one of all others, {@code [[:digit:]]} one of a class, and a
 * backslash makes the next byte plain. A slash is as good as any byte, and a bracket that is never closed is plain. Unlike
 * there, {@code \xNN} is the byte with this number, because answers show names so.
 */
public final class Glob {
    private static final int NONE = -1;

    private final String text;
    /** For each byte of a name, those that it may be; null for any bytes. */
    private final BitSet[] pattern;

    /** The pattern that this text is, in UTF-8. */
    public Glob(String text) {
        this.text = text;
        List<BitSet> parsed = new GlobParser(text).parse();
        pattern = parsed.toArray(BitSet[]::new);
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
            if (at < pattern.length && pattern[at] == null) {
                starAt = at++;
                starIn = in;
            } else if (at < pattern.length && pattern[at].get(name[in] & 0xff)) {
                at++;
                in++;
            } else if (starAt != NONE) {
                at = starAt + 1;
                in = ++starIn;
            } else {
                return false;
            }
        }
        while (at < pattern.length && pattern[at] == null) {
            at++;
        }
        return at == pattern.length;
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
