package io.conncount.cli.serve;

import static io.conncount.cli.options.OptionSpecs.flag;
import static io.conncount.cli.options.OptionSpecs.value;

import io.conncount.cli.options.Command;
import io.conncount.cli.options.Command.ExitCode;
import io.conncount.cli.options.HelpText.Version;
import io.conncount.cli.options.HistoryOptions;
import io.conncount.cli.options.InNamespace;
import io.conncount.cli.options.OptionSpecs;
import io.conncount.cli.options.ParsedArguments;
import io.conncount.cli.options.SourceOptions;
import io.conncount.cli.options.UsageException;
import io.conncount.exporters.Daemon;
import io.conncount.source.Host;
import io.conncount.sys.KernelException;
import io.conncount.sys.ServiceManager;
import io.conncount.sys.Signals;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Logger;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** The daemon: samples all the time at a bounded cost, and answers Prometheus and callers on this host. */
public final class Serve implements Command {
    static final String LISTEN_ADDRESS = "--web.listen-address";
    static final String SYSTEMD_SOCKET = "--web.systemd-socket";
    static final String TELEMETRY_PATH = "--web.telemetry-path";
    static final String MAX_REQUESTS = "--web.max-requests";
    static final String CONFIG_FILE = "--web.config.file";
    static final String GROUP = "--group";
    static final String MAX_SERIES = "--max-series";
    static final String WITHOUT = "--without";
    static final String COMPAT = "--compat";
    static final String CPU_BUDGET = "--cpu-budget";
    static final String INTERVAL = "--interval";
    static final String GROUP_INTERVAL = "--group-interval";
    static final String DEADLINE = "--deadline";
    static final String SOCKET = "--socket";
    static final String NO_SOCKET = "--no-socket";
    static final String SOCKET_GROUP = "--socket-group";
    static final String SOCKET_MODE = "--socket-mode";
    static final String RECORD_WHEN = "--record-when";
    static final String RECORD_KEEP = "--record-keep";
    static final String RECORD_DIRECTORY = "--record-dir";
    static final String HISTORY = "--history";
    static final String HISTORY_SIZE = "--history-size";
    static final String HISTORY_AGE = "--history-age";
    static final String LOG_LEVEL = "--log.level";

    private static final Logger LOG = Logger.getLogger(Serve.class.getName());

    @Override
    public CommandSpec spec() {
        CommandSpec spec = OptionSpecs.of("conncount serve");
        spec.addOption(OptionSpecs.values(
                "HOST:PORT",
                "Listen for HTTP on this address (default " + ServeReader.ADDRESS_DEFAULT + "); may be repeated.",
                LISTEN_ADDRESS));
        spec.addOption(flag("Listen for HTTP on the sockets that systemd passes.", SYSTEMD_SOCKET));
        spec.addOption(value("PATH", "Path of the metrics (default /metrics).", TELEMETRY_PATH));
        spec.addOption(value("N", "Handle at most N requests at once (default 40).", MAX_REQUESTS));
        spec.addOption(value("FILE", "TLS, users and headers, in the format of exporter-toolkit.", CONFIG_FILE));
        spec.addOption(OptionSpecs.values(
                "SPEC", "Also count by these keys: 'by=KEY[,KEY...] top=N ...'; see conncount help serve.", GROUP));
        spec.addOption(value("N", "Export at most N series of groups (default 10,000).", MAX_SERIES));
        spec.addOption(value("VIEW[,VIEW]", "Do not sample these: capacity, ports, memory, listeners.", WITHOUT));
        spec.addOption(value("NAME", "node: also export node_exporter's node_tcp_connection_states.", COMPAT));
        spec.addOption(value("PERCENT", "Use at most PERCENT of a core for sampling (default 2 %).", CPU_BUDGET));
        spec.addOption(value("SECONDS", "Sampling interval for states (default 1); longer if over budget.", INTERVAL));
        spec.addOption(
                value("SECONDS", "Sampling interval for groups and listen queues (default 15).", GROUP_INTERVAL));
        spec.addOption(value("SECONDS", "Abandon a sample after SECONDS (default 30).", DEADLINE));
        spec.addOption(value(
                "PATH",
                "Answer conncount --daemon on this socket (default " + SourceOptions.SOCKET_DEFAULT + ").",
                SOCKET));
        spec.addOption(flag("Do not answer conncount --daemon.", NO_SOCKET));
        spec.addOption(value("GROUP", "Let this group use the socket, besides its owner.", SOCKET_GROUP));
        spec.addOption(value("MODE", "Permissions of the socket (default 0660).", SOCKET_MODE));
        spec.addOption(
                value("CONDITION", "Record all sockets when a condition of conncount check holds.", RECORD_WHEN));
        spec.addOption(value("N", "Keep the last N of these recordings (default 5).", RECORD_KEEP));
        spec.addOption(value("DIR", "Where (default " + SourceOptions.RECORDINGS_DEFAULT + ").", RECORD_DIRECTORY));
        spec.addOption(value(
                "DIR", "Record samples in a file in DIR, such as " + HistoryOptions.DIRECTORY_DEFAULT + ".", HISTORY));
        spec.addOption(value("SIZE", "Space for them, such as 2G (default 512M); the oldest go first.", HISTORY_SIZE));
        spec.addOption(value("TIME", "Keep them so long, such as 7d (default 24h).", HISTORY_AGE));
        spec.addOption(value("LEVEL", "Log level: debug, info (the default), warn or error.", LOG_LEVEL));
        SourceOptions.addNamespace(spec);
        OptionSpecs.addHelp(spec);
        return spec;
    }

