package io.conncount.cli;

import io.conncount.cli.count.Count;
import io.conncount.cli.options.Command.ExitCode;
import io.conncount.cli.output.Output.MessageStream;
import io.conncount.sys.NativeCalls;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Not for users: answers as the quick commands do. The launcher runs it once a build, so that what such answers load can be kept in an
 * archive. All of that is loaded at every start, so what fewer people wait for is in {@link OthersTraining}.
 */
public final class CommandsTraining {
    /** What is asked of the host as it is: answers, help, and what slips lead to. */
    private static final String[][] ASKED = {
        {Count.BY_STATE},
        {"list", "-tan"},
        {"--version"},
        {"--help"},
        {"lst"},
        {"--bystate"},
        {"--by", "prt"},
        {"dprt", "=", ":443"},
    };

    private CommandsTraining() {}

    /** Runs it and exits. */
    public static void main(String[] args) {
        NativeCalls.prepare();
        // Loaded by maps that two threads write to at the same moment, which happens only in some starts.
        ThreadLocalRandom.current();
        for (String[] words : ASKED) {
            Main.run(words, new MessageStream(System.err));
        }
        System.exit(ExitCode.DONE);
    }
}
