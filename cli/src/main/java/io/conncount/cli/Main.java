package io.conncount.cli;

import io.conncount.cli.dialect.Dialect;
import io.conncount.cli.options.Command;
import io.conncount.cli.options.Command.ExitCode;
import io.conncount.cli.options.HelpText;
import io.conncount.cli.options.HelpText.Version;
import io.conncount.cli.options.NamespaceException;
import io.conncount.cli.options.ParsedArguments;
import io.conncount.cli.options.UsageException;
import io.conncount.cli.options.UsageException.UnknownOptionException;
import io.conncount.cli.output.Output;
import io.conncount.cli.output.Output.MessageStream;
import io.conncount.source.Remedy;
import io.conncount.source.recording.RecordingException;
import io.conncount.sys.KernelException;
import io.conncount.sys.NativeCalls;
import java.io.IOException;
import java.io.PrintStream;
import java.io.Writer;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;

/** The program: reads the command line, wires everything, and turns what goes wrong into one line and an exit code. */
public final class Main {
    private Main() {}

    /**
     * Runs the command line and ends the process with its code. Commands end what they began, so no shutdown hook is needed;
     * exit would ask loggers whether to log it, which takes longer than most answers ({@code docs/start-up.md}).
     */
    public static void main(String[] args) {
        NativeCalls.prepare();
        Runtime.getRuntime().halt(run(args, new MessageStream(System.err)));
    }

    /** Runs the command line; returns its exit code. */
    static int run(String[] args, PrintStream err) {
        Optional<Command> command = Optional.empty();
        String failure;
        try {
            List<String> all = Invocation.withHelpAsOption(List.of(args));
            Optional<Dialect> dialect = all.isEmpty() ? Optional.empty() : Dialect.named(all.get(0));
            if (dialect.isPresent()) {
                return answerIn(dialect.get(), all.subList(1, all.size()), err);
            }
            Invocation asked = Invocation.of(all);
            command = Optional.of(asked.command());
            return answer(asked, err);
        } catch (UsageException e) {
            return fail(command, e.getMessage(), ExitCode.USAGE, err);
        } catch (RecordingException | NamespaceException e) {
            failure = e.getMessage();
        } catch (KernelException e) {
            failure = "cannot read sockets: " + e.getMessage() + "; " + Remedy.of(e)
                    + (Remedy.isSockDiagMissing(e) ? ", or use --source procfs, which is slow" : "");
        } catch (IOException e) {
            if (nobodyReads(e)) {
                return ExitCode.DONE;
            }
            failure = "cannot write the answer: " + e.getMessage();
        } catch (UnsupportedOperationException e) {
            failure = e.getMessage();
        } catch (LinkageError e) {
            failure = "cannot call the system's C library: "
                    + e.getMessage().lines().findFirst().orElse("") + "; rebuild with a JDK for this processor";
        } catch (OutOfMemoryError e) {
            failure = "out of memory; lower --max-groups or --top, or set CONNCOUNT_JAVA_OPTS=-Xmx1g";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitCode.FAILED;
        }
        return fail(command, failure, ExitCode.FAILED, err);
    }

    /** Says what went wrong; returns the exit code. */
    private static int fail(Optional<Command> command, String message, int exitCode, PrintStream err) {
        if (command.isPresent()) {
            return command.get().fail(message, exitCode, err);
        }
        err.println("conncount: " + message);
        return exitCode;
    }

    private static int answerIn(Dialect dialect, List<String> words, PrintStream err)
            throws IOException, InterruptedException {
        try {
            return dialect.run(words, err);
        } catch (UsageException e) {
            err.println("conncount: " + e.getMessage());
            return dialect.usageExitCode();
        }
    }

    private static int answer(Invocation asked, PrintStream err)
            throws UsageException, IOException, InterruptedException {
        Command command = asked.command();
        CommandLine model = new CommandLine(command.spec());
        ParsedArguments given = parsed(model, asked.words());
        if (given.helpRequested()) {
            boolean color = Output.standard().style(given.color()).color();
            return print(asked.allHelp() ? HelpText.all(command, model, color) : HelpText.brief(command, model, color));
        }
        if (given.versionRequested()) {
            return print("conncount " + Version.text() + "\n");
        }
        return command.run(given, err);
    }

    private static ParsedArguments parsed(CommandLine model, List<String> words) throws UsageException {
        try {
            return ParsedArguments.parse(model, words);
        } catch (UnknownOptionException e) {
            throw new UsageException(Corrections.unknownOption(e.option(), e.typed(), e.spec()));
        }
    }

    private static int print(String text) throws IOException {
        Writer writer = Output.writerToStandardOutput();
        writer.write(text);
        writer.flush();
        return ExitCode.DONE;
    }

    /** EPIPE, as {@code conncount | head} gives it: the reader has seen enough. */
    private static boolean nobodyReads(IOException e) {
        return "Broken pipe".equals(e.getMessage());
    }
}
