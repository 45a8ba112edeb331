package io.conncount.exporters.web;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An answer.
 *
 * @param status of HTTP
 * @param headers by name; the length is added when it is sent
 * @param body in parts that follow one another, which must not change
 */
public record Response(int status, Map<String, String> headers, List<byte[]> body) {
    /** A line or a few, in UTF-8. */
    public static final String PLAIN_TEXT = "text/plain; charset=utf-8";

    /** A text in UTF-8. */
    static Response text(int status, String type, String body) {
        return new Response(status, Map.of("Content-Type", type), List.of(body.getBytes(StandardCharsets.UTF_8)));
    }

    /** A text in UTF-8 that browsers neither keep nor guess the type of. */
    public static Response uncached(int status, String type, String body) {
        return text(status, type, body)
                .with("X-Content-Type-Options", "nosniff")
                .with("Cache-Control", "no-store");
    }

    /** A line of text. */
    static Response line(int status, String line) {
        return text(status, PLAIN_TEXT, line + "\n");
    }

    /** The same with one header more, or another value of it. */
    public Response with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Response(status, more, body);
    }

    /** How many bytes the body has. */
    long length() {
        return body.stream().mapToLong(part -> part.length).sum();
    }
}
