package io.conncount.cli.output;

import io.conncount.sys.NameText;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Texts that come from the host made harmless for where they are shown.
 *
 * <p>A name, such as that of a UNIX socket, a cgroup or a user, is any bytes. In every format each printable character of
 * well-formed UTF-8 stands for itself, but for the backslash; of anything else each byte shows as {@code \xNN}, so that the
 * bytes can be had back. Where blanks separate columns they are escaped too.
 */
public final class Escaped {
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private Escaped() {}

    /** A name where it stands alone: in a table, or as a value in JSON and CSV. */
    public static String name(String name) {
        return escapedName(name, false);
    }

    /** A name for columns that awk splits. */
    public static String column(String name) {
        return escapedName(name, true);
    }

    /** A message for a terminal: control characters, which could do things to it, show as {@code \xNN}. */
    public static String screen(String text) {
        if (harmless(text)) {
            return text;
        }
        StringBuilder escaped = new StringBuilder(text.length());
        text.codePoints().forEach(point -> {
            if (isPrintable(point) || point == ' ') {
                escaped.appendCodePoint(point);
            } else {
                for (byte b : NameText.bytes(Character.toString(point))) {
                    escaped.append(String.format(Locale.ROOT, "\\x%02x", b));
                }
            }
        });
        return escaped.toString();
    }

    /** A text as it is, as a JSON string with its quotes. */
    public static String json(String text) {
        if (harmless(text)) {
            return '"' + text + '"';
        }
        StringBuilder json = new StringBuilder(text.length() + 2).append('"');
        text.codePoints().forEach(point -> {
            if (point == '"' || point == '\\') {
                json.append('\\').append((char) point);
            } else if (point < ' ' || point == 0x7f || Character.getType(point) == Character.SURROGATE) {
                json.append(String.format(Locale.ROOT, "\\u%04x", point));
            } else {
                json.appendCodePoint(point);
            }
        });
        return json.append('"').toString();
    }

    /** A name as a JSON string, with its quotes. */
    public static String jsonName(String name) {
        return json(name(name));
    }

    /** A name as a CSV field (RFC 4180), quoted if need be. */
    public static String csv(String name) {
        if (harmless(name)) {
            return name;
        }
        String shown = name(name);
        boolean quoted = shown.indexOf(',') >= 0 || shown.indexOf('"') >= 0;
        return quoted ? '"' + shown.replace("\"", "\"\"") + '"' : shown;
    }

    /**
     * How many bytes the printable character takes that begins at a byte of a name; 0 if that byte is to be escaped.
     *
     * @param end where the name ends
     * @param blanks true if blanks are not to be escaped
     */
    public static int printableBytes(byte[] name, int at, int end, boolean blanks) {
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

    /** True for printable ASCII with no meaning in any format, which nearly every text is: it is shown as it is. */
    private static boolean harmless(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c <= ' ' || c > '~' || c == '"' || c == '\\' || c == ',') {
                return false;
            }
        }
        return true;
    }

    private static String escapedName(String text, boolean blanksToo) {
        if (harmless(text)) {
            return text;
        }
        byte[] name = NameText.bytes(text);
        ByteArrayOutputStream escaped = new ByteArrayOutputStream(name.length + 8);
        int at = 0;
        while (at < name.length) {
            int count = printableBytes(name, at, name.length, !blanksToo);
            if (count > 0) {
                escaped.write(name, at, count);
            } else {
                escaped.write('\\');
                escaped.write('x');
                escaped.write(HEX[name[at] >>> 4 & 0xf]);
                escaped.write(HEX[name[at] & 0xf]);
            }
            at += Math.max(1, count);
        }
        return escaped.toString(StandardCharsets.UTF_8);
    }
}
