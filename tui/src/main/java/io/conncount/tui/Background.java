package io.conncount.tui;

import io.conncount.snapshot.Snapshot;
import io.conncount.sys.KernelException;
import io.conncount.tui.model.Counted;
import io.conncount.tui.model.Data.HostFacts;
import io.conncount.tui.model.Event;
import io.conncount.tui.model.Layout;
import io.conncount.tui.model.Model;
import io.conncount.tui.model.Model.Request;
import io.conncount.tui.model.Tab;
import io.conncount.tui.model.Travel;
import io.conncount.tui.terminal.KeyDecoder;
import io.conncount.tui.terminal.Tty;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Work outside the drawing thread: reads keys, reads the state of the host, writes files. */
final class Background implements AutoCloseable {
    private static final int HOST_SECONDS = 5;
    private static final int WAIT_MILLISECONDS = 10_000;

    private final BlockingQueue<Runnable> later;
    private final Consumer<Throwable> crashes;
    private final ExecutorService keys = Executors.newSingleThreadExecutor(Background::daemon);
    private final ExecutorService past = Executors.newSingleThreadExecutor(Background::daemon);
    /** More sorted rows take more memory than a dashboard may. */
    private static final int SORTED_ROWS_MAX = 10_000;

    private final ScheduledExecutorService others = Executors.newSingleThreadScheduledExecutor(Background::daemon);
    private HostReader host;
    private volatile boolean closed;

    /**
     * @param later takes what is to be run in the thread that draws
     * @param crashes hears of what should not happen
     */
    Background(BlockingQueue<Runnable> later, Consumer<Throwable> crashes) {
        this.later = later;
        this.crashes = crashes;
    }

    private static Thread daemon(Runnable task) {
        Thread thread = Executors.defaultThreadFactory().newThread(task);
        thread.setDaemon(true);
        return thread;
    }

