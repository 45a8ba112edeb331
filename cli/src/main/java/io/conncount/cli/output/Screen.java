package io.conncount.cli.output;

import io.conncount.sys.Terminal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** A terminal on which each answer is written over the one before. */
public final class Screen {
    private static final String HOME = "\033[H";
    private static final String ERASE_REST_OF_LINE = "\033[K";
    private static final String ERASE_BELOW = "\033[J";

    private Screen() {}

    /** Writes lines over those that stand there. */
    public static void paint(String text, Output output) throws IOException {
        // Line by line: terminals that keep a history keep a screen that is erased from its beginning in it.
        String lines = text.stripTrailing().replace("\n", ERASE_REST_OF_LINE + "\n");
        output.out().write((HOME + lines + ERASE_REST_OF_LINE + "\n" + ERASE_BELOW).getBytes(StandardCharsets.UTF_8));
    }

    /**
     * How many rows fit: a table that is higher than the window would scroll. The window may have changed its size since the
     * last answer.
     *
     * @param others how many lines are not rows
     */
    public static int rowsMax(int wanted, int others) {
        return Terminal.ofStandardOutput()
                .map(terminal -> Math.min(wanted, Math.max(1, terminal.rows() - others)))
                .orElse(wanted);
    }
}
