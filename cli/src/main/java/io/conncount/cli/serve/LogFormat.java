package io.conncount.cli.serve;

import io.conncount.view.Escaper;
import io.conncount.view.Timestamps;
import java.io.PrintStream;
import java.util.List;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * What the daemon logs: a line each, in logfmt, such as
 * {@code time=2026-11-23T05:00:00.123Z level=info msg="listening" error="..."}. Texts that come from elsewhere cannot
 * make a line look like two, or like another.
 */
final class LogFormat extends Formatter {
    /** The log levels, the most verbose first. */
    static final List<String> LEVELS = List.of("debug", "info", "warn", "error");

    static final String LEVEL_DEFAULT = "info";

    private static final String OURS = "io.conncount";
    private static final int TEXT_CHARACTERS_MAX = 4096;
    private static final int CAUSES_MAX = 5;

    /** A reference to our logger, without which the log manager would discard it and its level. */
    private static final Logger LOGGER = Logger.getLogger(OURS);

    /**
     * Logs to a stream, from now on and for the whole process.
     *
     * @param level one of {@link #LEVELS}
     */
    static void install(String level, PrintStream err) {
        Logger root = Logger.getLogger("");
        for (Handler handler : root.getHandlers()) {
            root.removeHandler(handler);
        }
        root.addHandler(new Lines(err));
        // Of libraries, such as the HTTP server, only what is wrong.
        root.setLevel(Level.WARNING);
        LOGGER.setLevel(levelOf(level));
    }

    private static Level levelOf(String name) {
        return switch (name) {
            case "debug" -> Level.FINE;
            case "info" -> Level.INFO;
            case "warn" -> Level.WARNING;
            case "error" -> Level.SEVERE;
            default -> throw new IllegalArgumentException("unknown log level: " + name);
        };
    }

    /** Flushes after each line, so that the log is current. */
    private static final class Lines extends Handler {
        private final PrintStream err;

        private Lines(PrintStream err) {
            this.err = err;
            setFormatter(new LogFormat());
        }

        @Override
        public synchronized void publish(LogRecord line) {
            if (isLoggable(line)) {
                err.print(getFormatter().format(line));
                err.flush();
            }
        }

        @Override
        public void flush() {
            err.flush();
        }

        @Override
        public void close() {
            err.flush();
        }
    }

    @Override
    public String format(LogRecord line) {
        StringBuilder text = new StringBuilder("time=").append(Timestamps.of(line.getInstant()));
        text.append(" level=").append(name(line.getLevel()));
        text.append(" msg=").append(quoted(formatMessage(line)));
        if (line.getThrown() != null) {
            text.append(" error=").append(quoted(chain(line.getThrown())));
        }
        return text.append('\n').toString();
    }

    private static String quoted(String text) {
        return Escaper.json(Escaper.cut(text, TEXT_CHARACTERS_MAX));
    }

    private static String name(Level level) {
        if (level.intValue() >= Level.SEVERE.intValue()) {
            return "error";
        }
        if (level.intValue() >= Level.WARNING.intValue()) {
            return "warn";
        }
        return level.intValue() >= Level.INFO.intValue() ? "info" : "debug";
    }

    /** The exception, its causes and where it was thrown, instead of a stack trace. */
    private static String chain(Throwable thrown) {
        StringBuilder text = new StringBuilder();
        Throwable cause = thrown;
        for (int i = 0; cause != null && i < CAUSES_MAX; i++) {
            text.append(i == 0 ? "" : ": caused by ").append(cause);
            StackTraceElement[] trace = cause.getStackTrace();
            boolean fault = cause instanceof RuntimeException || cause instanceof Error;
            if (fault && trace.length > 0) {
                text.append(" at ").append(trace[0]);
            }
            cause = cause.getCause();
        }
        return text.toString();
    }
}
