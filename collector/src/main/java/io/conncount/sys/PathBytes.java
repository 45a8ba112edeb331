package io.conncount.sys;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.file.Path;

/**
 * Paths as the file system has them: bytes. Java makes text of them by the locale, in which two names may become one, or none
 * at all; only URIs of paths hold every byte.
 */
public final class PathBytes {
    private static final String UNRESERVED = "/abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~";

    private PathBytes() {}

    /** The bytes of an absolute path, without a slash at its end. */
    public static byte[] of(Path path) {
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
