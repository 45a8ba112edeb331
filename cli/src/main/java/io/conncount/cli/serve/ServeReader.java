package io.conncount.cli.serve;

import io.conncount.cli.options.ParsedArguments;
import io.conncount.cli.options.SourceOptions;
import io.conncount.cli.options.Suggestion;
import io.conncount.cli.options.UsageException;
import io.conncount.exporters.Daemon;
import io.conncount.exporters.flight.FlightRecorder;
import io.conncount.exporters.history.History;
import io.conncount.exporters.sampled.DaemonSeries.GroupSpec;
import io.conncount.exporters.sampled.ViewSeries.View;
import io.conncount.exporters.socket.LocalServer;
import io.conncount.exporters.web.WebServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Makes {@link Daemon.Options} of what was given, and says what is wrong with it. */
public final class ServeReader {
    static final String ADDRESS_DEFAULT = "127.0.0.1:12117";

    private static final int PORT_MAX = 65_535;
    private static final int REQUESTS_DEFAULT = 40;
    private static final int REQUESTS_MAX = 1000;
    private static final int SERIES_DEFAULT = 10_000;
    private static final int SERIES_MAX = 1_000_000;
    private static final int GROUPS_MAX = 32;
    private static final double INTERVAL_SECONDS_MIN = 0.1;
    private static final double INTERVAL_SECONDS_MAX = 86_400;
    private static final double DEADLINE_SECONDS_MAX = 3600;
    private static final double CPU_BUDGET_DEFAULT = 0.02;
    private static final int MODE_DEFAULT = 0660;
    private static final int RECORDINGS_DEFAULT = 5;
    private static final int RECORDINGS_MAX = 1000;
    private static final long HISTORY_BYTES_MIN = 8L << 20;
    private static final long HISTORY_BYTES_DEFAULT = 512L << 20;
    private static final long HISTORY_BYTES_MAX = 64L << 30;
    private static final Duration HISTORY_AGE_DEFAULT = Duration.ofHours(24);

    private final ParsedArguments given;

    public ServeReader(ParsedArguments given) {
        this.given = given;
    }

    /**
     * All options.
     *
     * @param groups those of {@link #groups}
     * @param flight that of {@link #flight}
     */
    public Daemon.Options read(List<GroupSpec> groups, Optional<FlightRecorder.Options> flight) throws UsageException {
        Optional<String> compat = given.value(Serve.COMPAT);
        if (compat.isPresent() && !compat.get().equals("node")) {
            throw new UsageException("--compat " + compat.get() + ": unknown exporter"
                    + Suggestion.hint(compat.get(), List.of("node"), "only 'node' is supported"));
        }
        return new Daemon.Options(
                web(),
                telemetryPath(),
                compat.isPresent(),
                given.number(Serve.MAX_SERIES, SERIES_MAX).orElse(SERIES_DEFAULT),
                given.share(Serve.CPU_BUDGET).orElse(CPU_BUDGET_DEFAULT),
                seconds(Serve.INTERVAL, INTERVAL_SECONDS_MAX).orElse(Duration.ofSeconds(1)),
                seconds(Serve.GROUP_INTERVAL, INTERVAL_SECONDS_MAX).orElse(Duration.ofSeconds(15)),
                seconds(Serve.DEADLINE, DEADLINE_SECONDS_MAX).orElse(Duration.ofSeconds(30)),
                groups,
                views(),
                local(),
                flight,
                history());
    }

    private Optional<Duration> seconds(String option, double max) throws UsageException {
        return given.seconds(option, INTERVAL_SECONDS_MIN, max);
    }

    private WebServer.Options web() throws UsageException {
        Optional<String> file = given.value(Serve.CONFIG_FILE);
        return new WebServer.Options(
                addresses(),
                given.number(Serve.MAX_REQUESTS, REQUESTS_MAX).orElse(REQUESTS_DEFAULT),
                file.isEmpty() ? Optional.empty() : Optional.of(SourceOptions.path(file.get())));
    }