    @Override
    public void describe(UsageMessageSpec usage) {
        usage.customSynopsis("conncount serve [OPTIONS]");
        usage.description("Samples sockets within a CPU budget, for Prometheus and conncount --daemon.");
        usage.footer(
                "",
                "Examples:",
                "  conncount serve",
                "  conncount serve --group 'by=local-port,state top=20' --group by=remote-net/16",
                "  conncount serve --record-when 'state=syn-recv > 5000 for 10s'",
                "  conncount serve --web.listen-address :12117 --web.config.file web.yml",
                "",
                "Exit codes: 0 ended by a signal, 1 failed, 2 usage.");
    }

    @Override
    public List<String> reference() {
        return List.of(
                "",
                "A SPEC consists of words separated by blanks:",
                "  by=KEY[,KEY...]         the keys of conncount --by",
                "  top=N                   the N largest groups (default 20), the rest as other",
                "  only.KEY=VALUE[,VALUE]  only these values of a key, the rest as other",
                "  tables=QUERY            tables, as for -A (default tcp)",
                "  filter=FILTER           must be last; extends to the end of the SPEC");
    }

    @Override
    public int run(ParsedArguments given, PrintStream err) throws UsageException, IOException, InterruptedException {
        ServeReader reader = new ServeReader(given);
        try (InNamespace inside = InNamespace.of(given)) {
            // Filters may use names of the namespace, addresses those of this one, where the daemon listens.
            Daemon.Options options = reader.read(inside.call(reader::groups), inside.call(reader::flight));
            LogFormat.install(reader.logLevel(), err);
            return serve(given, options, inside);
        }
    }

    private static int serve(ParsedArguments given, Daemon.Options options, InNamespace inside)
            throws UsageException, IOException, InterruptedException {
        CountDownLatch ended = new CountDownLatch(1);
        Signals.on("TERM", ended::countDown);
        Signals.on("INT", ended::countDown);
        // What is read while it starts is new: until then the signal, which else would end it, means nothing.
        Signals.on("HUP", () -> {});
        Host host = SourceOptions.open(given);
        try (Daemon daemon = new Daemon(host, options, Version.text())) {
            Signals.on("HUP", daemon::reload);
            inside.call(() -> {
                daemon.start();
                return null;
            });
            tell(daemon, options, given);
            notifyManager("READY=1");
            ended.await();
            LOG.info("ending");
            notifyManager("STOPPING=1");
            return ExitCode.DONE;
        } catch (IOException e) {
            LOG.severe(e.getMessage());
            return ExitCode.FAILED;
        }
    }

    private static void tell(Daemon daemon, Daemon.Options options, ParsedArguments given) {
        given.value(SourceOptions.NAMESPACE).ifPresent(name -> LOG.info("sampling network namespace " + name));
        daemon.recording().ifPresent(LOG::info);
        daemon.places().forEach(place -> LOG.info("answering HTTP on " + place));
        options.history().ifPresent(history -> LOG.info("recording a history in " + history.directory()));
        if (options.local().isPresent()) {
            LOG.info("answering conncount --daemon on " + options.local().get().path());
        } else if (!given.has(NO_SOCKET)) {
            LOG.warning("not answering conncount --daemon: this user cannot create " + SourceOptions.SOCKET_DEFAULT
                    + "; choose another path with --socket");
        }
    }

    /** A manager that does not hear it has its own ways to find out; the daemon works all the same. */
    private static void notifyManager(String state) {
        try {
            ServiceManager.notify(state);
        } catch (KernelException e) {
            LOG.warning("cannot notify the service manager of " + state + ": " + e.getMessage());
        }
    }
}
