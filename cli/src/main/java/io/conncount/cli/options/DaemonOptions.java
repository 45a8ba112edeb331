package io.conncount.cli.options;

import io.conncount.exporters.client.DaemonClient;
import java.nio.file.Path;

/** Who is asked with {@link SourceOptions#DAEMON}. Its classes are loaded only then. */
public final class DaemonOptions {
    private DaemonOptions() {}

    /** Asks the daemon. */
    public static DaemonClient client(ParsedArguments given) throws UsageException {
        Path socket =
                SourceOptions.path(System.getenv().getOrDefault(SourceOptions.SOCKET, SourceOptions.SOCKET_DEFAULT));
        return new DaemonClient(socket, given.has(SourceOptions.FRESH));
    }
}
