package io.conncount.exporters.web;

import io.conncount.exporters.web.WebServer.Limits;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The line and the headers of a request by HTTP/1 (RFC 9112). A request with a body is refused: no page takes one.
 *
 * @param method such as {@code GET}
 * @param uri as requested
 * @param protocol {@code HTTP/1.0} or {@code HTTP/1.1}
 * @param headers the values of each, by its name in capitals or not
 */
public record Request(String method, URI uri, String protocol, Map<String, List<String>> headers) {
    private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
    private static final Pattern LINE = Pattern.compile("(" + TOKEN + ") ([!-~]+) (HTTP/[0-9]\\.[0-9])");
    private static final Pattern HEADER = Pattern.compile("(" + TOKEN + "):[ \t]*([\t -~\\x80-\\xff]*?)[ \t]*");

    /**
     * Reads a request whose first byte has arrived.
     *
     * @throws RequestException if it is not one, too large, or has a body
     */
    static Request read(InputStream in, Limits limits) throws IOException, RequestException {
        LineReader lines = new LineReader(in, limits.headBytesMax());
        String first = lines.next();
        if (first.isEmpty()) { // RFC 9112, 2.2: clients may send an empty line between requests
            first = lines.next();
        }
        Matcher line = LINE.matcher(first);
        if (!line.matches()) {
            throw new RequestException(400, "not an HTTP request");
        }
        if (!line.group(3).startsWith("HTTP/1.")) {
            throw new RequestException(505, "only HTTP/1.0 and HTTP/1.1 are supported");
        }
        Request request = new Request(
                line.group(1), uri(line.group(2)), line.group(3), new TreeMap<>(String.CASE_INSENSITIVE_ORDER));
        request.readHeaders(lines, limits.headersMax());
        request.refuseBody();
        return request;
    }

    private static URI uri(String text) throws RequestException {
        try {
            URI uri = new URI(text);
            if (uri.getPath() != null) {
                return uri;
            }
        } catch (URISyntaxException e) {
            throw new RequestException(400, "the address is not a URI");
        }
        throw new RequestException(400, "the address has no path");
    }

    private void readHeaders(LineReader lines, int headersMax) throws IOException, RequestException {
        int count = 0;
        for (String line = lines.next(); !line.isEmpty(); line = lines.next()) {
            Matcher header = HEADER.matcher(line);
            if (!header.matches()) {
                throw new RequestException(400, "a header is malformed");
            }
            count++;
            if (count > headersMax) {
                throw new RequestException(431, "more than " + headersMax + " headers");
            }
            headers.computeIfAbsent(header.group(1), name -> new ArrayList<>()).add(header.group(2));
        }
        if (isCurrent() && !headers.containsKey("Host")) {
            throw new RequestException(400, "the Host header is missing");
        }
    }

    private void refuseBody() throws RequestException {
        boolean empty = headers("Content-Length").stream().allMatch("0"::equals);
        if (!empty || headers.containsKey("Transfer-Encoding")) {
            throw new RequestException(413, "requests with a body are not supported");
        }
    }

    /** The path that is asked for, its escapes resolved. */
    public String path() {
        return uri.getPath();
    }

    /** What follows a question mark, with its escapes; empty if there is none. */
    public String query() {
        return uri.getRawQuery() == null ? "" : uri.getRawQuery();
    }

    /** The values of a header; none if it is not there. */
    public List<String> headers(String name) {
        return headers.getOrDefault(name, List.of());
    }

    /** The first value of a header; null if it is not there. */
    public String header(String name) {
        return headers(name).isEmpty() ? null : headers(name).get(0);
    }

    /** True for HTTP/1.1, which keeps connections. */
    private boolean isCurrent() {
        return !protocol.equals("HTTP/1.0");
    }

    /** True if the client wants to go on after this request. */
    boolean keepsConnection() {
        String wish = header("Connection");
        return isCurrent() && (wish == null || !wish.equalsIgnoreCase("close"));
    }

    boolean isHead() {
        return method.equals("HEAD");
    }

    /** Lines with a limit on their total length in bytes. */
    private static final class LineReader {
        private final InputStream in;
        private final int bytesMax;
        private int bytesLeft;

        LineReader(InputStream in, int bytesMax) {
            this.in = in;
            this.bytesMax = bytesMax;
            bytesLeft = bytesMax;
        }

        String next() throws IOException, RequestException {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            for (int octet = in.read(); octet != '\n'; octet = in.read()) {
                if (octet < 0) {
                    throw new EOFException("the request is incomplete");
                }
                bytesLeft--;
                if (bytesLeft < 0) {
                    throw new RequestException(431, "the request is longer than " + bytesMax + " bytes");
                }
                line.write(octet);
            }
            bytesLeft--;
            String text = line.toString(StandardCharsets.ISO_8859_1);
            return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
        }
    }

    /** A request that is refused before it reaches a page. The message is for the client. */
    static final class RequestException extends Exception {
        private static final long serialVersionUID = 1;

        private final int status;

        RequestException(int status, String message) {
            super(message);
            this.status = status;
        }

        /** The status of HTTP that says so. */
        int status() {
            return status;
        }
    }
}
