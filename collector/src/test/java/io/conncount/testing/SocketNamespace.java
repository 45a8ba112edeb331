package io.conncount.testing;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A network namespace full of sockets, made by {@code bench/with-sockets}; it goes when it is closed, or when this
 * process ends. Needs root and iproute2.
 */
public final class SocketNamespace implements AutoCloseable {
    private static final int CLONE_NEWNET = 0x4000_0000;

    private final Process process;
    private final Map<String, Long> population = new HashMap<>();
    private final ExecutorService inside = Executors.newSingleThreadExecutor(SocketNamespace::daemon);

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
        call(() -> enter("/proc/" + words[0] + "/ns/net"));
    }

    /** How many sockets were made, by node_exporter's name of the state; also {@code fin_wait2_mini} and {@code udp}. */
    public long made(String state) {
        return population.get(state);
    }

    /** Runs something in a thread that lives in the namespace, as do the threads and processes it starts. */
    public <T> T call(Callable<T> task) throws IOException, InterruptedException {
        try {
            return inside.submit(task).get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof AssertionError failure) {
                throw failure;
            }
            throw new IOException(e.getCause());
        }
    }

    private static Thread daemon(Runnable task) {
        Thread thread = Executors.defaultThreadFactory().newThread(task);
        thread.setDaemon(true);
        return thread;
    }

    private static Void enter(String path) throws IOException {
        NativeLibrary libc = NativeLibrary.getProcess();
        int descriptor = libc.getFunction("open").invokeInt(new Object[] {path, 0});
        int result = libc.getFunction("setns").invokeInt(new Object[] {descriptor, CLONE_NEWNET});
        int errno = Native.getLastError();
        libc.getFunction("close").invokeInt(new Object[] {descriptor});
        if (result != 0) {
            throw new IOException("cannot enter " + path + ": errno " + errno);
        }
        return null;
    }

    @Override
    public void close() throws IOException {
        inside.shutdownNow();
        process.getOutputStream().close();
        int code = process.onExit().join().exitValue();
        if (code != 0) {
            throw new IOException("bench/with-sockets ended with " + code);
        }
    }
}
