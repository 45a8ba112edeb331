package io.conncount.sys;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/**
 * Names as the system keeps them, bytes of any value, as Java's text and back without loss. They are read as UTF-8; each byte
 * that is not part of a character becomes half of a surrogate pair, {@code U+DC80} to {@code U+DCFF}, as in PEP 383.
 */
public final class NameText {
    private static final int BYTES_BASE = 0xdc00;
    private static final int FIRST_BYTE = BYTES_BASE + 0x80;
    private static final int LAST_BYTE = BYTES_BASE + 0xff;

    private static final String UNRESERVED = "/abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~";

    private NameText() {}

    /** The text of the first {@code length} bytes. */
    public static String of(byte[] name, int count) {
        ByteBuffer in = ByteBuffer.wrap(name, 0, count);
        // No more characters than bytes.
        CharBuffer out = CharBuffer.allocate(count);
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        for (CoderResult result = decoder.decode(in, out, true);
                result.isMalformed();
                result = decoder.decode(in, out, true)) {
            for (int left = result.length(); left > 0; left--) {
                out.put((char) (BYTES_BASE + (in.get() & 0xff)));
            }
        }
        return out.flip().toString();
    }

    /** The text of the bytes between a buffer's position and its limit. */
    public static String of(ByteBuffer name) {
        byte[] bytes = new byte[name.remaining()];
        name.get(bytes);
        return of(bytes, bytes.length);
    }

    /** The bytes of a text that {@link #of} gave, or of any other as UTF-8. */
    public static byte[] bytes(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        int from = 0;
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            boolean isByte = c >= FIRST_BYTE
                    && c <= LAST_BYTE
                    && (at == from || !Character.isHighSurrogate(text.charAt(at - 1)));
            if (isByte) {
                bytes.writeBytes(text.substring(from, at).getBytes(StandardCharsets.UTF_8));
                bytes.write(c - BYTES_BASE);
                from = at + 1;
            }
        }
        bytes.writeBytes(text.substring(from).getBytes(StandardCharsets.UTF_8));
        return bytes.toByteArray();
    }

    /** Looks up a name as written; if unknown, with its {@code \xNN} read as bytes, as answers show them. */
    public static <T> Optional<T> find(String name, Function<String, Optional<T>> names) {
        Optional<T> found = names.apply(name);
        return found.isPresent() || !name.contains("\\x") ? found : names.apply(unescaped(name));
    }

    /** The name for a text with bytes written as {@code \xNN}, as answers show them. */
    public static String unescaped(String text) {
        if (!text.contains("\\x")) {
            return text;
        }
        byte[] escaped = bytes(text);
        ByteArrayOutputStream name = new ByteArrayOutputStream(escaped.length);
        for (int at = 0; at < escaped.length; at++) {
            int high = at + 3 < escaped.length ? Character.digit(escaped[at + 2], 16) : -1;
            int low = high < 0 ? -1 : Character.digit(escaped[at + 3], 16);
            if (escaped[at] == '\\' && escaped[at + 1] == 'x' && low >= 0) {
                name.write(high << 4 | low);
                at += 3;
            } else {
                name.write(escaped[at]);
            }
        }
        return of(name.toByteArray(), name.size());
    }

    /**
     * The bytes of an absolute path, without a slash at its end. Java makes text of paths by the locale, in which two names
     * may become one, or none at all; only URIs of paths hold every byte.
     */
    public static byte[] bytes(Path path) {
        String escaped = path.toUri().getRawPath();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(escaped.length());
        // The URI of a directory has one.
        int end = escaped.endsWith("/") ? escaped.length() - 1 : escaped.length();
        for (int at = 0; at < end; at++) {
            if (escaped.charAt(at) == '%') {
                bytes.write(Integer.parseInt(escaped, at + 1, at + 3, 16));
                at += 2;
            } else {
                bytes.write(escaped.charAt(at));
            }
        }
        return bytes.toByteArray();
    }

    /**
     * The absolute path with these bytes.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static Path path(byte[] bytes) {
        StringBuilder escaped = new StringBuilder("file://");
        for (byte b : bytes) {
            if (UNRESERVED.indexOf(b) >= 0) {
                escaped.append((char) b);
            } else {
                escaped.append('%')
                        .append(Character.forDigit(b >> 4 & 0xf, 16))
                        .append(Character.forDigit(b & 0xf, 16));
            }
        }
        return Path.of(URI.create(escaped.toString()));
    }
}
