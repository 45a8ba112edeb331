package io.conncount.cli;

import static io.conncount.cli.OptionSpecs.flag;
import static io.conncount.cli.OptionSpecs.value;

import io.conncount.source.Host;
import io.conncount.source.HostSource;
import io.conncount.source.recording.RecordedHost;
import io.conncount.source.recording.RecordingException;
import java.io.PrintStream;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/** The options that say whom to ask, the same for every command that answers from sockets. */
final class SourceOptions {
    static final String FROM = "--from";
    static final String SOURCE = "--source";

    static final String DAEMON = "--daemon";
    static final String FRESH = "--fresh";

    /** The environment's variable that says where the daemon's socket is. */
    static final String SOCKET = "CONNCOUNT_SOCKET";

    private static final String SOCK_DIAG = "sock_diag";
    private static final String PROCFS = "procfs";

    private SourceOptions() {}

    static void addTo(CommandSpec spec) {
        spec.addOption(value(
                "FILE", "Read a recording, of conncount record or ss -D; or DIR[:SET], sysctls of FreeBSD.", FROM));
        spec.addOption(value("NAME", "Ask sock_diag (the default), or procfs, which is slow.", SOURCE));
    }

    static void addDaemon(CommandSpec spec) {
        spec.addOption(flag("Ask the daemon (conncount serve) in place of the kernel.", DAEMON));
        spec.addOption(flag("With --daemon: what it has counted before will not do.", FRESH));
    }

    /** Refuses what the daemon, which asks the kernel in its own way, cannot be asked to do. */
    static void requireOneSource(Given given) throws UsageException {
        if (!given.has(DAEMON)) {
            if (given.has(FRESH)) {
                throw new UsageException("--fresh is for --daemon: without it every answer is fresh");
            }
            return;
        }
        for (String option : List.of(FROM, SOURCE, OptionSpecs.THREADS)) {
            if (given.has(option)) {
                throw new UsageException("--daemon and " + option + " exclude each other: the daemon asks the kernel,"
                        + " on one thread; leave one of them out");
            }
        }
    }

    /**
     * The host that is to be asked.
     *
     * @throws RecordingException if the recording cannot be read
     */
    static Host open(Given given) throws UsageException, RecordingException {
        Optional<String> from = given.value(FROM);
        Optional<String> source = given.value(SOURCE);
        if (from.isPresent()) {
            if (source.isPresent()) {
                throw new UsageException("--from and --source exclude each other: a recording asks nobody");
            }
            return RecordedHost.open(path(from.get()));
        }
        return switch (source.orElse(SOCK_DIAG)) {
            case SOCK_DIAG -> HostSource.open();
            case PROCFS -> HostSource.openProcfs();
            default ->
                throw new UsageException("unknown source '" + source.get() + "' in --source"
                        + Nearest.hint(source.get(), List.of(SOCK_DIAG, PROCFS)));
        };
    }

    /** Says on {@code err}, in one line, what people should know of the host before its answer. */
    static void remark(Given given, Host host, PrintStream err) {
        if (given.value(SOURCE).orElse("").equals(PROCFS)) {
            err.println("conncount: reading /proc/net in place of sock_diag: slow on busy hosts");
        }
        Optional<String> selection = host.recorded().flatMap(Host.Recorded::selection);
        if (selection.isPresent()) {
            err.println("conncount: " + given.value(FROM).orElseThrow()
                    + " was recorded with a selection and holds no more: " + selection.get());
        }
    }

    /** A file's name as a path. */
    static Path path(String name) throws UsageException {
        try {
            return Path.of(name);
        } catch (InvalidPathException e) {
            throw new UsageException("this is no name of a file: " + e.getReason());
        }
    }
}
