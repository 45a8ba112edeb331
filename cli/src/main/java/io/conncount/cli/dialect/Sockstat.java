package io.conncount.cli.dialect;

import io.conncount.cli.list.ListOptions;
import io.conncount.cli.list.SsOptions;
import io.conncount.cli.list.SsPart;
import io.conncount.cli.options.HelpText.Version;
import io.conncount.cli.options.ParsedArguments;
import io.conncount.cli.options.UsageException;
import io.conncount.query.Selection;
import io.conncount.socket.TcpState;
import io.conncount.source.Host;
import io.conncount.source.HostSource;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The dialect of sockstat, which FreeBSD has. */
final class Sockstat implements Dialect {
    static final String NAME = "sockstat";

    private static final Map<String, String> REFUSED = Map.of(
            "A", "-A: addresses in the kernel are not shown in columns; conncount netstat -A shows them",
            "C", "-C: congestion control is not shown in columns; conncount list -i shows it",
            "I", "-I: spliced sockets are not shown; /usr/bin/sockstat -I shows them",
            "i", "-i: generations are not shown in columns; conncount list -e shows them",
            "j", "-j: conncount list -p jail=NUMBER shows the sockets of a jail",
            "S", "-S: TCP stacks are not shown; /usr/bin/sockstat -S shows them",
            "U", "-U: encapsulation ports are not shown; /usr/bin/sockstat -U shows them");

    @Override
    public int usageExitCode() {
        return 1;
    }

    @Override
    public int run(List<String> words, PrintStream err) throws UsageException, IOException, InterruptedException {
        SockstatCommandLine line = new SockstatCommandLine(words);
        if (line.has("version")) {
            return DialectListing.print("sockstat of conncount " + Version.text() + "\n");
        }
        DialectListing.refuse(REFUSED, line::has);
        Host host = HostSource.open();
        int release = host.kernel().major();
        return new DialectListing(resolver -> new SockstatLayout(line, host.names(), release), err)
                .list(options(line), host);
    }

    private static ListOptions options(SockstatCommandLine line) {
        return new ListOptions(
                new Selection(line.tables(), line.families(), TcpState.ALL, Optional.empty()),
                SsOptions.of(SsPart.STRICT, SsPart.PROCESSES),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Long.MAX_VALUE,
                !line.has("q"),
                false,
                false,
                ParsedArguments.threadsDefault());
    }
}
