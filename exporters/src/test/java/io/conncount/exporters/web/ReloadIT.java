package io.conncount.exporters.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.testing.Command;
import io.conncount.testing.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files that change while they are in force. */
@Timeout(Waiting.SECONDS_MAX)
class ReloadIT {
    @TempDir
    private Path directory;

    private Certificates certificates;

    @BeforeEach
    void makeCertificates() throws IOException, InterruptedException {
        certificates = new Certificates(directory);
    }

    private void replace(String text) throws IOException {
        Path next = Files.writeString(directory.resolve("next.yml"), text);
        Files.move(next, directory.resolve("web.yml"), StandardCopyOption.ATOMIC_MOVE);
    }

    private int status(Serving serving, String... options) throws IOException, InterruptedException {
        List<String> args = new ArrayList<>(List.of(options));
        args.addAll(List.of("--cacert", certificates.file("ca.pem"), serving.https("/metrics")));
        return Curl.of(args.toArray(String[]::new)).status();
    }

    private String hash(String password) throws IOException, InterruptedException {
        return Command.lines("htpasswd", "-nbBC", "4", "u", password).get(0).substring(2);
    }

    @Test
    void goodBrokenAndAgainGoodWhileRequestsGoOn() throws Exception {
        String tls = Files.readString(certificates.tlsConfig(""));
        AtomicBoolean over = new AtomicBoolean();
        try (Serving serving = Serving.with(directory.resolve("web.yml"));
                WebServerIT.Background background = new WebServerIT.Background();
                Lines log = new Lines()) {
            Future<Integer> unanswered = background.run(() -> {
                int count = 0;
                while (!over.get()) {
                    count += status(serving, "--user", "alice:one") == 0 ? 1 : 0;
                }
                return count;
            });
            replace(tls + "basic_auth_users: {alice: '" + hash("one") + "'}\n");
            Waiting.until("the new files", () -> status(serving) == 401);
            assertEquals(200, status(serving, "--user", "alice:one"));

            replace(tls + "basic_auth_users: {alice: two}\n");
            Waiting.until("the new files", () -> log.have("web.yml:4: basic_auth_users.alice: must be a bcrypt hash"));
            assertEquals(200, status(serving, "--user", "alice:one"));
            assertTrue(log.have("; the previous configuration stays in use"));

            Files.writeString(directory.resolve("web.yml"), tls + "basic_auth_users: {alice: '" + hash("two") + "'}\n");
            Waiting.until("the new files", () -> status(serving, "--user", "alice:two") == 200);
            assertEquals(401, status(serving, "--user", "alice:one"));

            Files.delete(directory.resolve("web.yml"));
            Waiting.until("the new files", () -> log.have("web.yml: cannot be read: no such file"));
            assertEquals(200, status(serving, "--user", "alice:two"));
            over.set(true);
            assertEquals(0, unanswered.get());
            assertEquals(1, log.count("must be a bcrypt hash"), "what is wrong is said once");
            assertEquals(1, log.count("no such file"));
        }
    }

    @Test
    void aHangupReadsAtOnce() throws Exception {
        String tls = Files.readString(certificates.tlsConfig(""));
        try (Serving serving = Serving.with(directory.resolve("web.yml"))) {
            replace(tls + "basic_auth_users: {alice: '" + hash("one") + "'}\n");
            serving.server.reload();
            assertEquals(401, status(serving));
        }
    }

    @Test
    void tlsIsNotSwitchedOffByAReload() throws Exception {
        certificates.tlsConfig("");
        try (Serving serving = Serving.with(directory.resolve("web.yml"));
                Lines log = new Lines()) {
            replace("");
            serving.server.reload();
            assertTrue(log.have("TLS cannot be switched on or off"));
            assertEquals(200, status(serving));
        }
    }

    @Test
    void newConnectionsGetNewCertificates() throws Exception {
        certificates.tlsConfig("  client_ca_file: ca.pem\n  client_auth_type: VerifyClientCertIfGiven\n");
        try (Serving serving = Serving.with(directory.resolve("web.yml"))) {
            String before = subject(serving);
            assertTrue(before.contains("CN = server"), before);
            certificates.signed("renewed", "ca", "DNS:localhost", "serverAuth");
            Files.move(
                    directory.resolve("renewed.key"),
                    directory.resolve("server.key"),
                    StandardCopyOption.REPLACE_EXISTING);
            Files.move(
                    directory.resolve("renewed.pem"),
                    directory.resolve("server.pem"),
                    StandardCopyOption.REPLACE_EXISTING);
            Waiting.until("the new files", () -> subject(serving).contains("CN = renewed"));

            certificates.authority("other");
            certificates.signed("client", "other", "DNS:c", "clientAuth");
            String[] client = {"--cert", certificates.file("client.pem"), "--key", certificates.file("client.key")};
            assertEquals(0, status(serving, client));
            Path both = directory.resolve("both.pem");
            Files.writeString(
                    both,
                    Files.readString(directory.resolve("other.pem")) + Files.readString(directory.resolve("ca.pem")));
            Files.move(both, directory.resolve("ca.pem"), StandardCopyOption.ATOMIC_MOVE);
            Waiting.until("the new files", () -> status(serving, client) == 200);
        }
    }

    private String subject(Serving serving) throws IOException, InterruptedException {
        return String.join(
                "\n",
                Command.lines(
                        "bash",
                        "-c",
                        "openssl s_client -connect localhost:" + serving.port() + " -CAfile "
                                + certificates.file("ca.pem") + " </dev/null | openssl x509 -noout -subject"));
    }

    /** What is logged meanwhile. */
    private static final class Lines extends Handler implements AutoCloseable {
        private final Logger logger = Logger.getLogger("io.conncount.exporters.web");
        private final List<String> lines = new CopyOnWriteArrayList<>();

        Lines() {
            logger.addHandler(this);
        }

        boolean have(String words) {
            return count(words) > 0;
        }

        long count(String words) {
            return lines.stream().filter(line -> line.contains(words)).count();
        }

        @Override
        public void publish(LogRecord record) {
            lines.add(record.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {
            logger.removeHandler(this);
        }
    }
}
