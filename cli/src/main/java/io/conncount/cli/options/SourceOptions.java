package io.conncount.cli.options;

import static io.conncount.cli.options.OptionSpecs.flag;
import static io.conncount.cli.options.OptionSpecs.value;

import io.conncount.query.Selection;
import io.conncount.socket.Detail;
import io.conncount.source.AllNamespaces;
import io.conncount.source.Host;
import io.conncount.source.HostSource;
import io.conncount.source.recording.RecordedHost;
import io.conncount.source.recording.RecordingException;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.PrintStream;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;

/** The options for the source of sockets, the same for every command that reads sockets. */
public final class SourceOptions {
    public static final String FROM = "--from";
    /** What stands for standard input or output where a file is expected. */
    public static final String STANDARD_STREAM = "-";

    public static final String SOURCE = "--source";
    public static final String NAMESPACE = "-N";

    /** Stands for every namespace in {@link #NAMESPACE}; the path of one that has this name is another way to it. */
    private static final String ALL_NAMESPACES = "all";

    public static final String DAEMON = "--daemon";
    public static final String FRESH = "--fresh";

    /** The environment's variable that says where the daemon's socket is. */
    public static final String SOCKET_DEFAULT = "/run/conncount/conncount.sock";

    /** Where the daemon keeps the recordings that it takes by itself. */
    public static final String RECORDINGS_DEFAULT = "/var/lib/conncount/recordings";

    public static final String SOCKET = "CONNCOUNT_SOCKET";

    private static final String BPF = "bpf";
    private static final String SOCK_DIAG = "sock_diag";
    private static final String PROCFS = "procfs";
    /** The values of {@code --source}. */
    public static final List<String> SOURCES = List.of(BPF, SOCK_DIAG, PROCFS);

    private SourceOptions() {}

    public static void addTo(CommandSpec spec) {
        spec.addOption(value(
                "FILE",
                "Read a recording from conncount record or ss -D (- is standard input), or FreeBSD sysctls in DIR[:SET].",
                FROM));
        spec.addOption(
                value("NAME", "Read from bpf, sock_diag or procfs; by default from what is fastest here.", SOURCE));
        addNamespace(spec);
    }

    public static void addNamespace(CommandSpec spec) {
        spec.addOption(value(
                "NAME",
                "Use another network namespace: a name from 'ip netns', a path, or 'all'.",
                NAMESPACE,
                "--net",
                "--netns"));
    }

    public static void addDaemon(CommandSpec spec) {
        spec.addOption(flag("Ask the daemon (conncount serve) instead of the kernel.", DAEMON));
        spec.addOption(flag("With --daemon: do not use an earlier answer.", FRESH));
    }

    /** Refuses options that the daemon does not support, because it reads the kernel in its own way. */
    public static void requireOneSource(ParsedArguments given) throws UsageException {
        if (!given.has(DAEMON)) {
            if (given.has(FRESH)) {
                throw new UsageException("--fresh needs --daemon: without it, every answer is fresh");
            }
            return;
        }
        if (given.has(NAMESPACE)) {
            throw new UsageException("--daemon and --net cannot be combined: the daemon counts the namespace it was"
                    + " started for, as by conncount serve --net "
                    + given.value(NAMESPACE).orElseThrow());
        }
        for (String option : List.of(FROM, SOURCE, OptionSpecs.THREADS)) {
            if (given.has(option)) {
                throw new UsageException("--daemon and " + option + " cannot be combined: the daemon reads the kernel"
                        + " in one thread; remove one of them");
            }
        }
    }

    /**
     * The host to read from.
     *
     * @throws RecordingException if the recording cannot be read
     */
    public static Host open(ParsedArguments given) throws UsageException, RecordingException {
        Optional<String> from = given.value(FROM);
        Optional<String> source = given.value(SOURCE);
        if (from.isPresent()) {
            if (source.isPresent()) {
                throw new UsageException("--from and --source cannot be combined: --from reads the recording");
            }
            return from.get().equals(STANDARD_STREAM)
                    ? RecordedHost.open(new FileInputStream(FileDescriptor.in), "standard input")
                    : RecordedHost.open(path(from.get()));
        }
        Host host = thisHost(source);
        return ofAllNamespaces(given) ? AllNamespaces.of(host) : host;
    }

    private static Host thisHost(Optional<String> source) throws UsageException {
        if (source.isEmpty()) {
            return HostSource.open();
        }
        return switch (source.get()) {
            case BPF -> HostSource.openBpf();
            case SOCK_DIAG -> HostSource.openSockDiag();
            case PROCFS -> HostSource.openProcfs();
            default ->
                throw new UsageException(
                        "unknown source '" + source.get() + "' in --source" + Suggestion.hint(source.get(), SOURCES));
        };
    }

    /** True if every network namespace is asked for. */
    public static boolean ofAllNamespaces(ParsedArguments given) {
        return given.value(NAMESPACE).orElse("").equals(ALL_NAMESPACES);
    }

    /**
     * Refuses questions about network namespaces if only one is read.
     *
     * @param details what is asked of each socket, besides what the filter of the selection asks
     */
    public static void requireNamespaces(ParsedArguments given, Selection selection, Set<Detail> details)
            throws UsageException {
        Set<Detail> asked = EnumSet.noneOf(Detail.class);
        asked.addAll(details);
        if (selection.filter().isPresent()) {
            selection.filter().get().condition().addDetails(asked);
        }
        if (asked.contains(Detail.NAMESPACE) && !ofAllNamespaces(given) && !given.has(DAEMON)) {
            throw new UsageException("netns needs --netns all: without it, only one network namespace is read");
        }
    }

    /** Says on {@code err}, in one line, what people should know of the host before its answer. */
    public static void remark(ParsedArguments given, Host host, PrintStream err) {
        if (given.value(SOURCE).orElse("").equals(PROCFS)) {
            err.println("conncount: reading /proc/net instead of sock_diag; this is slow on busy hosts");
        }
        if (host.recorded().isPresent() && host.recorded().get().selection().isPresent()) {
            err.println("conncount: " + given.value(FROM).orElseThrow() + " contains only this selection: "
                    + host.recorded().get().selection().get());
        }
    }

    /** A file's name as a path. */
    public static Path path(String name) throws UsageException {
        try {
            return Path.of(name);
        } catch (InvalidPathException e) {
            throw new UsageException("invalid file name: " + e.getReason());
        }
    }
}
