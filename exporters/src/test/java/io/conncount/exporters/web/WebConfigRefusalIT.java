package io.conncount.exporters.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.exporters.web.Configuration.WatchedFiles;
import io.conncount.exporters.web.WebServer.WebConfigException;
import io.conncount.testing.Command;
import io.conncount.testing.ErrorText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Configurations that are wrong, and what is said of each: the file, the line, the key, what is wrong. */
class WebConfigRefusalIT {
    private static final String HASH = "$2y$10$mDwo.lAisC94iLAyP81MCesa29IzH37oigHC/42V2pdJlUprsJPze";
    private static final String PAIR = "tls_server_config:\n  cert_file: server.pem\n  key_file: server.key\n";

    @TempDir
    private Path directory;

    private Certificates certificates;

    @BeforeEach
    void makeCertificates() throws IOException, InterruptedException {
        certificates = new Certificates(directory);
    }

    /** The complaint about a file behind its name. */
    private String complaint(byte[] text) throws IOException {
        Path file = Files.write(directory.resolve("web.yml"), text);
        WebConfigException refusal =
                assertThrows(WebConfigException.class, () -> WebConfig.read(file, new WatchedFiles()));
        assertEquals(1, refusal.getMessage().lines().count());
        assertTrue(refusal.getMessage().startsWith(file + ":"), refusal.getMessage());
        return refusal.getMessage().substring(file.toString().length() + 1);
    }

    /** Refused with the number of a line, a key, and what else must be named. */
    private void refused(String names, String text) throws IOException {
        String complaint = complaint(text.getBytes(StandardCharsets.UTF_8));
        ErrorText.assertNames(names, complaint);
        assertTrue(complaint.startsWith(names.substring(0, 2)), complaint);
    }

    @Test
    void whatIsRightIsTaken() throws IOException {
        for (String text : new String[] {
            "",
            "# nothing\n",
            "{}",
            "tls_server_config:\nhttp_server_config:\n",
            "tls_server_config: {}\n",
            PAIR,
            "http_server_config: {http2: false}",
            "basic_auth_users:\n  a: " + HASH,
            "basic_auth_users: {}",
            "rate_limit: {interval: 0}",
            "rate_limit: {interval: 1m30s500ms, burst: 20}",
            "rate_limit: {burst: 3}",
            "rate_limit: {interval: 0, burst: 0}",
            "basic_auth_users:\n  a: " + HASH.replace("$10$", "$18$"),
            PAIR + "  client_auth_type: VerifyClientCertIfGiven\n",
            PAIR + "  client_ca_file: ''\n  client_auth_type: ''\n",
            PAIR.replace("server.pem", "\"" + directory.resolve("server.pem") + "\"")
        }) {
            Path file = certificates.config(text);
            WebConfig config = WebConfig.read(file, new WatchedFiles());
            assertEquals(text.startsWith(PAIR.substring(0, 24)), config.tls().isPresent(), text);
        }
    }

    @Test
    void whatIsNoConfigurationIsRefused() throws IOException {
        refused("1: .. mapping", "hello");
        refused("1: .. mapping", "[1]");
        refused("2: .. YAML: mapping values", "a: b\n  c: d: e\n");
        refused("1: .. nested", "[".repeat(100_000));
        refused("2: .. aliases", "a: &x [1]\nb: *x\n");
        refused("2: tls_server_config: .. twice", "tls_server_config: {}\ntls_server_config: {}\n");
        refused(
                "3: http_server_config.http3: .. docs/web-configuration.md",
                "http_server_config:\n  http2: true\n  http3: true\n");
        refused("1: tls: .. docs/web-configuration.md", "tls: {}");
        refused("2: http_server_config.http2: .. true or false", "http_server_config:\n  http2: maybe\n");
        refused("2: http_server_config.http2: .. single", "http_server_config:\n  http2: [true]\n");
        refused("1: basic_auth_users: .. mapping", "basic_auth_users: [a]");
        assertEquals(" is not text in UTF-8", complaint(new byte[] {'a', ':', ' ', (byte) 0xff}));
        assertEquals(" cannot be read: longer than 262144 bytes", complaint(new byte[300_000]));
    }

    @Test
    void whatCannotBeReadIsRefused() throws IOException, InterruptedException {
        for (String[] kind :
                new String[][] {{"none", "no such file"}, {"", "not a regular file"}, {"pipe", "not a regular file"}}) {
            if (kind[0].equals("pipe")) {
                Command.lines("mkfifo", certificates.file("pipe"));
            }
            Path file = directory.resolve(kind[0]);
            WebConfigException refusal =
                    assertThrows(WebConfigException.class, () -> WebConfig.read(file, new WatchedFiles()));
            assertEquals(file + ": cannot be read: " + kind[1], refusal.getMessage());
        }
    }

