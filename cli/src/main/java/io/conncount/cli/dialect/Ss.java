package io.conncount.cli.dialect;

import io.conncount.cli.events.EventRun;
import io.conncount.cli.events.EventRun.EventOptions;
import io.conncount.cli.kill.KillOptions;
import io.conncount.cli.kill.KillRun;
import io.conncount.cli.list.ColumnWidths;
import io.conncount.cli.list.ListOptions;
import io.conncount.cli.list.Resolver;
import io.conncount.cli.list.SsOptions;
import io.conncount.cli.list.SsPart;
import io.conncount.cli.options.Command.ExitCode;
import io.conncount.cli.options.FilterReader;
import io.conncount.cli.options.HelpText.Version;
import io.conncount.cli.options.InNamespace;
import io.conncount.cli.options.ParsedArguments;
import io.conncount.cli.options.UsageException;
import io.conncount.collect.Requests;
import io.conncount.counters.SocketSummary;
import io.conncount.names.HostNames;
import io.conncount.query.Selection;
import io.conncount.socket.AddressFamily;
import io.conncount.socket.Detail;
import io.conncount.socket.Protocol;
import io.conncount.source.DumpRequest;
import io.conncount.source.DumpResult;
import io.conncount.source.Host;
import io.conncount.source.HostSource;
import io.conncount.source.LinuxSocketEvents;
import io.conncount.source.recording.AnswerFile;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The dialect of ss (iproute2). */
final class Ss implements Dialect {
    static final String NAME = "ss";

    /** What ss shows and we do not, and who does. */
    private static final Map<String, String> REFUSED = Map.of(
            "T", "-T: threads are not shown; the descriptors that a thread has of its own are among those of -p",
            "bpf-maps", "--bpf-maps: the storage of BPF programs is not shown; ss shows it");

    /** Those that match are kept before the first is closed. */
    private static final int KILLED_MAX = 100_000;

    @Override
    public int usageExitCode() {
        // exit(-1)
        return 255;
    }

    @Override
    public int run(List<String> words, PrintStream err) throws UsageException, IOException, InterruptedException {
        SsCommandLine line = new SsCommandLine(words);
        if (line.has("h")) {
            return DialectListing.print(SsUsage.TEXT);
        } else if (line.has("v") || line.has("V")) {
            return DialectListing.print("ss utility, conncount " + Version.text() + "\n");
        } else if (line.has("Z") || line.has("z")) {
            err.println("ss: SELinux is not enabled.");
            return ExitCode.FAILED;
        }
        DialectListing.refuse(REFUSED, line::has);
        return InNamespace.run(line.value("N"), () -> answer(line, err));
    }

    private static int answer(SsCommandLine line, PrintStream err)
            throws UsageException, IOException, InterruptedException {
        if (line.has("s")) {
            DialectListing.print(SsSummary.text(SocketSummary.ofThisThread()));
            if (line.selection().everything() && line.filter().isEmpty()) {
                return ExitCode.DONE;
            }
        }
        Optional<Selection> selection = line.selection().selection();
        if (selection.isEmpty()) {
            // Tables that we do not know, because hardly anybody has such sockets.
            Selection none = new Selection(
                    EnumSet.of(Protocol.TCP), AddressFamily.IP, line.selection().states(), Optional.empty());
            return listing(options(line, none), HostSource.open(), err).header(options(line, none));
        }
        if (line.value("D").isPresent()) {
            return dump(line.value("D").get(), selection.get(), err);
        }
        Host host = HostSource.open();
        String filter = FilterReader.text(line.filter(), line.value("F"));
        ListOptions options = options(line, selection.get().filtered(FilterReader.parse(filter, new HostNames())));
        if (line.has("E")) {
            return events(options, host, err);
        }
        return line.has("K")
                ? kill(options, host, err)
                : listing(options, host, err).list(options, host);
    }

    private static DialectListing listing(ListOptions options, Host host, PrintStream err) {
        ColumnWidths widths = new ColumnWidths();
        return new DialectListing(
                resolver -> options.aligned(resolver, host.names(), widths), Optional.of(widths), err);
    }

    private static ListOptions options(SsCommandLine line, Selection selection) {
        SsSelection selected = line.selection();
        Set<SsPart> parts = EnumSet.of(SsPart.STRICT, SsPart.ORDER);
        SsPart.NETID.addTo(parts, selected.tables().size() > 1);
        SsPart.STATE.addTo(parts, selected.states().size() > 1);
        SsPart.QUEUES.addTo(parts, !line.has("Q"));
        SsPart.TIMERS.addTo(parts, line.has("o") || line.has("e"));
        SsPart.DETAILS.addTo(parts, line.has("e"));
        SsPart.MEMORY.addTo(parts, line.has("m"));
        SsPart.INFO.addTo(parts, line.has("i"));
        SsPart.TRAFFIC_CLASS.addTo(parts, line.has("tos"));
        SsPart.SOCKET_OPTIONS.addTo(parts, line.has("inet-sockopt"));
        SsPart.FILTER.addTo(parts, line.has("b"));
        SsPart.CGROUP.addTo(parts, line.has("cgroup"));
        SsPart.PROCESSES.addTo(parts, line.has("p"));
        SsPart.ONE_LINE.addTo(parts, line.has("O"));
        return new ListOptions(
                selection,
                new SsOptions(parts),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Long.MAX_VALUE,
                !line.has("H"),
                line.has("r"),
                !line.has("n"),
                ParsedArguments.threadsDefault());
    }

    /** Of other tables, the kernel reports no events. */
    private static int events(ListOptions options, Host host, PrintStream err) throws IOException {
        Selection selection = options.selection();
        Set<Protocol> protocols = EnumSet.of(Protocol.TCP, Protocol.UDP);
        protocols.retainAll(selection.protocols());
        if (protocols.isEmpty()) {
            err.println("conncount: the kernel reports the end of TCP and UDP sockets only");
            return ExitCode.FAILED;
        }
        EventOptions shown =
                new EventOptions(selection, List.of(), Optional.empty(), options.header(), Optional.empty());
        Optional<Resolver> resolver = options.services() ? Optional.of(new Resolver(false, true)) : Optional.empty();
        OutputStream out = new FileOutputStream(FileDescriptor.out);
        try (LinuxSocketEvents events = HostSource.openEvents(protocols)) {
            Optional<String> fault =
                    new EventRun(shown, options.writer(resolver, host.names()), events, out, err).run();
            return DialectListing.exitCode(fault, err);
        }
    }

    /** Writes TCP sockets to a file, or to standard output for a hyphen, whatever the filter. */
    private static int dump(String file, Selection selection, PrintStream err) throws IOException {
        if (!selection.protocols().contains(Protocol.TCP)) {
            err.println("ss: tcpdiag dump requested and no tcp in filter.");
            return ExitCode.DONE;
        }
        DumpRequest request = Requests.of(
                selection, Protocol.TCP, Protocol.TCP.listedStates(), EnumSet.complementOf(EnumSet.of(Detail.HOLDERS)));
        try (OutputStream out = new BufferedOutputStream(
                file.startsWith("-") ? new FileOutputStream(FileDescriptor.out) : new FileOutputStream(file))) {
            DumpResult result = AnswerFile.write(HostSource.recordable(), request, out);
            return DialectListing.exitCode(result.fault(), err);
        }
    }

    private static int kill(ListOptions options, Host host, PrintStream err) throws IOException, InterruptedException {
        KillOptions all = new KillOptions(options, true, KILLED_MAX, Integer.MAX_VALUE);
        return new KillRun(all, host, new FileOutputStream(FileDescriptor.out), err).run();
    }
}
