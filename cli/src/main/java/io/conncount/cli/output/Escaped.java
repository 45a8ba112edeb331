package io.conncount.cli.output;

/** Texts that come from the host, such as names of users and cgroups, made harmless for where they are shown. */
public final class Escaped {
    private Escaped() {}

    /** For a terminal: control characters, which could do things to it, show as {@code \xNN}. */
    public static String screen(String text) {
        return escape(text, false);
    }

    /** For columns that awk splits: blanks too. */
    public static String column(String text) {
        return escape(text, true);
    }

    /** As a JSON string, with its quotes. */
    public static String json(String text) {
        if (harmless(text)) {
            return '"' + text + '"';
        }
        StringBuilder json = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ' || c == 0x7f || Character.isSurrogate(c)) {
                json.append("\\u");
                appendHex(json, c, 4);
            } else {
                json.append(c);
            }
        }
        return json.append('"').toString();
    }

    /** As a CSV field (RFC 4180), quoted if need be. */
    public static String csv(String text) {
        if (harmless(text)) {
            return text;
        }
        String shown = screen(text);
        boolean quoted = shown.indexOf(',') >= 0 || shown.indexOf('"') >= 0;
        return quoted ? '"' + shown.replace("\"", "\"\"") + '"' : shown;
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

    private static String escape(String text, boolean blanks) {
        if (harmless(text)) {
            return text;
        }
        StringBuilder escaped = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (unsafe(c, blanks)) {
                escaped.append("\\x");
                appendHex(escaped, c, c > 0xff ? 4 : 2);
            } else {
                escaped.append(c);
            }
        }
        return escaped.toString();
    }

    private static boolean unsafe(int c, boolean blanks) {
        return Character.isISOControl(c)
                || Character.getType(c) == Character.FORMAT
                || (blanks && (Character.isWhitespace(c) || Character.isSpaceChar(c)));
    }

    private static void appendHex(StringBuilder text, int number, int digits) {
        String hex = Integer.toHexString(number);
        text.append("0".repeat(digits - hex.length())).append(hex);
    }
}
