package io.conncount.cli.count;

import io.conncount.cli.options.ExitCode;
import io.conncount.cli.options.ParsedArguments;
import io.conncount.cli.options.SourceOptions;
import io.conncount.cli.options.UsageException;
import io.conncount.cli.output.Output;
import io.conncount.exporters.client.DaemonClient;
import io.conncount.exporters.client.DaemonClient.DaemonException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;

/** Counting by the daemon: what it has counted already, or counts for several callers at once. */
public final class AskDaemon {
    private AskDaemon() {}

    /**
     * Asks it, and shows its answers.
     *
     * @return the exit code
     */
    static int run(ParsedArguments given, CountOptions options, PrintStream err)
            throws UsageException, IOException, InterruptedException {
        try {
            return new CountRun(options, client(given), Output.standard(), err).run();
        } catch (DaemonException e) {
            err.println("conncount: " + e.getMessage());
            return ExitCode.FAILED;
        }
    }

    /** Asks the daemon. */
    public static DaemonClient client(ParsedArguments given) throws UsageException {
        Path socket =
                SourceOptions.path(System.getenv().getOrDefault(SourceOptions.SOCKET, SourceOptions.SOCKET_DEFAULT));
        return new DaemonClient(socket, given.has(SourceOptions.FRESH));
    }
}