    private List<InetSocketAddress> addresses() throws UsageException {
        List<String> words = given.values(Serve.LISTEN_ADDRESS);
        if (given.has(Serve.SYSTEMD_SOCKET)) {
            if (!words.isEmpty()) {
                throw new UsageException(Serve.SYSTEMD_SOCKET + " and " + Serve.LISTEN_ADDRESS
                        + " cannot be combined: with systemd, set the addresses in the .socket unit");
            }
            return List.of();
        }
        List<InetSocketAddress> addresses = new ArrayList<>();
        for (String word : words.isEmpty() ? List.of(ADDRESS_DEFAULT) : words) {
            addresses.add(address(word));
        }
        return addresses;
    }

    /** As exporters take it: {@code HOST:PORT}, {@code [IPV6]:PORT}, or {@code :PORT} for every address of the host. */
    private static InetSocketAddress address(String word) throws UsageException {
        int colon = word.lastIndexOf(':');
        String host = colon < 0 ? word : word.substring(0, colon);
        String port = word.substring(colon + 1);
        boolean hostIsWhole = !host.contains(":") || (host.startsWith("[") && host.endsWith("]"));
        if (colon < 0 || !hostIsWhole || !port.matches("\\d{1,5}") || Integer.parseInt(port) > PORT_MAX) {
            throw new UsageException(Serve.LISTEN_ADDRESS + " " + word + ": must be HOST:PORT, [IPV6]:PORT or :PORT");
        }
        if (host.isEmpty()) {
            return new InetSocketAddress(everyAddress(), Integer.parseInt(port));
        }
        try {
            return new InetSocketAddress(InetAddress.getByName(host), Integer.parseInt(port));
        } catch (UnknownHostException e) {
            throw new UsageException(Serve.LISTEN_ADDRESS + " " + word + ": unknown host " + host);
        }
    }

