package io.conncount.cli.output;

import io.conncount.sys.Terminal;
import io.conncount.view.Escaper;
import io.conncount.view.TableFormat.Style;
import java.io.BufferedWriter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Standard output: a stream that, unlike {@code System.out}, reports when it is closed, and what the terminal
 * can show.
 *
 * @param terminal empty if there is none
 */
public record Output(OutputStream out, Optional<Terminal> terminal, Map<String, String> environment) {
    /** The {@code TERM} of terminals that only print, such as the shells of editors. */
    public static final String DUMB = "dumb";

    private static final int BUFFER_CHARS = 64 * 1024;
    private static final int COLUMNS_WITHOUT_TERMINAL = 80;

    public static Output standard() {
        return new Output(new FileOutputStream(FileDescriptor.out), Terminal.ofStandardOutput(), System.getenv());
    }

    /** The same, with the size that the terminal has now. */
    public Output remeasured() {
        return new Output(out, Terminal.ofStandardOutput(), environment);
    }

    /** The format of answers where none was chosen: a table on a terminal, plain columns elsewhere. */
    public Format usualFormat() {
        return terminal.isPresent() ? Format.TABLE : Format.PLAIN;
    }

    /** True if answers are read on a terminal. */
    boolean isTerminal() {
        return terminal.isPresent();
    }

    /** True for a terminal on which what was written can be written over. */
    public boolean movesCursor() {
        return terminal.isPresent() && !isDumb(environment);
    }

    /** True for a terminal that only prints, or says nothing of itself. */
    static boolean isDumb(Map<String, String> environment) {
        return environment.getOrDefault("TERM", DUMB).equals(DUMB);
    }

    public static Writer writerToStandardOutput() {
        Writer utf8 = new OutputStreamWriter(new FileOutputStream(FileDescriptor.out), StandardCharsets.UTF_8);
        return new BufferedWriter(utf8, BUFFER_CHARS);
    }

    public Style style(ColorWhen when) {
        int columns = terminal.isPresent() ? terminal.get().columns() : COLUMNS_WITHOUT_TERMINAL;
        return new Style(columns, color(when), showsUnicode());
    }

    /** As no-color.org and the terminfo of dumb terminals ask for. */
    private boolean color(ColorWhen when) {
        if (when != ColorWhen.AUTO) {
            return when == ColorWhen.ALWAYS;
        }
        boolean unwanted = !environment.getOrDefault("NO_COLOR", "").isEmpty() || isDumb(environment);
        return terminal.isPresent() && !unwanted;
    }

    /** The encoding of the locale in which the launcher was started; without the launcher, by the precedence in locale(7). */
    private boolean showsUnicode() {
        for (String name : new String[] {"CONNCOUNT_LOCALE", "LC_ALL", "LC_CTYPE", "LANG"}) {
            String locale = environment.getOrDefault(name, "");
            if (!locale.isEmpty()) {
                String upper = locale.toUpperCase(Locale.ROOT);
                return upper.contains("UTF-8") || upper.contains("UTF8");
            }
        }
        return Charset.defaultCharset().equals(StandardCharsets.UTF_8);
    }

    /** When to use colours. */
    public enum ColorWhen {
        AUTO,
        ALWAYS,
        NEVER
    }

    /** A stream for messages. Names in them, from a command line or a recording, cannot do anything to a terminal. */
    public static final class MessageStream extends PrintStream {
        public MessageStream(OutputStream out) {
            super(out, true);
        }

        /** Prints a message, with each control character but the ends of lines as {@code \xNN}. */
        @Override
        public void println(String message) {
            super.println(message.lines().map(Escaper::message).collect(Collectors.joining("\n")));
        }
    }
}
