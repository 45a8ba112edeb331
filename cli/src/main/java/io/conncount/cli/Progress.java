package io.conncount.cli;

import io.conncount.sys.Terminal;
import java.io.PrintStream;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Tells somebody who waits at a terminal that work goes on: a line that grows older, and is gone once it is done. */
final class Progress extends TimerTask implements AutoCloseable {
    private static final long PATIENCE_MILLISECONDS = 1000;
    private static final String START_OF_LINE_AND_ERASE = "\r\033[K";

    private final PrintStream err;
    private final String what;
    private final BooleanSupplier atTerminal;
    private final long startNanos = System.nanoTime();
    private final Timer timer = new Timer("progress", true);
    private boolean shown;
    private boolean over;

    private Progress(PrintStream err, String what, BooleanSupplier atTerminal) {
        this.err = err;
        this.what = what;
        this.atTerminal = atTerminal;
    }

    /**
     * Shows a line on standard error, if that is a terminal, as soon as a second has passed and until this is closed.
     *
     * @param what goes on, such as {@code reading sockets}
     */
    static Progress of(PrintStream err, String what) {
        return of(err, what, PATIENCE_MILLISECONDS, Terminal::isStandardError);
    }

    /** The same for somebody of other patience. */
    static Progress of(PrintStream err, String what, long patienceMilliseconds, BooleanSupplier atTerminal) {
        Progress progress = new Progress(err, what, atTerminal);
        progress.timer.schedule(progress, patienceMilliseconds, patienceMilliseconds);
        return progress;
    }

    @Override
    public synchronized void run() {
        // Whether there is a terminal is asked only now: nearly every answer is there before.
        if (over || !(shown || atTerminal.getAsBoolean())) {
            timer.cancel();
            return;
        }
        long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - startNanos);
        err.print(START_OF_LINE_AND_ERASE + "conncount: " + what + ", " + seconds + " s");
        err.flush();
        shown = true;
    }

    /** Nothing is written once this has returned. */
    @Override
    public synchronized void close() {
        over = true;
        timer.cancel();
        if (shown) {
            err.print(START_OF_LINE_AND_ERASE);
            err.flush();
        }
    }
}