    /** That of IPv6, which takes IPv4 in. */
    private static InetAddress everyAddress() {
        try {
            return InetAddress.getByAddress(new byte[16]);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    private String telemetryPath() throws UsageException {
        String path = given.value(Serve.TELEMETRY_PATH).orElse("/metrics");
        if (!path.matches("/[A-Za-z0-9._~/-]{1,200}") || path.equals("/healthz") || path.equals("/readyz")) {
            throw new UsageException(Serve.TELEMETRY_PATH + " " + path
                    + ": must be a path such as /metrics, and not /, /healthz or /readyz");
        }
        return path;
    }

    /** What to count. Names in filters are those of the network namespace of this thread. */
    public List<GroupSpec> groups() throws UsageException {
        List<String> texts = given.values(Serve.GROUP);
        if (texts.size() > GROUPS_MAX) {
            throw new UsageException("at most " + GROUPS_MAX + " times " + Serve.GROUP);
        }
        List<GroupSpec> specs = new ArrayList<>();
        for (String text : texts) {
            GroupSpec spec = GroupWords.read(text);
            if (specs.stream().anyMatch(other -> other.name().equals(spec.name()))) {
                throw new UsageException(Serve.GROUP + " '" + text + "': another one has the same keys, which"
                        + " name the metric; remove one");
            }
            SourceOptions.requireNamespaces(
                    given, spec.query().selection(), spec.query().details());
            specs.add(spec);
        }
        return specs;
    }

    private Set<View> views() throws UsageException {
        Set<View> views = EnumSet.allOf(View.class);
        if (SourceOptions.ofAllNamespaces(given)) {
            // Each network namespace has ports and limits of its own.
            views.removeAll(Set.of(View.PORTS, View.CAPACITY, View.LISTENERS));
        }
        Optional<String> without = given.value(Serve.WITHOUT);
        List<String> names = Stream.of(View.values()).map(View::label).toList();
        for (String word : without.map(text -> text.split(",", -1)).orElse(new String[0])) {
            if (!names.contains(word)) {
                throw new UsageException(Serve.WITHOUT + " " + without.get() + ": unknown view '" + word + "'"
                        + Suggestion.hint(word, names));
            }
            views.removeIf(view -> view.label().equals(word));
        }
        return views;
    }

    /** What to record. Names in filters are those of the network namespace of this thread. */
    public Optional<FlightRecorder.Options> flight() throws UsageException {
        Optional<String> when = given.value(Serve.RECORD_WHEN);
        Optional<Integer> keep = given.number(Serve.RECORD_KEEP, RECORDINGS_MAX);
        Optional<String> directory = given.value(Serve.RECORD_DIRECTORY);
        if (when.isEmpty()) {
            if (keep.isPresent() || directory.isPresent()) {
                throw new UsageException(
                        Serve.RECORD_KEEP + " and " + Serve.RECORD_DIRECTORY + " need " + Serve.RECORD_WHEN);
            }
            return Optional.empty();
        }
        if (SourceOptions.ofAllNamespaces(given)) {
            throw new UsageException(Serve.RECORD_WHEN
                    + " and -N all cannot be combined: a recording is of one network namespace; give -N its name");
        }
        return Optional.of(new FlightRecorder.Options(
                AlarmWords.read(when.get(), given),
                SourceOptions.path(directory.orElse(SourceOptions.RECORDINGS_DEFAULT)),
                keep.orElse(RECORDINGS_DEFAULT)));
    }

    private Optional<LocalServer.Address> local() throws UsageException {
        if (given.has(Serve.NO_SOCKET)) {
            if (given.has(Serve.SOCKET)) {
                throw new UsageException("--socket and --no-socket cannot be combined");
            }
            return Optional.empty();
        }
        if (!given.has(Serve.SOCKET)
                && !canBeMade(Path.of(SourceOptions.SOCKET_DEFAULT).getParent())) {
            return Optional.empty();
        }
        String mode = given.value(Serve.SOCKET_MODE).orElse("0" + Integer.toOctalString(MODE_DEFAULT));
        if (!mode.matches("0?[0-7]{3}")) {
            throw new UsageException(
                    Serve.SOCKET_MODE + " " + mode + ": must be permissions as for chmod, such as 0660");
        }
        Path path = SourceOptions.path(given.value(Serve.SOCKET).orElse(SourceOptions.SOCKET_DEFAULT));
        return Optional.of(new LocalServer.Address(path, Integer.parseInt(mode, 8), given.value(Serve.SOCKET_GROUP)));
    }

    private Optional<History.Options> history() throws UsageException {
        Optional<String> directory = given.value(Serve.HISTORY);
        for (String option : List.of(Serve.HISTORY_SIZE, Serve.HISTORY_AGE)) {
            if (directory.isEmpty() && given.has(option)) {
                throw new UsageException(option + " needs " + Serve.HISTORY + " DIR");
            }
        }
        Duration age = given.period(Serve.HISTORY_AGE).orElse(HISTORY_AGE_DEFAULT);
        long size = given.bytes(Serve.HISTORY_SIZE, HISTORY_BYTES_MIN, HISTORY_BYTES_MAX)
                .orElse(HISTORY_BYTES_DEFAULT);
        return directory.isEmpty()
                ? Optional.empty()
                : Optional.of(new History.Options(SourceOptions.path(directory.get()), size, age));
    }

    /** Whether there can be a socket in this directory, which the system, or root, makes for daemons. */
    private static boolean canBeMade(Path directory) {
        return Files.isWritable(Files.exists(directory) ? directory : directory.getParent());
    }

    /** How much to log. */
    public String logLevel() throws UsageException {
        String level = given.value(Serve.LOG_LEVEL).orElse(LogFormat.LEVEL_DEFAULT);
        if (!LogFormat.LEVELS.contains(level)) {
            throw new UsageException(
                    Serve.LOG_LEVEL + " " + level + ": unknown level" + Suggestion.hint(level, LogFormat.LEVELS));
        }
        return level;
    }
}
