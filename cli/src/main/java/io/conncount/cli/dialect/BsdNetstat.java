package io.conncount.cli.dialect;

import io.conncount.cli.list.ListOptions;
import io.conncount.cli.list.SsOptions;
import io.conncount.cli.list.SsPart;
import io.conncount.cli.options.Command.ExitCode;
import io.conncount.cli.options.FilterReader;
import io.conncount.cli.options.HelpText.Version;
import io.conncount.cli.options.ParsedArguments;
import io.conncount.cli.options.UsageException;
import io.conncount.names.HostNames;
import io.conncount.query.Selection;
import io.conncount.socket.AddressFamily;
import io.conncount.socket.Protocol;
import io.conncount.socket.SocketView;
import io.conncount.socket.TcpState;
import io.conncount.source.Host;
import io.conncount.source.HostSource;
import io.conncount.view.RowWriter;
import io.conncount.view.TextBuffer;
import java.io.IOException;
import java.io.PrintStream;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The dialect of netstat of FreeBSD. */
final class BsdNetstat implements Dialect {
    /** What is not about sockets, or cannot be had, and who answers. */
    private static final Map<String, String> REFUSED = Map.ofEntries(
            Map.entry("r", "-r: routes are not shown; 'route -n show' and /usr/bin/netstat -r show them"),
            Map.entry("i", "-i: interfaces are not shown; ifconfig shows them"),
            Map.entry("I", "-I: interfaces are not shown; ifconfig shows them"),
            Map.entry("w", "-w: interfaces are not shown; systat -ifstat shows them"),
            Map.entry("g", "-g: multicast groups are not shown; ifmcstat shows them"),
            Map.entry("m", "-m: mbufs are not shown; /usr/bin/netstat -m and vmstat -z show them"),
            Map.entry("B", "-B: listeners of BPF are not shown; /usr/bin/netstat -B shows them"),
            Map.entry("Q", "-Q: queues of netisr are not shown; /usr/bin/netstat -Q shows them"),
            Map.entry("s", "-s: counters are not shown; conncount capacity and /usr/bin/netstat -s show them"),
            Map.entry("T", "-T: these counters are not shown in columns; conncount list -i shows them"),
            Map.entry("C", "-C: congestion control is not shown in columns; conncount list -i shows it"),
            Map.entry("c", "-c: TCP stacks are not shown; /usr/bin/netstat -c shows them"),
            Map.entry("R", "-R: flow ids are not shown; /usr/bin/netstat -R shows them"),
            Map.entry("P", "-P: log ids are not shown; /usr/bin/netstat -P shows them"),
            Map.entry("M", "-M: only the running kernel is read"));

    /** Of FreeBSD's netstat, a socket that is bound to no address is a server. */
    private static final String CONNECTED = "not src 0.0.0.0 and not src [::]";

    @Override
    public int usageExitCode() {
        return 1;
    }

    @Override
    public int run(List<String> words, PrintStream err) throws UsageException, IOException, InterruptedException {
        BsdNetstatCommandLine line = new BsdNetstatCommandLine(words);
        if (line.has("version")) {
            return DialectListing.print("netstat of conncount " + Version.text() + "\n");
        }
        DialectListing.refuse(REFUSED, line::has);
        Host host = HostSource.open();
        int code = line.internet().isEmpty() ? ExitCode.DONE : internet(line, host, err);
        return line.unix() ? Math.max(code, unix(line, host, err)) : code;
    }

    private static int internet(BsdNetstatCommandLine line, Host host, PrintStream err)
            throws UsageException, IOException, InterruptedException {
        Selection all = new Selection(line.internet(), line.families(), line.states(), Optional.empty());
        Selection selection =
                line.has("a") || line.has("L") ? all : all.filtered(FilterReader.parse(CONNECTED, new HostNames()));
        return listing(line, host, err, true).list(options(selection, !line.has("n")), host);
    }

    /** Without a header in the midst of listeners. */
    private static int unix(BsdNetstatCommandLine line, Host host, PrintStream err)
            throws IOException, InterruptedException {
        Selection selection = new Selection(
                EnumSet.of(Protocol.UNIX), EnumSet.of(AddressFamily.UNIX), unixStates(line), Optional.empty());
        return listing(line, host, err, false).list(options(selection, false), host);
    }

    /** All of them are shown even without {@code -a}. */
    private static Set<TcpState> unixStates(BsdNetstatCommandLine line) {
        return line.has("L") ? EnumSet.of(TcpState.LISTEN) : TcpState.ALL;
    }

    private static ListOptions options(Selection selection, boolean named) {
        return new ListOptions(
                selection,
                SsOptions.of(SsPart.STRICT, SsPart.DETAILS),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Long.MAX_VALUE,
                true,
                named,
                named,
                ParsedArguments.threadsDefault());
    }

    private static DialectListing listing(BsdNetstatCommandLine line, Host host, PrintStream err, boolean internet) {
        int release = host.kernel().major();
        return new DialectListing(
                resolver -> {
                    BsdNetstatLayout layout = new BsdNetstatLayout(line, resolver, host.names(), release);
                    return internet ? layout : unixOnly(layout, line.has("L"));
                },
                err);
    }

    private static RowWriter<SocketView> unixOnly(BsdNetstatLayout layout, boolean headless) {
        return new RowWriter<>() {
            @Override
            public void header(TextBuffer out) {
                if (!headless) {
                    BsdNetstatLayout.unixHeader(out);
                }
            }

            @Override
            public void row(SocketView socket, TextBuffer out) {
                layout.row(socket, out);
            }
        };
    }
}
