package io.conncount.exporters.web;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpPrincipal;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Map;

/** A request and its answer, as handlers of {@code com.sun.net.httpserver} know them. */
final class Exchange extends HttpExchange {
    private final Request request;
    private final Socket socket;
    private final OutputStream out;
    private final Headers answerHeaders = new Headers();
    private final Map<String, Object> attributes = new HashMap<>();
    private OutputStream body;
    private volatile int status = -1;
    private volatile long sendingSinceNanos;
    private boolean keepsConnection;

    Exchange(Request request, Socket socket, OutputStream out) {
        this.request = request;
        this.socket = socket;
        this.out = out;
        keepsConnection = request.keepsConnection();
    }

    /** Answers what was no request, and is the last answer on the connection. */
    static void refuse(OutputStream out, RequestException refusal) throws IOException {
        byte[] text = (refusal.getMessage() + "\n").getBytes(StandardCharsets.UTF_8);
        String head = "HTTP/1.1 " + refusal.status() + " " + Reasons.of(refusal.status())
                + "\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: " + text.length
                + "\r\nConnection: close\r\n\r\n";
        out.write(head.getBytes(StandardCharsets.US_ASCII));
        out.write(text);
        out.flush();
    }

    /** Answers with a line of text. */
    void reply(int code, String text) throws IOException {
        byte[] bytes = (text + "\n").getBytes(StandardCharsets.UTF_8);
        answerHeaders.set("Content-Type", "text/plain; charset=utf-8");
        sendResponseHeaders(code, bytes.length);
        body.write(bytes);
    }

    /** True once an answer has begun to go out: its page has done its work, the rest is up to the client. */
    boolean isSending() {
        return status >= 0;
    }

    /** When that began, by {@link System#nanoTime}. */
    long sendingSinceNanos() {
        return sendingSinceNanos;
    }

    /** Ends the answer; true if another request may follow on this connection. */
    boolean finish() throws IOException {
        if (status < 0) {
            reply(500, "internal error: the page sent no response");
        }
        body.close();
        return keepsConnection;
    }

    /**
     * Sends the status and the headers.
     *
     * @param length of the body; as in HttpExchange, 0 if it is unknown, -1 if there is no body
     */
    @Override
    public void sendResponseHeaders(int code, long length) throws IOException {
        if (status >= 0) {
            throw new IOException("the headers are sent already");
        }
        sendingSinceNanos = System.nanoTime();
        status = code;
        boolean bodiless = code < 200 || code == 204 || code == 304;
        body = body(bodiless, length);
        answerHeaders.set("Date", DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC)));
        if (!keepsConnection) {
            answerHeaders.set("Connection", "close");
        }
        StringBuilder head = new StringBuilder("HTTP/1.1 " + code + " " + Reasons.of(code) + "\r\n");
        answerHeaders.forEach((name, values) -> values.forEach(
                value -> head.append(name).append(": ").append(value).append("\r\n")));
        out.write(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
    }

    private OutputStream body(boolean bodiless, long length) {
        if (bodiless) {
            return AnswerBody.none(out);
        }
        if (length < 0 && request.isHead()) {
            return AnswerBody.none(out); // the handler sets the length that a GET would have
        }
        if (length != 0) {
            answerHeaders.set("Content-Length", Long.toString(Math.max(length, 0)));
            return request.isHead() ? AnswerBody.none(out) : AnswerBody.ofLength(out, Math.max(length, 0));
        }
        if (request.isHead()) {
            return AnswerBody.none(out);
        }
        if (request.isCurrent()) {
            answerHeaders.set("Transfer-Encoding", "chunked");
            return AnswerBody.inChunks(out);
        }
        return AnswerBody.toTheEnd(out);
    }

    @Override
    public OutputStream getResponseBody() {
        if (body == null) {
            throw new IllegalStateException("send the headers first");
        }
        return body;
    }

    /** Does nothing: the answer is ended when its handler returns. */
    @Override
    public void close() {}

    @Override
    public Headers getRequestHeaders() {
        return request.headers();
    }

    @Override
    public Headers getResponseHeaders() {
        return answerHeaders;
    }

    @Override
    public URI getRequestURI() {
        return request.uri();
    }

    @Override
    public String getRequestMethod() {
        return request.method();
    }

    @Override
    public InputStream getRequestBody() {
        return InputStream.nullInputStream();
    }

    @Override
    public InetSocketAddress getRemoteAddress() {
        return (InetSocketAddress) socket.getRemoteSocketAddress();
    }

    @Override
    public InetSocketAddress getLocalAddress() {
        return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    @Override
    public int getResponseCode() {
        return status;
    }

    @Override
    public String getProtocol() {
        return request.protocol();
    }

    @Override
    public Object getAttribute(String name) {
        return attributes.get(name);
    }

    @Override
    public void setAttribute(String name, Object value) {
        attributes.put(name, value);
    }

    @Override
    public HttpContext getHttpContext() {
        throw new UnsupportedOperationException("pages are found by their exact path, without contexts");
    }

    @Override
    public void setStreams(InputStream in, OutputStream out) {
        throw new UnsupportedOperationException("there are no filters here");
    }

    @Override
    public HttpPrincipal getPrincipal() {
        return null;
    }
}
