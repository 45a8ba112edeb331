package io.conncount.cli.fleet;

import static io.conncount.cli.options.OptionSpecs.value;

import io.conncount.cli.fleet.PrometheusClient.Access;
import io.conncount.cli.options.ParsedArguments;
import io.conncount.cli.options.SourceOptions;
import io.conncount.cli.options.UsageException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import picocli.CommandLine.Model.CommandSpec;

/** The options for how a Prometheus is reached, the same for every command that asks one. */
public final class PrometheusOptions {
    public static final String PROMETHEUS = "--prometheus";
    static final String ENVIRONMENT = "CONNCOUNT_PROMETHEUS";
    private static final String TIMEOUT = "--timeout";
    private static final String USER = "--user";
    private static final String PASSWORD_FILE = "--password-file";
    private static final String TOKEN_FILE = "--token-file";
    private static final String CA_FILE = "--ca-file";

    private static final Duration DEADLINE_DEFAULT = Duration.ofSeconds(30);
    private static final double DEADLINE_SECONDS_MIN = 0.1;
    private static final double DEADLINE_SECONDS_MAX = 3600;
    private static final int SECRET_BYTES_MAX = 64 * 1024;

    private final ParsedArguments given;

    private PrometheusOptions(ParsedArguments given) {
        this.given = given;
    }

    /** Adds those for time and trust; the address has a help of its own. */
    public static void addTo(CommandSpec spec) {
        spec.addOption(value("SECONDS", "Wait so long for an answer (default 30).", TIMEOUT));
        spec.addOption(value("NAME", "User of the Prometheus, with --password-file.", USER));
        spec.addOption(value("FILE", "The user's password.", PASSWORD_FILE));
        spec.addOption(value("FILE", "A bearer token.", TOKEN_FILE));
        spec.addOption(value("FILE", "Certificates to trust, in PEM.", CA_FILE));
    }

    /** Refuses those that need a Prometheus, where none is asked. */
    public static void requireNone(ParsedArguments given) throws UsageException {
        for (String option : List.of(TIMEOUT, USER, PASSWORD_FILE, TOKEN_FILE, CA_FILE)) {
            if (given.has(option)) {
                throw new UsageException(option + " needs " + PROMETHEUS + " URL");
            }
        }
    }

    /** How it is to be reached. */
    static Access access(ParsedArguments given) throws UsageException {
        PrometheusOptions options = new PrometheusOptions(given);
        return new Access(
                options.url(),
                options.authorization(),
                options.trust(),
                given.seconds(TIMEOUT, DEADLINE_SECONDS_MIN, DEADLINE_SECONDS_MAX)
                        .orElse(DEADLINE_DEFAULT));
    }

    private URI url() throws UsageException {
        String url = given.value(PROMETHEUS)
                .or(() -> Optional.ofNullable(System.getenv(ENVIRONMENT)))
                .orElseThrow(() ->
                        new UsageException("give the address of a Prometheus: --prometheus URL, or " + ENVIRONMENT));
        try {
            URI uri = new URI(url);
            boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            if (http && uri.getHost() != null && uri.getUserInfo() == null && uri.getQuery() == null) {
                return uri;
            }
        } catch (URISyntaxException e) {
            throw new UsageException("--prometheus " + url + ": not a URL: " + e.getReason());
        }
        throw new UsageException("--prometheus " + url
                + ": must be http://HOST:PORT or https://HOST:PORT, with a path if there is one; users go to --user");
    }

    private Optional<String> authorization() throws UsageException {
        Optional<String> token = secret(TOKEN_FILE);
        Optional<String> password = secret(PASSWORD_FILE);
        Optional<String> user = given.value(USER);
        if (user.isPresent() != password.isPresent() || (user.isPresent() && token.isPresent())) {
            throw new UsageException("give either --token-file, or --user and --password-file");
        }
        if (token.isPresent()) {
            return Optional.of("Bearer " + token.get());
        }
        return user.map(name -> "Basic "
                + Base64.getEncoder()
                        .encodeToString((name + ":" + password.orElseThrow()).getBytes(StandardCharsets.UTF_8)));
    }

    /** From a file, because other users can read command lines. */
    private Optional<String> secret(String option) throws UsageException {
        Optional<byte[]> bytes = file(option);
        if (bytes.isEmpty()) {
            return Optional.empty();
        }
        String text = new String(bytes.get(), StandardCharsets.UTF_8).strip();
        if (text.isEmpty() || text.chars().anyMatch(c -> c < ' ')) {
            throw new UsageException(option + " " + given.value(option).orElseThrow() + ": must have one line");
        }
        return Optional.of(text);
    }

    private Optional<byte[]> file(String option) throws UsageException {
        Optional<String> name = given.value(option);
        if (name.isEmpty()) {
            return Optional.empty();
        }
        Path path = SourceOptions.path(name.get());
        try (var in = Files.newInputStream(path)) {
            return Optional.of(in.readNBytes(SECRET_BYTES_MAX));
        } catch (IOException e) {
            throw new UsageException(option + " " + name.get() + ": cannot be read: " + e.getMessage());
        }
    }

    private Optional<SSLContext> trust() throws UsageException {
        Optional<byte[]> certificates = file(CA_FILE);
        if (certificates.isEmpty()) {
            return Optional.empty();
        }
        try {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            List<? extends Certificate> all = List.copyOf(CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(certificates.get())));
            if (all.isEmpty()) {
                throw new GeneralSecurityException("there are none in it");
            }
            for (int i = 0; i < all.size(); i++) {
                trusted.setCertificateEntry("ca" + i, all.get(i));
            }
            TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers.getTrustManagers(), null);
            return Optional.of(context);
        } catch (GeneralSecurityException | IOException e) {
            throw new UsageException(CA_FILE + " " + given.value(CA_FILE).orElseThrow()
                    + ": must have certificates in PEM: " + e.getMessage());
        }
    }
}
