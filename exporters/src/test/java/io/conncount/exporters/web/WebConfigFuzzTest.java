package io.conncount.exporters.web;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.conncount.exporters.web.Configuration.WatchedFiles;
import io.conncount.exporters.web.WebServer.WebConfigException;
import io.conncount.testing.property.Arbitrary;
import io.conncount.testing.property.ForAll;
import io.conncount.testing.property.Property;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whatever stands in the file, it is a configuration or refused in one line. */
class WebConfigFuzzTest {
    private static final String WORDS = "tls_server_config http_server_config basic_auth_users rate_limit headers http2"
            + " cert key cert_file client_ca client_auth_type min_version cipher_suites interval burst a null true 1s"
            + " -----BEGIN~CERTIFICATE-----MIIB-----END~CERTIFICATE----- 99999999999999999999"
            + " $2y$10$mDwo.lAisC94iLAyP81MCesa29IzH37oigHC/42V2pdJlUprsJPze";

    @Property
    void anyBytesAreAConfigurationOrRefused(@ForAll byte[] bytes) throws IOException {
        read(bytes);
    }

    @Property(tries = 3000)
    void anyYamlIsAConfigurationOrRefused(@ForAll("yaml") String yaml) throws IOException {
        read(yaml.getBytes(StandardCharsets.UTF_8));
    }

    Arbitrary<String> yaml() {
        Arbitrary<String> words = Arbitrary.of(WORDS.split(" ")).map(word -> word.replace('~', ' '));
        Arbitrary<String> marks = Arbitrary.of(
                ": ",
                ":\n",
                "\n",
                "\n  ",
                "\n    ",
                "- ",
                "[",
                "]",
                "{",
                "}",
                ", ",
                "? ",
                "&x ",
                "*x",
                "!!int ",
                "!t ",
                "'",
                "\"",
                "|\n",
                ">\n",
                "#",
                "%YAML 1.2\n",
                "---\n",
                "...\n",
                "<<: ",
                "\t",
                "\\",
                "\u0000",
                "\u2028",
                "\uFEFF",
                "ä");
        Arbitrary<String> mixed = random -> (random.nextInt(5) < 2 ? words : marks).next(random);
        return mixed.list(0, 30).map(parts -> String.join("", parts));
    }

    private static void read(byte[] bytes) throws IOException {
        Path file = Files.createTempFile("conncount", ".yml");
        try {
            Files.write(file, bytes);
            WebConfig.read(file, new WatchedFiles());
        } catch (WebConfigException e) {
            assertEquals(1, e.getMessage().lines().count(), e.getMessage());
        } finally {
            Files.delete(file);
        }
    }
}
