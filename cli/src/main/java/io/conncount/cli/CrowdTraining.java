package io.conncount.cli;

import io.conncount.cli.count.Count;
import io.conncount.cli.count.CountReader;
import io.conncount.cli.count.CountReader.CountOptions;
import io.conncount.cli.count.CountRun;
import io.conncount.cli.list.ListReader;
import io.conncount.cli.list.ListRun;
import io.conncount.cli.list.ListSockets;
import io.conncount.cli.options.Command;
import io.conncount.cli.options.ParsedArguments;
import io.conncount.cli.options.UsageException;
import io.conncount.cli.output.Output;
import io.conncount.collect.Collector;
import io.conncount.counters.Measure;
import io.conncount.counters.Measures;
import io.conncount.source.Host;
import io.conncount.source.HostSource;
import java.io.Closeable;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;

/** Answers with this host's sockets as if they were a million. */
final class CrowdTraining {
    private static final long SOCKETS = 1_000_000;
    private static final int CONNECTIONS = 32;

    /** What stays open until the process ends. */
    private static final List<Closeable> KEPT = new ArrayList<>();

    private CrowdTraining() {}

    static void answer() throws UsageException, IOException, InterruptedException {
        Host host = HostSource.open();
        Measures many = new Measures(Map.of(
                Measure.TCP_IN_USE, SOCKETS,
                Measure.TCP6_IN_USE, 0L,
                Measure.TCP_TIME_WAIT, 0L,
                Measure.TCP_ESTABLISHED, SOCKETS,
                Measure.TCP_OPENS, 0L));
        Host crowded = new Host(host.name(), host.sockets(), () -> many, host.kernel());
        count(crowded, Count.BY, "local-port,state", "--csv");
        // One word with a '=' in it, which picocli takes for an option's at first.
        list(crowded, "-tan", "sport = :1");
    }

    /** Makes connections, because a dump is split only if its sample has ports, and a quiet host has no connections. */
    static void connectToItself() throws IOException {
        ServerSocket server = new ServerSocket(0, CONNECTIONS, InetAddress.getLoopbackAddress());
        KEPT.add(server);
        for (int i = 0; i < CONNECTIONS; i++) {
            KEPT.add(new Socket(server.getInetAddress(), server.getLocalPort()));
        }
    }

    private static void count(Host host, String... words) throws UsageException, IOException, InterruptedException {
        CountOptions options = new CountReader(given(new Count(), words)).read();
        new CountRun(options, new Collector(host), Output.standard(), System.err).run();
    }

    private static void list(Host host, String... words) throws UsageException, IOException, InterruptedException {
        ParsedArguments given = given(new ListSockets(), words);
        FileOutputStream out = new FileOutputStream(FileDescriptor.out);
        new ListRun(new ListReader(given).read(), host, out, Output.standard().style(given.color())).run();
    }

    private static ParsedArguments given(Command command, String... words) throws UsageException {
        return ParsedArguments.parse(new CommandLine(command.spec()), List.of(words));
    }
}
