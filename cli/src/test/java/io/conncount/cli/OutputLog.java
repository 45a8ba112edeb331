package io.conncount.cli;

import io.conncount.testing.Waiting;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The lines that a process writes to standard output, as they come. */
final class OutputLog {
    private final StringBuilder lines = new StringBuilder();
    private boolean over;

    static OutputLog of(Process process) {
        OutputLog log = new OutputLog();
        ExecutorService reader = Executors.newSingleThreadExecutor();
        reader.execute(() -> log.read(process));
        reader.shutdown();
        return log;
    }

    private void read(Process process) {
        try (BufferedReader output = process.inputReader()) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                add(line);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            end();
        }
    }

    private synchronized void add(String line) {
        lines.append(line).append('\n');
        notifyAll();
    }

    private synchronized void end() {
        over = true;
        notifyAll();
    }

    /** What is written so far, as soon as this is found in it; fails if it ends without it. */
    synchronized MatchResult await(Pattern wanted) throws IOException, InterruptedException {
        long endNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(Waiting.SECONDS_MAX);
        Matcher found = wanted.matcher(lines);
        while (!found.find()) {
            long milliseconds = TimeUnit.NANOSECONDS.toMillis(endNanos - System.nanoTime());
            if (over || milliseconds <= 0) {
                throw new IOException("waited in vain for " + wanted + ": " + lines);
            }
            wait(milliseconds);
            found = wanted.matcher(lines);
        }
        return found.toMatchResult();
    }

    /** All of it, once the process and whoever else writes has ended. */
    synchronized String whole() throws InterruptedException {
        while (!over) {
            wait();
        }
        return lines.toString();
    }

    /** What is written so far. */
    @Override
    public synchronized String toString() {
        return lines.toString();
    }
}
