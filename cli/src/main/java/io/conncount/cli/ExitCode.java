package io.conncount.cli;

/** The exit codes that the manual documents. */
final class ExitCode {
    static final int DONE = 0;
    static final int FAILED = 1;
    static final int USAGE = 2;

    private ExitCode() {}

    /** Ctrl-C ended a dashboard, as shells count it: 128 + SIGINT. */
    static final int INTERRUPTED = 130;
}
