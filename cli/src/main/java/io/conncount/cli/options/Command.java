package io.conncount.cli.options;

import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** One thing that conncount does: its options, its help, and the doing. */
public interface Command {
    /** The options it takes, built by calls: reading annotations costs 25 ms at every start ({@code docs/start-up.md}). */
    CommandSpec spec();

    /** Adds what only help shows; not needed to understand a command line. */
    void describe(UsageMessageSpec usage);

    /** Lists of names for those who ask for all help: they would not fit a screen. */
    default List<String> reference() {
        return List.of();
    }

    /**
     * Does it.
     *
     * @return the exit code
     */
    int run(ParsedArguments given, PrintStream err) throws UsageException, IOException, InterruptedException;

    /**
     * Says why it could not be done.
     *
     * @param exitCode what that usually ends with
     * @return the exit code
     */
    default int fail(String message, int exitCode, PrintStream err) {
        err.println("conncount: " + message);
        return exitCode;
    }

    /** The exit codes that the manual documents. */
    final class ExitCode {
        public static final int DONE = 0;
        public static final int FAILED = 1;
        public static final int USAGE = 2;

        private ExitCode() {}

        /** Ctrl-C ended a dashboard, as shells count it: 128 + SIGINT. */
        public static final int INTERRUPTED = 130;
    }
}
