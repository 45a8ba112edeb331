package io.conncount.filter;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** Reads the patterns of {@link Glob}. */
final class GlobParser {
    private static final int BYTES = 256;
    private static final int HEXADECIMAL = 16;
    private static final int END = -1;

    /** The classes of POSIX, in the C locale. */
    private static final Map<String, IntPredicate> CLASSES = Map.ofEntries(
            Map.entry("alpha", GlobParser::isLetter),
            Map.entry("digit", GlobParser::isDigit),
            Map.entry("alnum", b -> isLetter(b) || isDigit(b)),
            Map.entry("upper", b -> b >= 'A' && b <= 'Z'),
            Map.entry("lower", b -> b >= 'a' && b <= 'z'),
            Map.entry("xdigit", b -> b < 0x80 && Character.digit(b, HEXADECIMAL) >= 0),
            Map.entry("blank", b -> b == ' ' || b == '\t'),
            Map.entry("space", b -> b == ' ' || (b >= '\t' && b <= '\r')),
            Map.entry("cntrl", b -> b < ' ' || b == 0x7f),
            Map.entry("print", b -> b >= ' ' && b < 0x7f),
            Map.entry("graph", b -> b > ' ' && b < 0x7f),
            Map.entry("punct", b -> b > ' ' && b < 0x7f && !isLetter(b) && !isDigit(b)));

    private final byte[] text;
    private int at;

    GlobParser(String text) {
        this.text = text.getBytes(StandardCharsets.UTF_8);
    }

    /** For each byte of a name, those that it may be; null for any bytes. */
    List<BitSet> parse() {
        List<BitSet> pattern = new ArrayList<>();
        while (at < text.length) {
            pattern.add(next());
        }
        return pattern;
    }

    private BitSet next() {
        int c = text[at++] & 0xff;
        return switch (c) {
            case '*' -> null;
            case '?' -> bytes(0, BYTES - 1);
            case '\\' -> {
                int escaped = escaped();
                // A backslash with nothing to make plain matches nothing.
                yield escaped == END ? new BitSet() : plain(escaped);
            }
            case '[' -> {
                int open = at;
                BitSet set = set();
                at = set == null ? open : at;
                yield set == null ? plain(c) : set;
            }
            default -> plain(c);
        };
    }

    /** The byte that a backslash makes plain; {@link #END} at the end. */
    private int escaped() {
        int high = peek() == 'x' ? digit(at + 1) : END;
        int low = high == END ? END : digit(at + 2);
        if (low != END) {
            at += 3;
            return high * HEXADECIMAL + low;
        }
        return at < text.length ? text[at++] & 0xff : END;
    }

    private int digit(int where) {
        return where < text.length ? Character.digit(text[where], HEXADECIMAL) : END;
    }

    private int peek() {
        return at < text.length ? text[at] & 0xff : END;
    }

    /** What stands after an opening bracket; null if that is never closed. */
    private BitSet set() {
        boolean negated = peek() == '!' || peek() == '^';
        at += negated ? 1 : 0;
        BitSet folded = new BitSet(BYTES);
        BitSet set = new BitSet(BYTES);
        boolean known = true;
        boolean first = true;
        while (first || peek() != ']') {
            first = false;
            String name = peek() == '[' ? className() : "";
            known &= name.isEmpty() || CLASSES.containsKey(name);
            if (!name.isEmpty()) {
                set.or(matching(CLASSES.getOrDefault(name, b -> false)));
            } else if (!addRange(folded)) {
                return null;
            }
        }
        at++;
        set.or(matching(b -> folded.get(fold(b))));
        if (negated) {
            set.flip(0, BYTES);
        }
        // Of a class that does not exist nothing is known, so not what others it leaves either.
        return known || !negated ? set : new BitSet();
    }

    /** Adds a byte or a range of them; false at the end. */
    private boolean addRange(BitSet set) {
        int low = setByte();
        int high = low;
        if (peek() == '-' && at + 1 < text.length && text[at + 1] != ']') {
            at++;
            high = setByte();
        }
        if (low == END || high == END) {
            return false;
        }
        set.or(bytes(fold(low), fold(high)));
        return true;
    }

    private int setByte() {
        int c = peek();
        at += c == END ? 0 : 1;
        return c == '\\' ? escaped() : c;
    }

    /** The name in {@code [:name:]}; empty if that does not stand here. */
    private String className() {
        int from = at + 2;
        int to = from;
        while (to < text.length && text[to] >= 'a' && text[to] <= 'z') {
            to++;
        }
        if (to + 1 >= text.length || text[at + 1] != ':' || text[to] != ':' || text[to + 1] != ']') {
            return "";
        }
        at = to + 2;
        return new String(text, from, to - from, StandardCharsets.US_ASCII);
    }

    private static BitSet plain(int c) {
        return matching(b -> fold(b) == fold(c));
    }

    private static BitSet matching(IntPredicate wanted) {
        BitSet set = new BitSet(BYTES);
        IntStream.range(0, BYTES).filter(wanted).forEach(set::set);
        return set;
    }

    /** A range of bytes; empty if it ends before it begins. */
    private static BitSet bytes(int low, int high) {
        BitSet set = new BitSet(BYTES);
        set.set(low, Math.max(low, high + 1));
        return set;
    }

    private static int fold(int b) {
        return b >= 'A' && b <= 'Z' ? b + ('a' - 'A') : b;
    }

    private static boolean isLetter(int b) {
        return fold(b) >= 'a' && fold(b) <= 'z';
    }

    private static boolean isDigit(int b) {
        return b >= '0' && b <= '9';
    }
}
