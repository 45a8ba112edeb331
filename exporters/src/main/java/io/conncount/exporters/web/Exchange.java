package io.conncount.exporters.web;

import io.conncount.exporters.web.Request.RequestException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.TreeMap;

/** A request and where its answer goes. */
final class Exchange {
    /** Reason phrases. Clients ignore them, and they may be empty (RFC 9112, 4). */
    private static final Map<Integer, String> REASONS = Map.ofEntries(
            Map.entry(200, "OK"),
            Map.entry(400, "Bad Request"),
            Map.entry(401, "Unauthorized"),
            Map.entry(404, "Not Found"),
            Map.entry(405, "Method Not Allowed"),
            Map.entry(406, "Not Acceptable"),
            Map.entry(413, "Content Too Large"),
            Map.entry(429, "Too Many Requests"),
            Map.entry(431, "Request Header Fields Too Large"),
            Map.entry(500, "Internal Server Error"),
            Map.entry(503, "Service Unavailable"),
            Map.entry(505, "HTTP Version Not Supported"));

    private final Request request;
    private final InetAddress client;
    private final OutputStream out;
    private volatile boolean sending;
    private volatile long sendingSinceNanos;

    Exchange(Request request, InetAddress client, OutputStream out) {
        this.request = request;
        this.client = client;
        this.out = out;
    }

    /** Answers what was no request, and is the last answer on the connection. */
    static void refuse(OutputStream out, RequestException refusal) throws IOException {
        Response response =
                Response.line(refusal.status(), refusal.getMessage()).with("Connection", "close");
        send(out, response, response.headers(), true);
    }

    Request request() {
        return request;
    }

    InetAddress client() {
        return client;
    }

    /** True once an answer has begun to go out: its page has done its work, the rest is up to the client. */
    boolean isSending() {
        return sending;
    }

    /** When that began, by {@link System#nanoTime}. */
    long sendingSinceNanos() {
        return sendingSinceNanos;
    }

    /**
     * Sends the answer.
     *
     * @param defaults headers of every answer, unless it has others
     */
    void send(Response response, Map<String, String> defaults) throws IOException {
        sendingSinceNanos = System.nanoTime();
        sending = true;
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.putAll(defaults);
        headers.putAll(response.headers());
        headers.put("Date", DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC)));
        if (!request.keepsConnection()) {
            headers.put("Connection", "close");
        }
        send(out, response, headers, !request.isHead());
    }

    private static void send(OutputStream out, Response response, Map<String, String> headers, boolean withBody)
            throws IOException {
        int status = response.status();
        StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " " + REASONS.getOrDefault(status, "") + "\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        head.append("Content-Length: ").append(response.length()).append("\r\n\r\n");
        out.write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
        for (byte[] part : response.body()) {
            if (withBody) {
                out.write(part);
            }
        }
        out.flush();
    }
}
