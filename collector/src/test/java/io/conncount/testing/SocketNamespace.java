package io.conncount.testing;

import io.conncount.sys.NetNamespace;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;

/**
 * A network namespace full of sockets, made by {@code bench/with-sockets}; it goes when it is closed, or when this
 * process ends. Needs root and iproute2.
 */
public final class SocketNamespace implements AutoCloseable {
    private final Process process;
    private final Map<String, Long> population = new HashMap<>();
    private final NetNamespace inside;

    /** Makes the sockets that the options of {@code bench/with-sockets} ask for. */
    public SocketNamespace(String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Repository.root().resolve("bench/with-sockets").toString());
        command.addAll(List.of(options));
        command.addAll(List.of("--", "sh", "-c", "echo $$ $CONNCOUNT_POPULATION; exec cat"));
        process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader output = process.inputReader();
        String line = output.readLine();
        if (line == null) {
            throw new IOException(String.join(" ", command) + " failed with " + process.waitFor());
        }
        String[] words = line.split(" ");
        for (String word : List.of(words).subList(2, words.length)) {
            String[] pair = word.split("=");
            population.put(pair[0], Long.valueOf(pair[1]));
        }
        inside = NetNamespace.enter("/proc/" + words[0] + "/ns/net");
    }

    /** How many sockets were made, by node_exporter's name of the state; also {@code fin_wait2_mini} and {@code udp}. */
    public long made(String state) {
        return population.get(state);
    }

    /** Runs something in a thread that lives in the namespace, as do the threads and processes it starts. */
    public <T> T call(Callable<T> task) throws IOException, InterruptedException {
        try {
            return inside.call(task);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof AssertionError failure) {
                throw failure;
            }
            throw new IOException(e.getCause());
        }
    }

    @Override
    public void close() throws IOException {
        inside.close();
        process.getOutputStream().close();
        int code = process.onExit().join().exitValue();
        if (code != 0) {
            throw new IOException("bench/with-sockets ended with " + code);
        }
    }
}
