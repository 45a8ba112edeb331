package io.conncount.exporters.web;

import io.conncount.exporters.web.Configuration.WatchedFiles;
import io.conncount.exporters.web.Section.Setting;
import io.conncount.exporters.web.WebServer.WebConfigException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * A web configuration in exporter-toolkit's format, checked.
 *
 * @param tls empty for plain HTTP
 * @param headers that every answer gets
 */
record WebConfig(Optional<Tls> tls, Map<String, String> headers, Users users, RateLimit rateLimit) {
    /** The format has three levels. */
    private static final int DEPTH_MAX = 8;

    /** The headers that exporter-toolkit allows, and their values where it names them. */
    private static final Map<String, List<String>> HEADERS = Map.of(
            "Strict-Transport-Security", List.of(),
            "X-Content-Type-Options", List.of("nosniff"),
            "X-Frame-Options", List.of("deny", "sameorigin"),
            "X-XSS-Protection", List.of(),
            "Content-Security-Policy", List.of());

    private static final Pattern HEADER_VALUE = Pattern.compile("[ -~]*");
    private static final Pattern DURATION =
            Pattern.compile("(?:(\\d{1,4})h)?(?:(\\d{1,4})m)?(?:(\\d{1,6})s)?(?:(\\d{1,9})ms)?");

    /** Plain HTTP without authentication. */
    static final WebConfig OPEN = new WebConfig(Optional.empty(), Map.of(), new Users(Map.of()), RateLimit.NONE);

    WebConfig {
        headers = Map.copyOf(headers);
    }

    /**
     * Reads a configuration and the files it names.
     *
     * @param files gets to know every file that is read, also where reading ends early
     */
    static WebConfig read(Path file, WatchedFiles files) throws WebConfigException {
        Section root = Section.ofFile(file, yaml(file, text(file, files)));
        Optional<Tls> tls = Tls.read(root.section("tls_server_config"), files);
        Section http = root.section("http_server_config");
        http.truth("http2", true); // for HTTP/2 and without, HTTP/1.1 is what clients settle on here
        Map<String, String> headers = headers(http.section("headers"));
        http.end();
        Users users = Users.read(root.section("basic_auth_users"));
        RateLimit rateLimit = rateLimit(root.section("rate_limit"));
        root.end();
        return new WebConfig(tls, headers, users, rateLimit);
    }

    private static String text(Path file, WatchedFiles files) throws WebConfigException {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(files.read(file));
            return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
        } catch (CharacterCodingException e) {
            throw new WebConfigException(file + ": is not text in UTF-8");
        } catch (IOException e) {
            throw new WebConfigException(file + ": cannot be read: " + e.getMessage());
        }
    }

    private static Optional<Node> yaml(Path file, String text) throws WebConfigException {
        LoadSettings settings = LoadSettings.builder().build();
        try {
            int depth = 0;
            for (Event event : new Parse(settings).parseString(text)) {
                depth += event instanceof CollectionStartEvent ? 1 : event instanceof CollectionEndEvent ? -1 : 0;
                if (depth > DEPTH_MAX || event instanceof AliasEvent) {
                    int line =
                            event.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
                    throw new WebConfigException(file + ":" + line
                            + (depth > DEPTH_MAX
                                    ? ": is nested too deeply"
                                    : ": aliases are not supported; write the value"));
                }
            }
            return new Compose(settings).composeString(text);
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
            throw new WebConfigException(file + ":" + line + ": is not YAML: " + e.getProblem());
        } catch (YamlEngineException e) {
            throw new WebConfigException(file + ": is not YAML: " + e.getMessage());
        }
    }

    private static Map<String, String> headers(Section section) throws WebConfigException {
        Map<String, String> headers = new HashMap<>();
        for (Map.Entry<String, Setting> header : section.rest().entrySet()) {
            Setting value = header.getValue();
            List<String> allowed = HEADERS.get(header.getKey());
            if (allowed == null) {
                throw value.wrong("this header cannot be set; choose from "
                        + String.join(", ", HEADERS.keySet().stream().sorted().toList()));
            }
            if (!allowed.isEmpty() && !allowed.contains(value.text())) {
                throw value.wrong("must be " + String.join(" or ", allowed));
            }
            if (!HEADER_VALUE.matcher(value.text()).matches()) {
                throw value.wrong("a header may contain only printable ASCII");
            }
            if (!value.text().isEmpty()) {
                headers.put(header.getKey(), value.text());
            }
        }
        return headers;
    }

    private static RateLimit rateLimit(Section section) throws WebConfigException {
        Optional<Setting> interval = section.text("interval");
        Optional<Setting> burst = section.text("burst");
        section.end();
        if (interval.isEmpty()) {
            return RateLimit.NONE;
        }
        Duration duration = duration(interval.get());
        if (duration.isZero()) {
            return RateLimit.NONE;
        }
        if (burst.isEmpty() || !burst.get().text().matches("[1-9]\\d{0,5}")) {
            throw burst.orElse(interval.get()).wrong("burst must be a number from 1 to 999999");
        }
        return new RateLimit(duration, Integer.parseInt(burst.get().text()));
    }

    private static Duration duration(Setting setting) throws WebConfigException {
        if (setting.text().equals("0")) {
            return Duration.ZERO;
        }
        Matcher parts = DURATION.matcher(setting.text());
        if (setting.text().isEmpty() || !parts.matches()) {
            throw setting.wrong("must be a duration, such as 1s, 500ms or 1m30s");
        }
        return Duration.ofHours(number(parts.group(1)))
                .plusMinutes(number(parts.group(2)))
                .plusSeconds(number(parts.group(3)))
                .plusMillis(number(parts.group(4)));
    }

    private static long number(String digits) {
        return digits == null ? 0 : Long.parseLong(digits);
    }

    /** A token bucket: each request takes a token, and one is added per interval, up to a limit. */
    static final class RateLimit {
        static final RateLimit NONE = new RateLimit(Duration.ZERO, 0);

        private final long intervalNanos;
        private final double tokensMax;
        private double tokens;
        private long filledNanos = System.nanoTime();

        /**
         * A full bucket.
         *
         * @param interval zero for no limit
         */
        RateLimit(Duration interval, int tokensMax) {
            intervalNanos = interval.toNanos();
            this.tokensMax = tokensMax;
            tokens = tokensMax;
        }

        /** Takes a token, if any. */
        synchronized boolean allowsOneMore() {
            if (intervalNanos == 0) {
                return true;
            }
            long now = System.nanoTime();
            tokens = Math.min(tokensMax, tokens + (now - filledNanos) / (double) intervalNanos);
            filledNanos = now;
            if (tokens < 1) {
                return false;
            }
            tokens--;
            return true;
        }
    }
}
