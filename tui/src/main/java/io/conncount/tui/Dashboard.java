package io.conncount.tui;

import com.googlecode.lanterna.screen.Screen;
import com.googlecode.lanterna.screen.TabBehaviour;
import io.conncount.sys.Signals;
import io.conncount.sys.Termios;
import io.conncount.tui.Sampling.Plan;
import io.conncount.tui.model.Abilities;
import io.conncount.tui.model.Event;
import io.conncount.tui.model.Model;
import io.conncount.tui.model.Model.Request;
import io.conncount.tui.model.Travel;
import io.conncount.tui.model.Update;
import io.conncount.tui.terminal.AnsiTerminal;
import io.conncount.tui.terminal.DeltaScreen;
import io.conncount.tui.terminal.KeyDecoder;
import io.conncount.tui.terminal.Tty;
import io.conncount.tui.view.Frame;
import io.conncount.tui.view.Theme;
import java.io.EOFException;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Joins model, view and terminal: one thread takes what has happened from a queue, lets the model answer, and draws. Keys are
 * read by a separate thread, samples are taken by another.
 */
public final class Dashboard {
    private static final int QUEUE_MAX = 256;

    /** Ages are shown in tenths of a second, and a filter is tried once the typing rests. */
    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final Tty tty;
    private final AnsiTerminal terminal;
    private final Backend backend;
    private final Background background;
    private final Sampling sampling;
    private final BlockingQueue<Runnable> queue = new ArrayBlockingQueue<>(QUEUE_MAX);
    /** Written by the drawing thread; other threads may read it. */
    private volatile Model model;

    private Abilities abilities;
    private Frame frame;
    private Plan asked;

    /** Grows when the present is shown again: what was still read of the past is not wanted then. */
    private long journeys;

    private boolean ended;
    private boolean interrupted;
    private Optional<String> namespace = Optional.empty();
    private boolean suspended;
    private boolean drawn;
    private Screen.RefreshType refresh = Screen.RefreshType.COMPLETE;
    private volatile Throwable crash;

    /**
     * What a run has ended in.
     *
     * @param interrupted true if Ctrl-C ended it
     * @param namespace the network namespace or host to be shown next, as {@link Request.Enter} gives it; empty for none
     */
    public record Outcome(Model last, boolean interrupted, Optional<String> namespace) {}

    private Dashboard(Tty tty, Backend backend, Model model, Abilities abilities, boolean mouse) {
        this.tty = tty;
        this.backend = backend;
        this.model = model;
        this.abilities = abilities;
        frame = new Frame(Theme.of(abilities), ZoneId.systemDefault());
        terminal = new AnsiTerminal(tty, abilities.answers(), mouse);
        background = new Background(queue, this::crashed);
        // Of many hosts, some are always missing.
        sampling = new Sampling(backend, model.setup().cpuBudget(), model.ofThisHost(), this::sampled);
    }

    /**
     * Runs until the user quits. Whatever ends it, the terminal is as it was before.
     *
     * @return what the user has left it at, and how
     * @throws IOException if the terminal was closed
     */
    public static Outcome run(Tty tty, Backend backend, Model first, Abilities abilities, boolean mouse)
            throws IOException, InterruptedException {
        Dashboard dashboard = new Dashboard(tty, backend, first, abilities, mouse);
        TerminalRestorer restoring = TerminalRestorer.atExit(dashboard.terminal);
        try {
            Model last = dashboard.run();
            return new Outcome(last, dashboard.interrupted, dashboard.namespace);
        } finally {
            dashboard.background.close(dashboard.sampling);
            dashboard.background.close();
            restoring.close();
        }
    }

    private Model run() throws IOException, InterruptedException {
        ask();
        DeltaScreen screen = new DeltaScreen(terminal);
        // A tab in a name is escaped before it gets here.
        screen.setTabBehaviour(TabBehaviour.IGNORE);
        screen.startScreen();
        screen.setCursorPosition(null);
        Signals.on("WINCH", () -> later(this::resized));
        // As q does, but for the exit code: what was chosen is kept.
        Signals.on("INT", () -> later(this::interrupt));
        // A dump of Java's threads would be written over the screen.
        Termios.ignoreQuit();
        Signals.on("TSTP", () -> background.whenQuiet(this::suspend));
        Signals.on("CONT", () -> later(this::resume));
        background.readKeys(tty, this::heard);
        long tickNanos = System.nanoTime();
        while (!ended) {
            draw(screen);
            List<Runnable> tasks = next(tickNanos + TICK_NANOS - System.nanoTime());
            tasks.forEach(Runnable::run);
            rethrow();
            model = Update.after(model, new Event.Ticked(Instant.now(), System.nanoTime()));
            if (System.nanoTime() - tickNanos >= TICK_NANOS) {
                tickNanos = System.nanoTime();
            }
            ask();
        }
        return model;
    }

    /** What has happened; nothing if nothing does for so long. */
    private List<Runnable> next(long nanosMax) throws InterruptedException {
        List<Runnable> tasks = new ArrayList<>();
        Runnable first = queue.poll(Math.max(0, nanosMax), TimeUnit.NANOSECONDS);
        if (first != null) {
            tasks.add(first);
            queue.drainTo(tasks);
        }
        return tasks;
    }

    /** May be called from any thread. If the queue is full, the event is dropped. */
    private void later(Runnable task) {
        boolean unused = queue.offer(task);
    }

