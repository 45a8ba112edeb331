package io.conncount.cli;

import io.conncount.cli.options.Command.ExitCode;
import io.conncount.exporters.history.TrainingHistory;
import io.conncount.sys.NativeCalls;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Not for users: asks each view, stats, check and a history what they are asked most often, also by a program in the kernel where that
 * is allowed. The launcher runs it once a build, so that what they load can be kept in an archive.
 */
public final class ViewsTraining {
    private static final List<String> LINES = List.of(
            "listeners -c",
            "ports",
            "capacity",
            "memory",
            "memory --by local-port",
            "ports --source bpf",
            "memory --source bpf",
            "stats rtt",
            "check tcp_orphans.share>100% state=close-wait>0 rtt.p99>0");

    /** Of a history, whose file follows. */
    private static final List<String> OF_HISTORY = List.of(
            "--at -1s --history",
            "--at 2020-01-01T00:00 --history",
            "--since 10s --every 1s --history",
            "--since 10s --every 1s --json --history");

    private ViewsTraining() {}

    /**
     * Runs it and exits.
     *
     * @param args where a history may be made
     */
    public static void main(String[] args) throws IOException {
        NativeCalls.prepare();
        for (String line : LINES) {
            Main.run(line.split(" "), System.err);
        }
        TrainingHistory.write(Path.of(args[0]));
        for (String line : OF_HISTORY) {
            Main.run((line + " " + args[0]).split(" "), System.err);
        }
        System.exit(ExitCode.DONE);
    }
}
