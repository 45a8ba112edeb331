package io.conncount.cli.events;

import static io.conncount.cli.options.OptionSpecs.flag;
import static io.conncount.cli.options.OptionSpecs.value;

import io.conncount.cli.events.EventRun.EventOptions;
import io.conncount.cli.list.ListReader;
import io.conncount.cli.list.ListSockets;
import io.conncount.cli.options.Command;
import io.conncount.cli.options.Command.ExitCode;
import io.conncount.cli.options.OptionSpecs;
import io.conncount.cli.options.ParsedArguments;
import io.conncount.cli.options.SelectionOptions;
import io.conncount.cli.options.SelectionOptions.UsualStates;
import io.conncount.cli.options.UsageException;
import io.conncount.filter.Condition;
import io.conncount.filter.Conditions;
import io.conncount.filter.HolderCondition;
import io.conncount.filter.OwnerCondition;
import io.conncount.query.Selection;
import io.conncount.socket.TcpState;
import io.conncount.source.HostSource;
import io.conncount.source.LinuxSocketEvents;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** Shows sockets as they are destroyed. */
public final class Events implements Command {
    public static final String NAME = "conncount events";

    @Override
    public CommandSpec spec() {
        CommandSpec spec = OptionSpecs.of(NAME);
        SelectionOptions.addForEvents(spec);
        spec.addOption(flag("Do not print the header.", ListSockets.NO_HEADER, "--no-header"));
        spec.addOption(
                value("COL[,COL...]", "After the time, show these columns of conncount list.", ListSockets.COLUMNS));
        spec.addOption(value("N", "Stop after N sockets.", ListSockets.LIMIT));
        spec.addOption(flag("JSON, one line per socket.", "--json"));
        spec.addOption(flag("Same as --json.", "--ndjson"));
        spec.addOption(flag("CSV with a header line.", "--csv"));
        OptionSpecs.addHelp(spec);
        return spec;
    }

    @Override
    public void describe(UsageMessageSpec usage) {
        usage.customSynopsis("conncount events [-t] [-u] [OPTIONS] [FILTER...]");
        usage.description("Shows TCP and UDP sockets as they are destroyed, until interrupted.");
        usage.footer(
                "",
                "Examples:",
                "  conncount events                                  connections as they end",
                "  conncount events 'sport = :443' --json            only one service",
                "  conncount events --columns remote_address,bytes_received,min_rtt",
                "",
                "Exit codes: 0 done, 1 failed, 2 usage.");
    }

    @Override
    public int run(ParsedArguments given, PrintStream err) throws UsageException, IOException {
        EventOptions options = options(given);
        OutputStream out = new FileOutputStream(FileDescriptor.out);
        try (LinuxSocketEvents events =
                HostSource.openEvents(options.selection().protocols())) {
            Optional<String> fault = new EventRun(options, events, out, err).run();
            if (fault.isPresent()) {
                err.println("conncount: incomplete: " + fault.get());
            }
            return fault.isPresent() ? ExitCode.FAILED : ExitCode.DONE;
        }
    }

    /** What was given, checked. */
    public static EventOptions options(ParsedArguments given) throws UsageException {
        Selection selection = SelectionOptions.read(given, UsualStates.ALL);
        if (!selection.states().equals(TcpState.ALL)) {
            throw new UsageException("a destroyed socket has no state: remove 'state' from the filter");
        }
        if (selection.filter().isPresent()
                && looksAtOwner(selection.filter().get().condition())) {
            throw new UsageException(
                    "a destroyed socket has no owner: remove users, cgroups, marks and processes from the filter");
        }
        return new EventOptions(
                selection,
                ListReader.columns(given),
                given.format(),
                !given.has(ListSockets.NO_HEADER),
                given.number(ListSockets.LIMIT, Integer.MAX_VALUE));
    }

    private static boolean looksAtOwner(Condition condition) {
        return Conditions.contain(condition, OwnerCondition.class)
                || Conditions.contain(condition, HolderCondition.class);
    }
}
