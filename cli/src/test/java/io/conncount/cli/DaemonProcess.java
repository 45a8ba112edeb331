package io.conncount.cli;

import io.conncount.testing.Waiting;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** A running {@code conncount serve} whose local socket answers; it is ended when it is closed. */
final class DaemonProcess implements AutoCloseable {
    private static final Pattern ADDRESS = Pattern.compile("127\\.0\\.0\\.1:\\d+");
    private static final Pattern STARTED = Pattern.compile("answering conncount --daemon on ");

    private final Process process;
    private final Path socket;
    private final OutputLog log;

    private DaemonProcess(Process process, Path socket, OutputLog log) {
        this.process = process;
        this.socket = socket;
        this.log = log;
    }

    /**
     * Starts it in the namespace of the thread.
     *
     * @param directory of its socket
     * @param command what starts it, with options; the places of socket and pages are added
     */
    static DaemonProcess start(Path directory, List<String> command) throws IOException, InterruptedException {
        Path socket = directory.resolve("conncount.sock");
        List<String> all = new ArrayList<>(command);
        all.addAll(List.of("--socket", socket.toString(), "--web.listen-address", "127.0.0.1:0"));
        Process process = new ProcessBuilder(all)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectErrorStream(true)
                .start();
        DaemonProcess daemon = new DaemonProcess(process, socket, OutputLog.of(process));
        try {
            daemon.log.await(STARTED);
        } catch (IOException e) {
            daemon.close();
            throw e;
        }
        return daemon;
    }

    /**
     * Starts one in the namespace of the thread that records what it samples, each second, by local port and state and by one more
     * group.
     *
     * @param directory of its socket
     */
    static DaemonProcess recording(Path directory, Path history, String group)
            throws IOException, InterruptedException {
        return start(
                directory,
                List.of(
                        Launch.conncount(),
                        "serve",
                        "--history",
                        history.toString(),
                        "--group",
                        "by=local-port,state",
                        "--group",
                        group,
                        "--group-interval",
                        "1",
                        "--cpu-budget",
                        "50%"));
    }

    Path socket() {
        return socket;
    }

    /** Where it answers HTTP, as its log tells once it has started. */
    String address() throws IOException, InterruptedException {
        return log.await(ADDRESS).group();
    }

    /** What it has written so far; all of it once it has ended. */
    String log() throws InterruptedException {
        return process.isAlive() ? log.toString() : log.whole();
    }

    Process process() {
        return process;
    }

    /** Asks it by the command, in the namespace of the thread. */
    Launch ask(String words) throws IOException, InterruptedException {
        return Launch.shell("CONNCOUNT_SOCKET='" + socket + "' $conncount --daemon " + words);
    }

    @Override
    public void close() {
        // Process.destroy() would close its output, of which the last lines are wanted.
        process.toHandle().destroy();
        process.onExit().orTimeout(Waiting.SECONDS_MAX, TimeUnit.SECONDS).join();
    }
}
