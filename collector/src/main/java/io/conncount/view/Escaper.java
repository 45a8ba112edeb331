package io.conncount.view;

import io.conncount.sys.NameText;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.function.IntPredicate;

/**
 * How names from the host are written, so that they cannot do anything to what is around them.
 *
 * <p>A name, such as that of a UNIX socket, a cgroup, a user or an interface, is any bytes. In every format each printable
 * character of well-formed UTF-8 is unchanged, except the backslash; every other byte is written as {@code \xNN},
 * so that the bytes can be had back. What the format itself gives a meaning comes on top.
 */
public enum Escaper {
    /** A name on its own: in a table, in a label. */
    TEXT,

    /** A name in columns that awk splits: blanks are escaped too. */
    COLUMN,

    /** The inside of a JSON string. */
    JSON,

    /** A field of CSV (RFC 4180), quoted if necessary. */
    CSV,

    /** The text of an element, or the value of an attribute, of HTML. */
    HTML;

    private static final byte[] HEX = TextBuffer.ascii("0123456789abcdef");
    private static final byte[] NUMBER = TextBuffer.ascii("\\x");
    private static final byte[] JSON_NUMBER = TextBuffer.ascii("\\\\x");
    private static final char CUT = '…';

    /** Appends a name of {@code length} bytes. */
    public void put(TextBuffer out, byte[] name, int count) {
        boolean quoted = this == CSV && hasCommaOrQuote(name, count);
        if (quoted) {
            out.put('"');
        }
        int at = 0;
        while (at < count) {
            int printable = printableBytes(name, at, count, this != COLUMN);
            if (printable == 0) {
                int b = name[at] & 0xff;
                out.put(this == JSON ? JSON_NUMBER : NUMBER)
                        .put((char) HEX[b >>> 4])
                        .put((char) HEX[b & 0xf]);
            } else if (printable == 1) {
                putAscii(out, (char) name[at]);
            } else {
                out.put(name, at, printable);
            }
            at += Math.max(1, printable);
        }
        if (quoted) {
            out.put('"');
        }
    }

    /** Appends a name as {@link NameText} has it. */
    public void put(TextBuffer out, String name) {
        if (plain(name)) {
            out.put(name);
        } else {
            byte[] bytes = NameText.bytes(name);
            put(out, bytes, bytes.length);
        }
    }

    /** A name as {@link NameText} has it. */
    public String of(String name) {
        if (plain(name)) {
            return name;
        }
        TextBuffer out = new TextBuffer(2 * name.length());
        put(out, name);
        return out.toString();
    }

    private void putAscii(TextBuffer out, char c) {
        if (this == JSON && c == '"') {
            out.put('\\').put(c);
        } else if (this == CSV && c == '"') {
            out.put('"').put(c);
        } else if (this == HTML && entity(c) != null) {
            out.put(entity(c));
        } else {
            out.put(c);
        }
    }

    private static String entity(char c) {
        return switch (c) {
            case '&' -> "&amp;";
            case '<' -> "&lt;";
            case '>' -> "&gt;";
            case '"' -> "&quot;";
            case '\'' -> "&#39;";
            default -> null;
        };
    }

    private static boolean hasCommaOrQuote(byte[] name, int count) {
        for (int i = 0; i < count; i++) {
            if (name[i] == ',' || name[i] == '"') {
                return true;
            }
        }
        return false;
    }

    /** A message for people: what could do something to a terminal or a page shows as {@code \xNN}. */
    public static String message(String text) {
        return plainLength(text) == text.length() ? text : message(text, Escaper::isPrintable);
    }

    /** How many characters it begins with that everything shows. */
    private static int plainLength(String text) {
        int plain = 0;
        while (plain < text.length() && isPrintableAscii(text.charAt(plain))) {
            plain++;
        }
        return plain;
    }

