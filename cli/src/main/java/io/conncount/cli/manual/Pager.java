package io.conncount.cli.manual;

import java.io.IOException;
import java.io.Writer;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;

/** The program that shows a long text on a terminal, as man(1) chooses it. */
final class Pager {
    /** Exit code of a shell that did not find the command. */
    private static final int NOT_FOUND = 127;

    private static final String CHOICE = "for pager in \"$MANPAGER\" \"$PAGER\" less more; do"
            + " set -- $pager; command -v \"$1\" >/dev/null 2>&1 && exec $pager; done; exit " + NOT_FOUND;

    private Pager() {}

    /**
     * Shows the text until the user has seen enough.
     *
     * @return false if there is no pager, and nothing was shown
     */
    static boolean show(String text) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder("/bin/sh", "-c", CHOICE)
                .redirectOutput(Redirect.INHERIT)
                .redirectError(Redirect.INHERIT);
        // A text that fits the screen needs no key to be left.
        builder.environment().putIfAbsent("LESS", "FRX");
        Process pager = builder.start();
        try (Writer writer = pager.outputWriter(StandardCharsets.UTF_8)) {
            writer.write(text);
        } catch (IOException e) {
            // The user has left before the end, or there is no pager: its exit code tells.
            return pager.waitFor() != NOT_FOUND;
        }
        return pager.waitFor() != NOT_FOUND;
    }
}
