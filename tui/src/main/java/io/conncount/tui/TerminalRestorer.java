package io.conncount.tui;

import io.conncount.tui.terminal.AnsiTerminal;
import java.io.IOException;
import java.util.concurrent.Executors;

/** Restores the terminal on request, or when a signal or an exit ends the process before that. */
final class TerminalRestorer {
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
