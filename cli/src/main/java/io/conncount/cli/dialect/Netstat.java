package io.conncount.cli.dialect;

import io.conncount.cli.list.ListOptions;
import io.conncount.cli.list.SsOptions;
import io.conncount.cli.list.SsPart;
import io.conncount.cli.options.Command.ExitCode;
import io.conncount.cli.options.HelpText.Version;
import io.conncount.cli.options.ParsedArguments;
import io.conncount.cli.options.UsageException;
import io.conncount.query.Selection;
import io.conncount.socket.AddressFamily;
import io.conncount.socket.Holders;
import io.conncount.source.Host;
import io.conncount.source.HostSource;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** The dialect of netstat (net-tools). */
final class Netstat implements Dialect {
    static final String NAME = "netstat";

    /** What is not about sockets, and who answers. */
    private static final Map<String, String> REFUSED = Map.of(
            "r", "-r: routes are not shown; 'ip route' shows them",
            "F", "-F: routes are not shown; 'ip route' shows them",
            "C", "-C: routes are not shown; 'ip route' shows them",
            "i", "-i: interfaces are not shown; 'ip -s link' shows them",
            "g", "-g: multicast groups are not shown; 'ip maddress' shows them",
            "M", "-M: masqueraded connections are not shown; 'conntrack -L' shows them",
            "Z", "-Z: security contexts are not shown",
            "S", "-S: SCTP sockets are shown by conncount ss -S");

    private static final long PAUSE_SECONDS = 1;

    @Override
    public int usageExitCode() {
        // E_OPTERR of net-tools
        return 3;
    }

    @Override
    public int run(List<String> words, PrintStream err) throws UsageException, IOException, InterruptedException {
        NetstatCommandLine line = new NetstatCommandLine(words);
        if (line.has("V")) {
            return DialectListing.print("netstat of conncount " + Version.text() + "\n");
        } else if (line.has("h")) {
            return DialectListing.print(NetstatUsage.TEXT);
        }
        DialectListing.refuse(REFUSED, line::has);
        if (line.has("s")) {
            return statistics(line);
        }
        int code = answer(line, err);
        while (line.has("c") && code == ExitCode.DONE) {
            TimeUnit.SECONDS.sleep(PAUSE_SECONDS);
            code = answer(line, err);
        }
        return code;
    }

    private static int statistics(NetstatCommandLine line) throws IOException {
        Optional<AddressFamily> family = line.countedFamily();
        if (family.isEmpty()) {
            // Where net-tools says it, too.
            DialectListing.print("netstat: No statistics support for specified address family: "
                    + (line.unix() ? "unix" : "inet,inet6") + "\n");
            return ExitCode.FAILED;
        }
        return DialectListing.print(NetstatStatistics.text(line.internet(), family.get()));
    }

    private static int answer(NetstatCommandLine line, PrintStream err) throws IOException, InterruptedException {
        Host host = withHoldersReadOnce(HostSource.open());
        int code = line.internet().isEmpty() ? ExitCode.DONE : internet(line, host, err);
        if (line.unix()) {
            Optional<Holders> holders = line.has("p")
                    ? Optional.of(host.holders().read(ParsedArguments.threadsDefault()))
                    : Optional.empty();
            new NetstatUnix(line, holders, new ProgramNames()).write(new FileOutputStream(FileDescriptor.out));
        }
        return code;
    }

    private static Host withHoldersReadOnce(Host host) {
        return new Host(
                host.name(),
                host.sockets(),
                host.counters(),
                host.kernel(),
                host.names(),
                new HoldersReadOnce(host.holders()),
                host.recorded());
    }

    private static int internet(NetstatCommandLine line, Host host, PrintStream err)
            throws IOException, InterruptedException {
        Set<SsPart> parts = EnumSet.of(SsPart.STRICT, SsPart.STATE, SsPart.QUEUES);
        SsPart.DETAILS.addTo(parts, line.has("e"));
        SsPart.TIMERS.addTo(parts, line.has("o"));
        SsPart.PROCESSES.addTo(parts, line.has("p"));
        ListOptions options = new ListOptions(
                new Selection(line.internet(), line.families(), line.states(), Optional.empty()),
                new SsOptions(parts),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Long.MAX_VALUE,
                true,
                !line.has("n") && !line.has("numeric-hosts"),
                !line.has("n") && !line.has("numeric-ports"),
                ParsedArguments.threadsDefault());
        return new DialectListing(resolver -> new NetstatLayout(line, resolver, host.names(), new ProgramNames()), err)
                .list(options, host);
    }
}
