package io.conncount.exporters.web;

import java.util.Map;

/** The reason phrases of HTTP status codes. */
final class Reasons {
    private static final Map<Integer, String> BY_STATUS = Map.ofEntries(
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

    private Reasons() {}

    /** Clients ignore it, and it may be empty (RFC 9112, 4). */
    static String of(int status) {
        return BY_STATUS.getOrDefault(status, "");
    }
}