    void readKeys(Tty tty, Consumer<KeyDecoder.Input> heard) {
        KeyDecoder decoder = new KeyDecoder(tty);
        keys.execute(() -> {
            try {
                // What is typed after the end is for the shell: nothing is read that is not there yet.
                while (!closed) {
                    if (!decoder.isAhead() && (!tty.readableWithin(WAIT_MILLISECONDS) || closed)) {
                        continue;
                    }
                    KeyDecoder.Input input = decoder.next();
                    // No key gets lost: where many wait, the next is not read yet.
                    later.put(() -> heard.accept(input));
                    if (input instanceof KeyDecoder.Input.Ended) {
                        return;
                    }
                }
            } catch (IOException | RuntimeException | Error e) {
                crashes.accept(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /** Asks the host how it is, now and then. Where OSHI cannot say, that stays open. */
    void readHost(Consumer<HostFacts> heard) {
        // OSHI logs through SLF4J, which would print a warning on the screen.
        System.setProperty("slf4j.internal.verbosity", "ERROR");
        Future<?> unused = others.scheduleWithFixedDelay(() -> tellHost(heard), 0, HOST_SECONDS, TimeUnit.SECONDS);
    }

    private void tellHost(Consumer<HostFacts> heard) {
        try {
            if (host == null) {
                host = new HostReader();
            }
            HostFacts facts = host.read();
            boolean unused = later.offer(() -> heard.accept(facts));
        } catch (RuntimeException | LinkageError e) {
            // The header stays as it is: sockets are what this is about.
            return;
        }
    }

    /** Writes the content of a view to a file, and reports the result in one line. */
    void write(Backend backend, Model model, Request.Write request, Consumer<String> told) {
        Counted counted = shownCount(model, request.tab());
        Path file = expanded(request.file(), System.getenv());
        others.execute(() -> {
            try {
                String message = written(backend, model, request.tab(), counted, file);
                boolean unused = later.offer(() -> told.accept(message));
            } catch (RuntimeException | Error e) {
                crashes.accept(e);
            }
        });
    }

    /** Reads a moment in the past, or says why there is none. Each journey begins where the one before has ended. */
    void recall(History history, Model model, Travel travel, Consumer<Event> told) {
        past.execute(() -> {
            try {
                Event recalled = recalled(history, model, travel);
                later.put(() -> told.accept(recalled));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException | Error e) {
                crashes.accept(e);
            }
        });
    }

    private static Event recalled(History history, Model model, Travel travel) {
        try {
            return history.recall(model, travel);
        } catch (IOException e) {
            return new Event.Told(e.getMessage());
        }
    }

    void leave(History history) {
        past.execute(history::leave);
    }

    /** Finds the network namespaces that there are, or says why they cannot be chosen. */
    void listNamespaces(Backend backend, Consumer<Event> told) {
        others.execute(() -> {
            try {
                Event listed = namespaces(backend);
                boolean unused = later.offer(() -> told.accept(listed));
            } catch (RuntimeException | Error e) {
                crashes.accept(e);
            }
        });
    }

    private static Event namespaces(Backend backend) {
        try {
            return new Event.NamespacesListed(backend.namespaces());
        } catch (KernelException e) {
            return new Event.Told(e.getMessage());
        }
    }

    /** Replaces a leading tilde with the user's home directory, as in a shell. */
    static Path expanded(Path file, Map<String, String> environment) {
        String home = environment.getOrDefault("HOME", "");
        boolean inHome = file.startsWith("~") && !home.isEmpty();
        return inHome ? Path.of(home).resolve(Path.of("~").relativize(file)) : file;
    }

    private static String written(Backend backend, Model model, Tab tab, Counted counted, Path file) {
        boolean sockets = tab == Tab.SOCKETS || tab == Tab.SOCKET;
        try {
            Backend.Written written = tab.isTable()
                    ? backend.writeTable(tab, tab.asked(model.question()), SORTED_ROWS_MAX, file)
                    : backend.write(counted, file);
            String what = (sockets ? "socket" : tab.isGrouped() ? "group" : "row") + (written.rows() == 1 ? "" : "s");
            String rows = String.format(Locale.ROOT, "%,d %s written to %s", written.rows(), what, file);
            return (written.all() ? "" : sockets ? "only the first " : "only ")
                    + rows
                    + written.fault().map(fault -> ", INCOMPLETE: " + fault).orElse("");
        } catch (IOException e) {
            return "not written: " + reason(e, file);
        }
    }

    private static String reason(IOException e, Path file) {
        if (e instanceof FileAlreadyExistsException) {
            return file + " exists; choose another name";
        }
        Path directory = file.toAbsolutePath().getParent();
        if (e instanceof NoSuchFileException) {
            return Files.isDirectory(directory)
                    ? "cannot create files in " + directory
                    : "no such directory: " + directory;
        }
        if (e instanceof AccessDeniedException) {
            return "permission denied for " + file;
        }
        String why = e instanceof FileSystemException failure ? failure.getReason() : e.getMessage();
        return file + ": " + (why == null ? e.toString() : why);
    }

    /** In the overview the list that the cursor is in. */
    private static Counted shownCount(Model model, Tab tab) {
        boolean states = tab == Tab.OVERVIEW
                && model.selected() < Layout.of(model).states().size();
        Counted counted = states ? model.states() : model.groups();
        boolean empty = counted.snapshot().map(Snapshot::total).isEmpty();
        return empty ? model.states() : counted;
    }

    /** Does something in the thread that draws, once OSHI starts no child any more. */
    void whenQuiet(Runnable task) {
        others.execute(() -> {
            boolean unused = later.offer(task);
        });
    }

    /** Ends a sampling, which may take as long as a sample does. */
    void close(Sampling sampling) {
        others.execute(sampling::close);
    }

    @Override
    public void close() {
        closed = true;
        keys.shutdownNow();
        past.shutdownNow();
        others.shutdown();
    }
}