    /**
     * A message for a screen that cannot show everything.
     *
     * @param printable which characters it can show beside those of ASCII
     */
    public static String message(String text, IntPredicate printable) {
        if (plainLength(text) == text.length()) {
            return text;
        }
        StringBuilder shown = new StringBuilder(text.length() + 8);
        text.codePoints().forEach(point -> {
            if (isPrintableAscii(point) || (point > '~' && printable.test(point))) {
                shown.appendCodePoint(point);
            } else {
                for (byte b : NameText.bytes(Character.toString(point))) {
                    shown.append("\\x").append((char) HEX[b >>> 4 & 0xf]).append((char) HEX[b & 0xf]);
                }
            }
        });
        return shown.toString();
    }

    /** A message as text of HTML. */
    public static String html(String text) {
        StringBuilder html = new StringBuilder(text.length() + 8);
        String shown = message(text);
        for (int i = 0; i < shown.length(); i++) {
            String entity = entity(shown.charAt(i));
            if (entity == null) {
                html.append(shown.charAt(i));
            } else {
                html.append(entity);
            }
        }
        return html.toString();
    }

    /** A text cut to a maximum length; if it was longer, it ends in an ellipsis. */
    public static String cut(String text, int charactersMax) {
        if (text.length() <= charactersMax) {
            return text;
        }
        int end = charactersMax - 1;
        return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + CUT;
    }

    /** Texts as an array of JSON strings. */
    public static String json(List<String> texts) {
        StringJoiner json = new StringJoiner(",", "[", "]");
        for (String text : texts) {
            json.add(json(text));
        }
        return json.toString();
    }

    /** A text as it is, as a JSON string with its quotes. What is not printable has escape sequences of JSON, as in logfmt. */
    public static String json(String text) {
        StringBuilder json = new StringBuilder(text.length() + 2).append('"');
        for (int at = 0; at < text.length(); at += Character.charCount(text.codePointAt(at))) {
            int point = text.codePointAt(at);
            switch (point) {
                case '"', '\\' -> json.append('\\').append((char) point);
                case '\n' -> json.append("\\n");
                case '\r' -> json.append("\\r");
                case '\t' -> json.append("\\t");
                default -> {
                    if (point == ' ' || isPrintable(point)) {
                        json.appendCodePoint(point);
                    } else {
                        for (char c : Character.toChars(point)) {
                            json.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
                        }
                    }
                }
            }
        }
        return json.append('"').toString();
    }

    /** How many bytes the printable character takes that begins at a byte of a name; 0 if that byte is to be escaped. */
    private static int printableBytes(byte[] name, int at, int end, boolean blanks) {
        int first = name[at];
        if (first >= 0) {
            return (first > ' ' && first < 0x7f && first != '\\') || (first == ' ' && blanks) ? 1 : 0;
        }
        int count = first >= (byte) 0xf0 ? 4 : first >= (byte) 0xe0 ? 3 : 2;
        if (first < (byte) 0xc2 || first > (byte) 0xf4 || end - at < count) {
            return 0;
        }
        int point = first & (0x7f >> count);
        for (int i = at + 1; i < at + count; i++) {
            if ((name[i] & 0xc0) != 0x80) {
                return 0;
            }
            point = point << 6 | (name[i] & 0x3f);
        }
        boolean shortest = point >= (count == 4 ? 0x1_0000 : count == 3 ? 0x800 : 0x80);
        return shortest && point <= Character.MAX_CODE_POINT && isPrintable(point) ? count : 0;
    }

    /** True if it shows, and does nothing to what is around it. Blanks other than that of ASCII are taken for one, and do not. */
    private static boolean isPrintable(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SPACE_SEPARATOR -> false;
            default -> true;
        };
    }

    private static boolean isPrintableAscii(int point) {
        return point >= ' ' && point <= '~';
    }

    /** True for printable ASCII with no meaning in any format, which nearly every name is: it is written as it is. */
    private static boolean plain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c <= ' ' || c > '~' || c == '"' || c == '\\' || c == ',' || c == '&' || c == '<' || c == '>'
                    || c == '\'') {
                return false;
            }
        }
        return true;
    }
}
