package io.conncount.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** A network namespace with the sockets that {@code bench/holders} shares, passes on and leaves. Needs root, iproute2 and Python. */
public final class HeldNamespace implements AutoCloseable {
    private final SocketNamespace namespace = new SocketNamespace("--connections", "1");
    private final Process process;
    private final List<Integer> pids = new ArrayList<>();

    /** Makes the sockets. */
    public HeldNamespace() throws IOException, InterruptedException {
        process = namespace.call(() -> new ProcessBuilder(
                        Repository.root().resolve("bench/holders").toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
        BufferedReader output = process.inputReader();
        String line = output.readLine();
        if (line == null) {
            throw new IOException("bench/holders failed with " + process.waitFor());
        }
        for (String word : line.substring("ready ".length()).split(" ")) {
            pids.add(Integer.valueOf(word));
        }
    }

    /** The process that made the sockets, the two that it forked, and the one that sockets were passed to. */
    public List<Integer> pids() {
        return pids;
    }

    /** Runs something in a thread that lives in the namespace. */
    public <T> T call(Callable<T> task) throws IOException, InterruptedException {
        return namespace.call(task);
    }

    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        process.onExit().join();
        namespace.close();
    }
}
