package io.conncount.cli;

import io.conncount.cli.options.ParsedArguments;
import io.conncount.cli.options.UsageException;
import io.conncount.cli.top.Top;
import io.conncount.cli.top.TopReader;
import io.conncount.cli.top.TopReader.TopOptions;
import io.conncount.source.HostSource;
import io.conncount.tui.SettingsFile;
import io.conncount.tui.model.Model.Size;
import io.conncount.tui.terminal.SystemTty;
import io.conncount.tui.terminal.Tty;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;

/** The dashboard for a few seconds without a terminal. */
final class TopTraining {
    /** Help, choosers, a filter, every view, and the end. */
    private static final String KEYS = "?qgqsqcq/state\033\0332345678e1qq";

    private static final int KEY_MILLISECONDS = 150;

    private TopTraining() {}

    static void show() throws UsageException, IOException, InterruptedException {
        openTerminal();
        ParsedArguments given = ParsedArguments.parse(new CommandLine(new Top().spec()), List.of());
        TopOptions options = new TopReader(given).read(SettingsFile.of(Map.of()), Map.of("TERM", "xterm-256color"));
        Top.show(given, HostSource.open(), options, first -> first, new Nowhere());
    }

    /** There may be none; the archive includes the classes that find that out. */
    private static void openTerminal() {
        try {
            SystemTty.open();
        } catch (IOException e) {
            return;
        }
    }

    /** A terminal without a screen, and with scripted keys. */
    private static final class Nowhere implements Tty {
        private int typed;

        @Override
        public Size size() {
            return new Size(120, 40);
        }

        @Override
        public void enterKeyMode() {}

        @Override
        public void leaveKeyMode(boolean dropInput) {}

        @Override
        public void write(byte[] bytes, int count) {}

        @Override
        public int read() throws IOException {
            try {
                TimeUnit.MILLISECONDS.sleep(KEY_MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return -1;
            }
            return typed < KEYS.length() ? KEYS.charAt(typed++) : -1;
        }

        @Override
        public boolean readableWithin(int milliseconds) {
            // A key is always ready, and an Escape is never followed by another byte.
            return milliseconds > KEY_MILLISECONDS;
        }
    }
}