    @Test
    void wrongCertificatesAndKeysAreRefused() throws IOException, InterruptedException {
        refused("1: tls_server_config: cert_file .. missing", "tls_server_config: {min_version: TLS12}");
        refused("1: tls_server_config: key_file .. missing", "tls_server_config:\n  cert_file: server.pem\n");
        refused("2: tls_server_config.cert_file: .. x.pem: no such file", PAIR.replace("server.pem", "x.pem"));
        refused("3: tls_server_config.key_file: .. regular file", PAIR.replace("server.key", "."));
        refused("2: tls_server_config.cert_file: .. name", PAIR.replace("server.pem", "\"a\\0b\""));
        refused("2: tls_server_config.cert_file: .. no certificate", PAIR.replace("server.pem", "server.key"));
        refused("3: tls_server_config.key_file: .. no private key", PAIR.replace("server.key", "server.pem"));
        refused("3: tls_server_config.key_file: .. not the certificate's", PAIR.replace("server.key", "ca.key"));
        refused("4: tls_server_config.cert: .. cert_file .. both", PAIR + "  cert: x\n");
        Command.lines(
                "openssl",
                "pkey",
                "-in",
                certificates.file("server.key"),
                "-aes256",
                "-passout",
                "pass:x",
                "-out",
                certificates.file("locked.key"));
        refused(
                "3: tls_server_config.key_file: .. encrypted .. openssl pkey -in KEY -out PLAIN",
                PAIR.replace("server.key", "locked.key"));
        Command.lines("openssl", "genrsa", "-traditional", "-out", certificates.file("rsa.key"), "2048");
        refused("3: tls_server_config.key_file: .. damaged", PAIR.replace("server.key", "rsa.key"));
        Files.writeString(
                directory.resolve("cut.pem"), "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n");
        assertTrue(complaint(PAIR.replace("server.pem", "cut.pem").getBytes(StandardCharsets.UTF_8))
                .startsWith("2: tls_server_config.cert_file: "));
    }

    @Test
    void wrongSettingsOfTlsAreRefused() throws IOException {
        refused("4: tls_server_config.min_version: .. TLS12 or TLS13", PAIR + "  min_version: TLS11\n");
        refused(
                "4: tls_server_config.min_version: .. max_version",
                PAIR + "  min_version: TLS13\n  max_version: TLS12\n");
        refused("5: tls_server_config.cipher_suites: .. RC4", PAIR + "  cipher_suites:\n    - RC4\n");
        refused("4: tls_server_config.cipher_suites: .. list", PAIR + "  cipher_suites: RC4\n");
        refused(
                "4: tls_server_config.curve_preferences: .. P1 .. CurveP256, CurveP384, CurveP521, X25519",
                PAIR + "  curve_preferences: [P1]\n");
        refused(
                "4: tls_server_config.client_auth_type: .. NoClientCert, RequestClientCert, RequireAnyClientCert, "
                        + "VerifyClientCertIfGiven, RequireAndVerifyClientCert",
                PAIR + "  client_auth_type: Yes\n");
        refused(
                "4: tls_server_config.client_auth_type: client_ca_file .. missing",
                PAIR + "  client_auth_type: RequireAndVerifyClientCert\n");
        refused(
                "4: tls_server_config.client_ca_file: .. client_auth_type: RequireAndVerifyClientCert",
                PAIR + "  client_ca_file: ca.pem\n");
        refused(
                "5: tls_server_config.client_allowed_sans: .. client_auth_type: RequireAndVerifyClientCert",
                PAIR + "  client_auth_type: RequestClientCert\n  client_allowed_sans: [a]\n");
    }

    @Test
    void wrongHeadersUsersAndRatesAreRefused() throws IOException {
        String headers = "http_server_config:\n  headers:\n    ";
        refused(
                "3: http_server_config.headers.Server: .. Content-Security-Policy, "
                        + "Strict-Transport-Security, X-Content-Type-Options, X-Frame-Options, X-XSS-Protection",
                headers + "Server: x\n");
        refused(
                "3: http_server_config.headers.X-Frame-Options: .. deny or sameorigin",
                headers + "X-Frame-Options: no\n");
        refused(
                "3: http_server_config.headers.X-XSS-Protection: .. ASCII",
                headers + "X-XSS-Protection: \"a\\r\\nb: c\"\n");
        String users = "basic_auth_users:\n  ";
        String plain = ".. bcrypt .. htpasswd -nBC 10 NAME";
        refused("2: basic_auth_users.a: " + plain, users + "a: secret\n");
        refused("2: basic_auth_users.a: " + plain, users + "a: " + HASH.substring(0, 59) + "\n");
        refused("2: basic_auth_users.a: .. cost .. 4 to 18", users + "a: " + HASH.replace("$10$", "$19$") + "\n");
        refused("2: basic_auth_users.a:b: .. colon", users + "'a:b': " + HASH);
        String burst = ".. burst .. 1 to 999999";
        refused("1: rate_limit.interval: " + burst, "rate_limit: {interval: 1s}");
        refused("1: rate_limit.burst: " + burst, "rate_limit: {interval: 1s, burst: 0}");
        refused("1: rate_limit.interval: .. 1m30s", "rate_limit: {interval: soon}");
    }
}
