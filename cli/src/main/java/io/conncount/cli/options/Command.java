package io.conncount.cli.options;

import java.io.IOException;
import java.io.PrintStream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** One thing that conncount does: its options, its help, and the doing. */
public interface Command {
    /** The options it takes, built by calls: reading annotations costs 25 ms at every start ({@code docs/start-up.md}). */
    CommandSpec spec();

    /** Adds what only help shows; not needed to understand a command line. */
    void describe(UsageMessageSpec usage);

    /**
     * Does it.
     *
     * @return the exit code
     */
    int run(ParsedArguments given, PrintStream err) throws UsageException, IOException, InterruptedException;
}
