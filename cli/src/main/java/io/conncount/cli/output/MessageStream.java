package io.conncount.cli.output;

import io.conncount.view.Escaper;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.stream.Collectors;

/** A stream for messages. Names in them, from a command line or a recording, cannot do anything to a terminal. */
public final class MessageStream extends PrintStream {
    public MessageStream(OutputStream out) {
        super(out, true);
    }

    /** Prints a message, with each control character but the ends of lines as {@code \xNN}. */
    @Override
    public void println(String message) {
        super.println(message.lines().map(Escaper::message).collect(Collectors.joining("\n")));
    }
}
