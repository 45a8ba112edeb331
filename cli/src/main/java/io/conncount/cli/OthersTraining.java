package io.conncount.cli;

import io.conncount.cli.options.Command.ExitCode;
import io.conncount.cli.options.UsageException;
import io.conncount.exporters.history.TrainingHistory;
import io.conncount.sys.NativeCalls;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Not for users: does what the quick commands of {@link CommandsTraining} do not: other commands and programs, each view, a history,
 * many sockets, also by a program in the kernel where that is allowed, and the dashboard. The launcher runs it once a build, so that what
 * they load can be kept in an archive on top of that of the quick commands. Of that, a start loads only what it needs.
 */
public final class OthersTraining {
    private static final List<String> LINES = List.of(
            "list -taie --limit 1000 sport ge :1 and recvq ge 0",
            "list --help all",
            "ss -tanp",
            "netstat -tanp",
            "--daemon --by-state",
            "help filter",
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

    private OthersTraining() {}

    /**
     * Runs it and exits.
     *
     * @param args where a history may be made
     */
    public static void main(String[] args) throws UsageException, IOException, InterruptedException {
        NativeCalls.prepare();
        CrowdTraining.connectToItself();
        for (String line : LINES) {
            Main.run(line.split(" "), System.err);
        }
        TrainingHistory.write(Path.of(args[0]));
        for (String line : OF_HISTORY) {
            Main.run((line + " " + args[0]).split(" "), System.err);
        }
        CrowdTraining.answer();
        TopTraining.show();
        System.exit(ExitCode.DONE);
    }
}
