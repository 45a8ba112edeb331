package io.conncount.exporters.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.testing.Command;
import io.conncount.testing.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Names and passwords, with hashes of htpasswd. */
@Timeout(Waiting.SECONDS_MAX)
class BasicAuthIT {
    @TempDir
    private Path directory;

    /** A line for {@code basic_auth_users}. */
    private static String user(String name, String password, int cost) throws IOException, InterruptedException {
        String line = Command.lines("htpasswd", "-nbBC", Integer.toString(cost), name, password)
                .get(0);
        return "  " + line.replace(":", ": ") + "\n";
    }

    private Path config(String text) throws IOException {
        return Files.writeString(directory.resolve("web.yml"), text);
    }

    @Test
    void whoIsKnownPassesAndNobodyElse() throws IOException, InterruptedException {
        Path config = config("basic_auth_users:\n" + user("alice", "a:b", 5) + user("bob", "pässword", 6)
                + user("bob2", "x", 5).replace("$2y$", "$2b$")
                + user("bob3", "x", 5).replace("$2y$", "$2a$"));
        try (Serving serving = Serving.with(config)) {
            String page = serving.http("/metrics");
            for (String right : List.of("alice:a:b", "bob:pässword", "bob2:x", "bob3:x", "alice:a:b")) {
                assertEquals(200, Curl.of("--user", right, page).status(), right);
            }
            for (String wrong :
                    List.of("alice:a", "alice:", ":", "bob:a:b", "Alice:a:b", "carol:a:b", "carol:abcdef")) {
                assertEquals(401, Curl.of("--user", wrong, page).status(), wrong);
            }
            Curl without = Curl.of(page);
            assertEquals(401, without.status());
            assertTrue(without.says("WWW-Authenticate: Basic realm="), without.text());
            assertEquals(401, Curl.of(serving.http("/none")).status(), "what pages there are is not told either");
            for (String header : List.of("Basic", "Basic ", "Basic !!!", "Basic YQ==", "Bearer YTph")) {
                assertEquals(
                        401,
                        Curl.of("--header", "Authorization: " + header, page).status(),
                        header);
            }
        }
    }

    @Test
    void aPasswordThatWasRightCostsNothingTheNextTime() throws IOException, InterruptedException {
        // At this cost a check takes a second or two; a hundred of them would not end within the timeout.
        try (Serving serving = Serving.with(config("basic_auth_users:\n" + user("alice", "secret", 14)))) {
            assertEquals(200, patientStatus("alice:secret", serving.http("/metrics")));
            for (int i = 0; i < 100; i++) {
                assertEquals(
                        200,
                        Curl.of("--user", "alice:secret", serving.http("/metrics"))
                                .status());
            }
        }
    }

    /** What is answered once the password has been checked; the test has a timeout. */
    private static int patientStatus(String user, String page) throws IOException, InterruptedException {
        int status = 503;
        while (status == 503) {
            status = Curl.of("--user", user, page).status();
        }
        return status;
    }

    @Test
    @Timeout(Waiting.SECONDS_MAX)
    void dearHashKeepsNobodyWaitingWhoIsKnown() throws IOException, InterruptedException {
        // The hash of "secret" at cost 18, which takes a quarter of a minute or more.
        String dear = "  bob: $2a$18$2SEeUjVtqDv.SFdXI9xL3emE9ZrCasrTnvdb.JaLyjSftTmkpF6DS\n";
        Path config = config("basic_auth_users:\n" + user("alice", "quick", 5) + dear);
        try (Serving serving = Serving.with(config)) {
            String page = serving.http("/metrics");
            assertEquals(200, Curl.of("--user", "alice:quick", page).status());
            Curl first = Curl.of("--user", "bob:secret", page);
            assertEquals(503, first.status(), first.text());
            assertTrue(first.says("Retry-After: "), first.text());
            assertEquals(200, Curl.of("--user", "alice:quick", page).status());
            assertEquals(200, patientStatus("bob:secret", page));
            serving.server.reload();
            assertEquals(200, Curl.of("--user", "bob:secret", page).status(), "a reload forgets nothing");
        }
    }

    @Test
    void rateLimitsAreKept() throws IOException, InterruptedException {
        try (Serving serving = Serving.with(config("rate_limit: {interval: 1h, burst: 2}\n"))) {
            assertEquals(200, Curl.of(serving.http("/metrics")).status());
            assertEquals(200, Curl.of(serving.http("/metrics")).status());
            assertEquals(429, Curl.of(serving.http("/metrics")).status());
        }
    }
}