    private void crashed(Throwable thrown) {
        crash = thrown;
        later(() -> {});
    }

    private void rethrow() throws IOException {
        Throwable thrown = crash;
        if (thrown instanceof IOException failure) {
            throw failure;
        } else if (thrown instanceof Error error) {
            throw error;
        } else if (thrown instanceof RuntimeException unexpected) {
            throw unexpected;
        }
    }

    private void draw(DeltaScreen screen) throws IOException {
        if (suspended) {
            return;
        }
        screen.doResizeIfNecessary();
        frame.draw(model, screen.newTextGraphics());
        screen.refresh(refresh);
        refresh = Screen.RefreshType.DELTA;
        if (!drawn && model.live() && model.ofThisHost()) {
            drawn = true;
            background.readHost(facts -> apply(new Event.HostRead(facts)));
        }
    }

    private void apply(Event event) {
        model = Update.after(model, event);
        if (model.request().isPresent()) {
            Request request = model.request().get();
            model = model.withRequest(Optional.empty());
            fulfil(request);
        }
    }

    private void fulfil(Request request) {
        if (request instanceof Request.Quit) {
            ended = true;
        } else if (request instanceof Request.Suspend) {
            background.whenQuiet(this::suspend);
        } else if (request instanceof Request.Redraw) {
            refresh = Screen.RefreshType.COMPLETE;
        } else if (request instanceof Request.Go go) {
            recall(go.travel());
        } else if (request instanceof Request.Leave) {
            journeys++;
            background.leave(backend.history());
        } else if (request instanceof Request.ListNamespaces) {
            background.listNamespaces(backend, this::apply);
        } else if (request instanceof Request.Enter enter) {
            namespace = Optional.of(enter.namespace());
            ended = true;
        } else if (request instanceof Request.Write write) {
            background.write(backend, model, write, told -> apply(new Event.Told(told)));
        }
    }

    private void heard(KeyDecoder.Input input) {
        if (input instanceof KeyDecoder.Input.Done done) {
            apply(done.event());
        } else if (input instanceof KeyDecoder.Input.Told told) {
            abilities = abilities.with(told.background());
            frame = new Frame(Theme.of(abilities), ZoneId.systemDefault());
        } else {
            crashed(new EOFException("the terminal was closed"));
        }
    }

    /** Starts sampling for the current question, if it has changed. */
    private void ask() {
        Plan wanted = Plan.by(model);
        // To compare it with nothing would make Java spin the comparison before anything is shown, which takes 50 ms.
        if (asked == null || !wanted.equals(asked)) {
            asked = wanted;
            if (wanted.past()) {
                sampling.rest();
                recall(new Travel.Stay());
            } else {
                sampling.ask(wanted);
            }
        }
    }

    /** Reads a moment in the past, as this view and this question show it. */
    private void recall(Travel travel) {
        long journey = journeys;
        Plan plan = Plan.by(model);
        background.recall(backend.history(), model, travel, event -> {
            if (journey != journeys) {
                return;
            }
            if (!(event instanceof Event.Recalled)) {
                apply(event);
            } else if (plan.asksLike(Plan.by(model))) {
                sampling.rest();
                apply(event);
                asked = Plan.by(model);
            } else {
                recall(new Travel.Stay());
            }
        });
    }

    /** Called in the sampler's thread. An answer to an outdated question is not shown. */
    private void sampled(Event event, BooleanSupplier current) {
        Event prepared = Event.Prepared.of(event, model.data());
        try {
            // No answer is lost: while paused, no other arrives.
            queue.put(() -> {
                if (current.getAsBoolean()) {
                    apply(prepared);
                }
            });
        } catch (InterruptedException e) {
            // At the end, when the screen is no longer shown.
            Thread.currentThread().interrupt();
        }
    }

    private void resized() {
        apply(new Event.Resized(terminal.remeasured()));
        refresh = Screen.RefreshType.COMPLETE;
    }

    private void interrupt() {
        interrupted = true;
        ended = true;
    }

    /** Ctrl-Z: gives the terminal back, and stops until {@link #resume}. */
    private void suspend() {
        try {
            if (!Termios.stoppable()) {
                apply(new Event.Told("no shell could continue this"));
                return;
            }
            terminal.exitPrivateMode();
            suspended = true;
            Termios.stopThisProcess();
        } catch (IOException e) {
            crashed(e);
        }
    }

    private void resume() {
        try {
            terminal.enterPrivateMode();
            suspended = false;
            resized();
        } catch (IOException e) {
            crashed(e);
        }
    }

    /** Restores the terminal on request, or when a signal or an exit ends the process before that. */
    static final class TerminalRestorer {
        private final AnsiTerminal terminal;
        private final Thread hook;

        private TerminalRestorer(AnsiTerminal terminal) {
            this.terminal = terminal;
            hook = Executors.defaultThreadFactory().newThread(this::restore);
        }

        static TerminalRestorer atExit(AnsiTerminal terminal) {
            TerminalRestorer restoring = new TerminalRestorer(terminal);
            Runtime.getRuntime().addShutdownHook(restoring.hook);
            return restoring;
        }

        private void restore() {
            try {
                terminal.exitPrivateMode();
            } catch (IOException e) {
                // The terminal is gone, and with it what could be restored.
                return;
            }
        }

        void close() {
            restore();
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException e) {
                // The process ends, and the hook runs: it finds nothing left to do.
                return;
            }
        }
    }
}
