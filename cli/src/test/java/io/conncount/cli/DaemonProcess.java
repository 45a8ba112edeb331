package io.conncount.cli;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A running {@code conncount serve} whose local socket answers; it is ended when it is closed. */
final class DaemonProcess implements AutoCloseable {
    private static final int SECONDS_MAX = 30;

    private final Process process;
    private final Path socket;
    private final Path log;

    private DaemonProcess(Process process, Path socket, Path log) {
        this.process = process;
        this.socket = socket;
        this.log = log;
    }

    /**
     * Starts it in the namespace of the thread.
     *
     * @param directory of its socket and its log
     * @param command what starts it, with options; the places of socket and pages are added
     */
    static DaemonProcess start(Path directory, List<String> command) throws IOException, InterruptedException {
        Path socket = directory.resolve("conncount.sock");
        Path log = directory.resolve("log");
        List<String> all = new ArrayList<>(command);
        all.addAll(List.of("--socket", socket.toString(), "--web.listen-address", "127.0.0.1:0"));
        Process process = new ProcessBuilder(all)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        DaemonProcess daemon = new DaemonProcess(process, socket, log);
        if (!daemon.answersWithin(SECONDS_MAX)) {
            daemon.close();
            throw new IOException(all + " does not answer: " + daemon.log());
        }
        return daemon;
    }

    private boolean answersWithin(int seconds) throws InterruptedException {
        long endNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (System.nanoTime() < endNanos && process.isAlive()) {
            try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
                return channel.connect(UnixDomainSocketAddress.of(socket));
            } catch (IOException e) {
                process.waitFor(50, TimeUnit.MILLISECONDS);
            }
        }
        return false;
    }

    Path socket() {
        return socket;
    }

    /** What it has written so far. */
    String log() throws IOException {
        return Files.readString(log);
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
        process.destroy();
        process.onExit().orTimeout(SECONDS_MAX, TimeUnit.SECONDS).join();
    }
}
