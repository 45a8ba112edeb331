package io.conncount.cli;

import io.conncount.testing.Command;
import io.conncount.testing.Waiting;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A terminal with a shell in it, by tmux with a server of its own. It is ended when it is closed. */
final class Tmux implements AutoCloseable {
    private static final String PROMPT = "ready> ";

    private final String server;

    /**
     * Starts it in the network namespace of the thread that asks.
     *
     * @param home where settings are kept
     */
    Tmux(int columns, int rows, Path home) throws IOException, InterruptedException {
        server = "conncount-" + ProcessHandle.current().pid() + "-" + System.nanoTime();
        String environment = "env -u NO_COLOR -u CONNCOUNT_JAVA_OPTS LC_ALL=C.UTF-8 XDG_CONFIG_HOME=" + home + " HOME="
                + home + " HISTFILE=/dev/null PS1='" + PROMPT + "' bash --norc --noprofile";
        run("-f", "/dev/null", "new-session", "-d", "-x", "" + columns, "-y", "" + rows, environment);
        await(screen -> screen.contains(PROMPT.strip()), "a prompt");
    }

    private List<String> run(String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("tmux", "-L", server));
        command.addAll(List.of(words));
        return Command.lines(command.toArray(new String[0]));
    }

    /** Types keys by tmux's names, such as {@code Enter} and {@code Down}; what is no name is typed as it is. */
    void keys(String... keys) throws IOException, InterruptedException {
        String[] words = new String[keys.length + 1];
        words[0] = "send-keys";
        System.arraycopy(keys, 0, words, 1, keys.length);
        run(words);
    }

    /** Types a line of shell and Enter. */
    void shell(String line) throws IOException, InterruptedException {
        run("send-keys", "-l", line);
        keys("Enter");
    }

    /** What is on the screen. */
    String screen() throws IOException, InterruptedException {
        return String.join("\n", run("capture-pane", "-p"));
    }

    /** How many rows have left the screen at its top. */
    String scrolledRows() throws IOException, InterruptedException {
        return String.join("", run("display-message", "-p", "#{history_size}"));
    }

    /** The title that programs have given the terminal. */
    String title() throws IOException, InterruptedException {
        return String.join("\n", run("display-message", "-p", "#{pane_title}"));
    }

    void resize(int columns, int rows) throws IOException, InterruptedException {
        run("resize-window", "-x", "" + columns, "-y", "" + rows);
    }

    /** The screen once it has this text. */
    String await(String text) throws IOException, InterruptedException {
        return await(screen -> screen.contains(text), "'" + text + "'");
    }

    /** The screen once this holds of it. */
    String await(Predicate<String> wanted, String what) throws IOException, InterruptedException {
        long startNanos = System.nanoTime();
        String screen = screen();
        while (!wanted.test(screen)) {
            if (System.nanoTime() - startNanos > TimeUnit.SECONDS.toNanos(Waiting.SECONDS_MAX)) {
                throw new AssertionError("waited in vain for " + what + "; the screen is\n" + screen);
            }
            TimeUnit.MILLISECONDS.sleep(20);
            screen = screen();
        }
        return screen;
    }

    @Override
    public void close() throws IOException {
        try {
            run("kill-server");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
