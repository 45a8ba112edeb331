package io.conncount.exporters.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.exporters.web.Request.RequestException;
import io.conncount.exporters.web.WebServer.Limits;
import io.conncount.testing.property.ForAll;
import io.conncount.testing.property.Property;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class RequestTest {
    private static final String HOST = "Host: a\r\n";

    private static Request read(String text) throws IOException, RequestException {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        return Request.read(new ByteArrayInputStream(bytes), Limits.DEFAULT);
    }

    private static void refused(int status, String text) {
        RequestException refusal = assertThrows(RequestException.class, () -> read(text), text);
        assertEquals(status, refusal.status(), text);
    }

    @Test
    void lineAndHeadersAreRead() throws IOException, RequestException {
        Request request = read("\r\nGET /metrics?name[]=a HTTP/1.1\r\nhOsT:a \r\nAccept: x, y\r\nACCEPT: z\r\n\r\n"
                .replace("[]", "%5B%5D"));
        assertEquals("GET", request.method());
        assertEquals("/metrics", request.path());
        assertEquals("name%5B%5D=a", request.query());
        assertEquals("a", request.header("Host"));
        assertEquals(List.of("x, y", "z"), request.headers("aCCEPT"));
        assertEquals(List.of(), request.headers("Cookie"));
        assertTrue(request.keepsConnection());
        assertFalse(read("GET / HTTP/1.0\r\n\r\n").keepsConnection());
        assertFalse(
                read("GET / HTTP/1.1\r\n" + HOST + "Connection: close\r\n\r\n").keepsConnection());
    }

    @Test
    void bracketsInAQueryAreTakenAsPrometheusSendsThem() throws IOException, RequestException {
        assertEquals(
                "name[]=a",
                read("GET /metrics?name[]=a HTTP/1.1\r\n" + HOST + "\r\n").query());
    }

    @Test
    void whatIsNoRequestIsRefused() {
        refused(400, "hello\r\n\r\n");
        refused(400, "GET /\r\n\r\n");
        refused(400, "GET  / HTTP/1.1\r\n\r\n");
        refused(400, "GET /a b HTTP/1.1\r\n\r\n");
        refused(400, "GET /% HTTP/1.1\r\n" + HOST + "\r\n");
        refused(400, "GET a:b HTTP/1.1\r\n" + HOST + "\r\n");
        refused(400, "GET / HTTP/1.1\r\n\r\n");
        refused(400, "GET / HTTP/1.1\r\n" + HOST + " folded\r\n\r\n");
        refused(400, "GET / HTTP/1.1\r\nHost : a\r\n\r\n");
        refused(400, "GET / HTTP/1.1\r\nHost: a\0b\r\n\r\n");
        refused(505, "GET / HTTP/2.0\r\n\r\n");
        assertThrows(EOFException.class, () -> read("GET / HTTP/1.1\r\nHost"));
    }

    @Test
    void whatIsTooLargeIsRefused() {
        refused(431, "GET /" + "a".repeat(9000) + " HTTP/1.1\r\n\r\n");
        refused(431, "GET / HTTP/1.1\r\nA: " + "a".repeat(9000) + "\r\n\r\n");
        refused(431, "GET / HTTP/1.1\r\n" + "A: b\r\n".repeat(65) + "\r\n");
        refused(413, "GET / HTTP/1.1\r\n" + HOST + "Content-Length: 5\r\n\r\nabcde");
        refused(413, "GET / HTTP/1.1\r\n" + HOST + "Transfer-Encoding: chunked\r\n\r\n");
        refused(413, "GET / HTTP/1.1\r\n" + HOST + "Content-Length: 0\r\nContent-Length: 5\r\n\r\n");
    }

    @Property
    void anyBytesAreARequestOrRefused(@ForAll byte[] bytes) {
        try {
            Request.read(new ByteArrayInputStream(bytes), Limits.DEFAULT);
        } catch (RequestException | IOException e) {
            assertTrue(e.getMessage().length() < 100);
        }
    }
}
