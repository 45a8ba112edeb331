package io.conncount.exporters.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.exporters.web.WebServer.WebConfigException;
import io.conncount.testing.Command;
import io.conncount.testing.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** HTTPS, asked by curl and by openssl. */
@Timeout(Waiting.SECONDS_MAX)
class TlsIT {
    @TempDir
    private Path directory;

    private Certificates certificates;

    @BeforeEach
    void makeCertificates() throws IOException, InterruptedException {
        certificates = new Certificates(directory);
    }

    private Curl ask(Serving serving, String... options) throws IOException, InterruptedException {
        List<String> args = new ArrayList<>(List.of(options));
        args.addAll(List.of("--cacert", certificates.file("ca.pem"), serving.https("/metrics")));
        return Curl.of(args.toArray(String[]::new));
    }

    @Test
    void bothVersionsAreSpokenByDefault() throws IOException, InterruptedException {
        try (Serving serving = Serving.with(certificates.tlsConfig(""))) {
            assertEquals(200, ask(serving).status());
            assertEquals(200, ask(serving, "--tls-max", "1.2").status());
            assertEquals(200, ask(serving, "--tlsv1.3").status());
            assertTrue(ask(serving, "--http2").says("HTTP/1.1 200 OK"), "HTTP/2 is not spoken, and that is settled on");
            assertEquals(0, Curl.of(serving.http("/metrics")).status(), "plain HTTP gets no answer");
        }
    }

    @Test
    void bodiesOfManyPartsArriveWholeOverTls() throws IOException, InterruptedException {
        try (Serving serving = Serving.with(certificates.tlsConfig(""))) {
            Curl answer = Curl.of("--cacert", certificates.file("ca.pem"), "--http1.0", serving.https("/parts"));
            assertEquals(0, answer.exitCode(), answer.text());
            assertTrue(answer.text().endsWith("9999\n"));
        }
    }

    @Test
    void versionsHaveAFloorAndACeiling() throws IOException, InterruptedException {
        try (Serving serving = Serving.with(certificates.tlsConfig("  min_version: TLS13\n"))) {
            assertEquals(200, ask(serving).status());
            assertEquals(35, ask(serving, "--tls-max", "1.2").exitCode());
        }
        try (Serving serving = Serving.with(certificates.tlsConfig("  max_version: TLS12\n"))) {
            assertEquals(200, ask(serving).status());
            assertEquals(35, ask(serving, "--tlsv1.3").exitCode());
        }
    }

    @Test
    void cipherSuitesOfTls12AreThoseOfTheList() throws IOException, InterruptedException {
        String suite = "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384";
        try (Serving serving = Serving.with(certificates.tlsConfig("  cipher_suites: [" + suite + "]\n"))) {
            assertEquals(
                    200,
                    ask(serving, "--tls-max", "1.2", "--ciphers", "ECDHE-ECDSA-AES256-GCM-SHA384")
                            .status());
            assertEquals(
                    35,
                    ask(serving, "--tls-max", "1.2", "--ciphers", "ECDHE-ECDSA-AES128-GCM-SHA256")
                            .exitCode());
            assertEquals(200, ask(serving, "--tlsv1.3").status(), "the list is not about TLS 1.3");
        }
    }

    @Test
    void curvesAreChosenWhereJavaCan() throws IOException, InterruptedException {
        Path config = certificates.tlsConfig("  curve_preferences: [CurveP384]\n");
        if (Runtime.version().feature() < 20) {
            assertTrue(assertThrows(
                            WebConfigException.class, () -> Serving.with(config).close())
                    .getMessage()
                    .contains("cannot choose curves"));
            return;
        }
        try (Serving serving = Serving.with(config)) {
            assertEquals(200, ask(serving, "--curves", "P-384").status());
            assertEquals(35, ask(serving, "--curves", "X25519").exitCode());
        }
    }

    @Test
    void keysOfEveryKindOfOpensslAreRead() throws IOException, InterruptedException {
        keyIsRead("openssl ec");
        keyIsRead("openssl pkcs8 -topk8 -nocrypt");
        Command.lines(
                "openssl",
                "req",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-subj",
                "/CN=server",
                "-keyout",
                certificates.file("server.key"),
                "-out",
                certificates.file("server.csr"));
        certificates.sign("server", "ca", "DNS:localhost", "serverAuth");
        keyIsRead("openssl rsa -traditional");
        keyIsRead("openssl pkcs8 -topk8 -nocrypt");
    }

    private void keyIsRead(String conversion) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(conversion.split(" ")));
        command.addAll(List.of("-in", certificates.file("server.key"), "-out", certificates.file("converted.key")));
        Command.lines(command.toArray(String[]::new));
        Path config = certificates.config("tls_server_config: {cert_file: server.pem, key_file: converted.key}\n");
        try (Serving serving = Serving.with(config)) {
            assertEquals(200, ask(serving).status(), conversion);
        }
    }

    @Test
    void theWholeChainIsSent() throws IOException, InterruptedException {
        certificates.requested("mid");
        Files.writeString(directory.resolve("mid.ext"), "basicConstraints=critical,CA:TRUE\n");
        Command.lines(
                "openssl",
                "x509",
                "-req",
                "-days",
                "2",
                "-in",
                certificates.file("mid.csr"),
                "-extfile",
                certificates.file("mid.ext"),
                "-CA",
                certificates.file("ca.pem"),
                "-CAkey",
                certificates.file("ca.key"),
                "-CAcreateserial",
                "-out",
                certificates.file("mid.pem"));
        certificates.signed("server", "mid", "DNS:localhost", "serverAuth");
        Files.writeString(
                directory.resolve("server.pem"),
                Files.readString(directory.resolve("server.pem")) + Files.readString(directory.resolve("mid.pem")));
        try (Serving serving = Serving.with(certificates.tlsConfig(""))) {
            assertEquals(200, ask(serving).status());
        }
    }

    @Test
    void certificateAndKeyMayStandInTheFile() throws IOException, InterruptedException {
        String indent = "\n    ";
        Path config = certificates.config("tls_server_config:\n  cert: |"
                + indent
                + Files.readString(directory.resolve("server.pem")).trim().replace("\n", indent) + "\n  key: |"
                + indent
                + Files.readString(directory.resolve("server.key")).trim().replace("\n", indent) + "\n");
        try (Serving serving = Serving.with(config)) {
            assertEquals(200, ask(serving).status());
        }
    }

    @Test
    void headersAreOnEveryAnswer() throws IOException, InterruptedException {
        Path config = certificates.tlsConfig("""
                http_server_config:
                  http2: true
                  headers:
                    Strict-Transport-Security: max-age=31536000
                    X-Content-Type-Options: nosniff
                    X-Frame-Options: deny
                    X-XSS-Protection: ''
                    Content-Security-Policy: default-src 'self'
                """);
        try (Serving serving = Serving.with(config)) {
            for (String path : List.of("/metrics", "/none")) {
                Curl answer = Curl.of("--cacert", certificates.file("ca.pem"), serving.https(path));
                assertTrue(answer.says("\nStrict-Transport-Security: max-age=31536000\r\n"), answer.text());
                assertTrue(answer.says("\nX-Content-Type-Options: nosniff\r\n"), answer.text());
                assertTrue(answer.says("\nX-Frame-Options: deny\r\n"), answer.text());
                assertTrue(answer.says("\nContent-Security-Policy: default-src 'self'\r\n"), answer.text());
                assertFalse(answer.says("X-XSS-Protection"), answer.text());
            }
        }
    }
}
