package io.conncount.cli.kill;

import static io.conncount.cli.options.OptionSpecs.flag;
import static io.conncount.cli.options.OptionSpecs.value;

import io.conncount.cli.list.ListReader;
import io.conncount.cli.options.Command;
import io.conncount.cli.options.FilterReader;
import io.conncount.cli.options.InNamespace;
import io.conncount.cli.options.OptionSpecs;
import io.conncount.cli.options.ParsedArguments;
import io.conncount.cli.options.SelectionOptions;
import io.conncount.cli.options.SourceOptions;
import io.conncount.cli.options.UsageException;
import io.conncount.filter.ParsedFilter;
import io.conncount.socket.TcpState;
import io.conncount.source.Host;
import io.conncount.source.HostSource;
import io.conncount.sys.Terminal;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** Closes the sockets that a filter selects. */
public final class Kill implements Command {
    public static final String NAME = "conncount kill";

    private static final String YES = "--yes";
    private static final String MAX = "--max";
    private static final String RATE = "--rate";

    private static final int MAX_DEFAULT = 1000;
    private static final int MAX_MAX = 100_000;
    private static final int RATE_DEFAULT = 1000;
    private static final int RATE_MAX = 1_000_000;

    /** Options that other commands have, and why this one does not. */
    public static Map<String, String> refusals() {
        String why = "kill closes sockets of this host's kernel, as sock_diag shows them now";
        return Map.of(SourceOptions.FROM, why, SourceOptions.SOURCE, why, SourceOptions.DAEMON, why);
    }

    @Override
    public CommandSpec spec() {
        CommandSpec spec = OptionSpecs.of(NAME);
        SelectionOptions.addForKill(spec);
        spec.addOption(value(
                "NAME",
                "Use another network namespace: a name from 'ip netns', or a path.",
                SourceOptions.NAMESPACE,
                "--net",
                "--netns"));
        spec.addOption(flag("Do not ask.", YES));
        spec.addOption(value("N", "Close nothing if more than N sockets match (default: 1000).", MAX));
        spec.addOption(value("N", "Close at most N sockets per second (default: 1000).", RATE));
        spec.addOption(flag("JSON, one line per closed socket, with time and owner.", "--json"));
        spec.addOption(flag("Same as --json.", "--ndjson"));
        OptionSpecs.addHelp(spec);
        return spec;
    }

    @Override
    public void describe(UsageMessageSpec usage) {
        usage.customSynopsis("conncount kill [-t] [-u] [OPTIONS] FILTER...");
        usage.description(
                "Closes TCP and UDP sockets, whichever process has them: shows what it would",
                "close, asks, and then shows each socket that it closed. Needs CAP_NET_ADMIN.");
        usage.footer(
                "",
                "Examples:",
                "  conncount kill dst 203.0.113.7                 connections with one address",
                "  conncount kill state close-wait sport = :8080  what a program forgot to close",
                "  conncount kill --yes --rate 50 --json dport = :5432 >>closed.json",
                "",
                "Exit codes: 0 all that match were closed, 1 some were not, 2 usage.");
    }

    @Override
    public int run(ParsedArguments given, PrintStream err) throws UsageException, IOException, InterruptedException {
        if (SourceOptions.ofAllNamespaces(given)) {
            throw new UsageException("kill closes sockets of one network namespace at a time: give -N its name");
        }
        return InNamespace.run(given, () -> kill(given, err));
    }

    private static int kill(ParsedArguments given, PrintStream err)
            throws UsageException, IOException, InterruptedException {
        Host host = HostSource.openSockDiag();
        KillOptions options = options(given.withNames(host.names()));
        if (!options.yes() && !(Terminal.isStandardInput() && Terminal.isStandardError())) {
            throw new UsageException("there is no terminal to ask on: see what conncount list shows for this filter,"
                    + " and then add " + YES);
        }
        return new KillRun(options, host, new FileOutputStream(FileDescriptor.out), err).run();
    }

    /** What was given, checked. */
    public static KillOptions options(ParsedArguments given) throws UsageException {
        ParsedFilter filter = FilterReader.read(given);
        boolean ofAnyState = filter.states().isEmpty() || filter.states().get().equals(TcpState.ALL);
        if (filter.filter().isEmpty() && ofAnyState) {
            throw new UsageException("kill needs a filter that says which sockets to close,"
                    + " such as 'dst 203.0.113.7', 'sport = :8080' or 'state close-wait'");
        }
        return new KillOptions(
                new ListReader(given).read(filter),
                given.has(YES),
                given.number(MAX, MAX_MAX).orElse(MAX_DEFAULT),
                given.number(RATE, RATE_MAX).orElse(RATE_DEFAULT));
    }
}
