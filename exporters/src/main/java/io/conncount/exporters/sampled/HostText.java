package io.conncount.exporters.sampled;

/** Texts that come from the host, such as names of users and cgroups, made harmless for labels and pages. */
public final class HostText {
    /** Longer texts are cut to this many characters; the last of them is then an ellipsis. */
    public static final int CHARACTERS_MAX = 256;

    private HostText() {}

    /**
     * The text with control characters, which could do things to a terminal, and halves of surrogate pairs, which are no
     * text, as {@code \xNN}; cut if it is too long.
     */
    public static String printable(String text) {
        return plain(text) ? text : cut(escaped(text));
    }

    private static boolean plain(String text) {
        if (text.length() > CHARACTERS_MAX) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < ' ' || text.charAt(i) > '~') {
                return false;
            }
        }
        return true;
    }

    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        int point;
        for (int i = 0; i < text.length() && escaped.length() <= CHARACTERS_MAX; i += Character.charCount(point)) {
            point = text.codePointAt(i);
            switch (Character.getType(point)) {
                case Character.CONTROL,
                        Character.FORMAT,
                        Character.SURROGATE,
                        Character.LINE_SEPARATOR,
                        Character.PARAGRAPH_SEPARATOR -> {
                    String hex = Integer.toHexString(point);
                    escaped.append("\\x")
                            .append(hex.length() % 2 == 0 ? "" : "0")
                            .append(hex);
                }
                default -> escaped.appendCodePoint(point);
            }
        }
        return escaped.toString();
    }

    private static String cut(String text) {
        if (text.length() <= CHARACTERS_MAX) {
            return text;
        }
        int end = CHARACTERS_MAX - 1;
        return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + '…';
    }
}
