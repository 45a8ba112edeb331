package io.conncount.cli;

import io.conncount.cli.output.Output.MessageStream;
import io.conncount.sys.NativeCalls;
import java.io.BufferedReader;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Runs a command line of conncount for each line of standard input, so that a slow machine starts Java only once. */
final class Questions {
    private Questions() {}

    /**
     * Writes each exit code to a file, on a line of its own, once the answer has been written to standard output.
     *
     * @param args the file
     */
    public static void main(String[] args) throws IOException {
        NativeCalls.prepare();
        PrintStream messages = new MessageStream(System.err);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try (PrintStream codes = new PrintStream(new FileOutputStream(args[0]), true, StandardCharsets.UTF_8)) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                codes.println(Main.run(line.split("\t"), messages));
            }
        }
    }
}
