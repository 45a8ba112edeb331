package io.conncount.cli.output;

import io.conncount.sys.Terminal;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Shows progress on a terminal: a line with the elapsed time, which is removed at the end. */
public final class Progress extends TimerTask implements AutoCloseable {
    /** For what shows no progress. */
    public static final PrintStream NOWHERE = new PrintStream(OutputStream.nullOutputStream());

    private static final long PATIENCE_MILLISECONDS = 1000;
    private static final String START_OF_LINE_AND_ERASE = "\r\033[K";

    private final PrintStream err;
    private final BooleanSupplier erasable;
    private final long startNanos = System.nanoTime();
    private final Timer timer = new Timer("progress", true);
    private String doing = "";
    private boolean shown;
    private boolean over;

    private Progress(PrintStream err, BooleanSupplier erasable) {
        this.err = err;
        this.erasable = erasable;
    }

    /**
     * Shows a line on standard error, if that is a terminal on which it can be erased, as soon as a second has passed and
     * until this is closed.
     */
    public static Progress on(PrintStream err) {
        // No method reference: linking one takes a millisecond at every start.
        return on(err, PATIENCE_MILLISECONDS, new BooleanSupplier() {
            @Override
            public boolean getAsBoolean() {
                return !Output.isDumb(System.getenv()) && Terminal.isStandardError();
            }
        });
    }

    /** Uses another delay than the default. */
    static Progress on(PrintStream err, long patienceMilliseconds, BooleanSupplier erasable) {
        Progress progress = new Progress(err, erasable);
        progress.timer.schedule(progress, patienceMilliseconds, patienceMilliseconds);
        return progress;
    }

    /** Says what goes on from now on, such as {@code reading sockets}. */
    public synchronized void doing(String what) {
        doing = what;
    }

    @Override
    public synchronized void run() {
        // The check for a terminal is here, because nearly every answer arrives before the delay.
        if (over || !(shown || erasable.getAsBoolean())) {
            timer.cancel();
            return;
        }
        long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - startNanos);
        err.print(START_OF_LINE_AND_ERASE + "conncount: " + doing + ", " + seconds + " s");
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
