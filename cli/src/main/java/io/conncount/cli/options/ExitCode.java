package io.conncount.cli.options;

/** The exit codes that the manual documents. */
public final class ExitCode {
    public static final int DONE = 0;
    public static final int FAILED = 1;
    public static final int USAGE = 2;

    private ExitCode() {}

    /** Ctrl-C ended a dashboard, as shells count it: 128 + SIGINT. */
    public static final int INTERRUPTED = 130;
}
