package io.conncount.cli;

import io.conncount.cli.options.Command.ExitCode;
import io.conncount.sys.NativeCalls;
import java.util.List;

/**
 * Not for users: asks each view, stats and check what they are asked most often, also by a program in the kernel where that is allowed. The launcher runs it
 * once a build, so that what views load can be kept in an archive.
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

    private ViewsTraining() {}

    /** Runs it and exits. */
    public static void main(String[] args) {
        NativeCalls.prepare();
        for (String line : LINES) {
            Main.run(line.split(" "), System.err);
        }
        System.exit(ExitCode.DONE);
    }
}
