package io.conncount.cli.fleet;

import io.conncount.cli.fleet.PrometheusClient.Access;
import io.conncount.cli.options.HistoryOptions;
import io.conncount.cli.options.ParsedArguments;
import io.conncount.cli.options.SourceOptions;
import io.conncount.cli.options.UsageException;
import io.conncount.cli.options.WatchOptions;
import io.conncount.cli.output.Beat;
import io.conncount.cli.output.Format;
import io.conncount.cli.output.Output.ColorWhen;
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
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Reads what is to be asked, and of whom. */
final class FleetReader {
    private static final String USUAL_LABELS = "instance,state";
    private static final Duration DEADLINE_DEFAULT = Duration.ofSeconds(30);
    private static final double DEADLINE_SECONDS_MIN = 0.1;
    private static final double DEADLINE_SECONDS_MAX = 3600;
    private static final int SECRET_BYTES_MAX = 64 * 1024;

    private final ParsedArguments given;

    private FleetReader(ParsedArguments given) {
        this.given = given;
    }

    /**
     * What the command line says.
     *
     * @param at the moment that is asked about; empty for now
     * @param since how long ago a number is to be compared with; empty for none
     * @param rowsMax how many rows to show
     * @param format empty where the output decides
     */
    record FleetOptions(
            FleetQuestion question,
            Access access,
            Optional<Instant> at,
            Optional<Duration> since,
            int rowsMax,
            Beat beat,
            Optional<Format> format,
            ColorWhen color) {}

    static FleetOptions read(ParsedArguments given) throws UsageException {
        return new FleetReader(given).read();
    }

    private FleetOptions read() throws UsageException {
        Optional<Instant> at = at();
        Beat beat = WatchOptions.read(given);
        if (at.isPresent() && beat.watching()) {
            throw new UsageException("--watch and --at cannot be combined: the past does not change");
        }
        return new FleetOptions(
                FleetQuestion.of(given.value(Fleet.BY).orElse(USUAL_LABELS), given.words()),
                new Access(
                        url(),
                        authorization(),
                        trust(),
                        given.seconds(Fleet.TIMEOUT, DEADLINE_SECONDS_MIN, DEADLINE_SECONDS_MAX)
                                .orElse(DEADLINE_DEFAULT)),
                at,
                given.period(Fleet.SINCE),
                given.number(Fleet.TOP, Integer.MAX_VALUE).orElse(Integer.MAX_VALUE),
                beat,
                given.format(),
                given.color());
    }

    private URI url() throws UsageException {
        String url = given.value(Fleet.PROMETHEUS)
                .or(() -> Optional.ofNullable(System.getenv(Fleet.ENVIRONMENT)))
                .orElseThrow(() -> new UsageException(
                        "fleet needs the address of a Prometheus: --prometheus URL, or " + Fleet.ENVIRONMENT));
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

    private Optional<Instant> at() throws UsageException {
        return given.has(Fleet.AT)
                ? Optional.of(
                        HistoryOptions.time(Fleet.AT, given.value(Fleet.AT).orElseThrow()))
                : Optional.empty();
    }

    private Optional<String> authorization() throws UsageException {
        Optional<String> token = secret(Fleet.TOKEN_FILE);
        Optional<String> password = secret(Fleet.PASSWORD_FILE);
        Optional<String> user = given.value(Fleet.USER);
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
        Optional<byte[]> certificates = file(Fleet.CA_FILE);
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
            throw new UsageException(Fleet.CA_FILE + " "
                    + given.value(Fleet.CA_FILE).orElseThrow() + ": must have certificates in PEM: " + e.getMessage());
        }
    }
}
