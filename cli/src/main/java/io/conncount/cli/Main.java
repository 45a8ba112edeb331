package io.conncount.cli;

import io.conncount.source.Remedy;
import io.conncount.source.recording.RecordingException;
import io.conncount.sys.KernelException;
import io.conncount.sys.NativeCalls;
import java.io.IOException;
import java.io.PrintStream;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;

/** The program: reads the command line, wires everything, and turns what goes wrong into one line and an exit code. */
public final class Main {
    private Main() {}

    /** Runs the command line and exits with its code. */
    public static void main(String[] args) {
        NativeCalls.prepare();
        System.exit(run(args, System.err));
    }

    /** Runs the command line; returns its exit code. */
    static int run(String[] args, PrintStream err) {
        try {
            return answer(args, err);
        } catch (UsageException e) {
            err.println("conncount: " + e.getMessage());
            return ExitCode.USAGE;
        } catch (RecordingException e) {
            err.println("conncount: " + e.getMessage());
        } catch (KernelException e) {
            err.println("conncount: cannot read sockets: " + e.getMessage() + "; " + Remedy.of(e)
                    + (Remedy.isSockDiagMissing(e) ? ", or ask with --source procfs, which is slow" : ""));
        } catch (IOException e) {
            if (nobodyReads(e)) {
                return ExitCode.DONE;
            }
            err.println("conncount: cannot write the answer: " + e.getMessage());
        } catch (UnsupportedOperationException e) {
            err.println("conncount: " + e.getMessage());
        } catch (LinkageError e) {
            err.println("conncount: cannot call the system's C library: "
                    + e.getMessage().lines().findFirst().orElse("") + "; build again with a JDK for this processor");
        } catch (OutOfMemoryError e) {
            err.println("conncount: out of memory; lower --max-groups or --top, or set CONNCOUNT_JAVA_OPTS=-Xmx1g");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return ExitCode.FAILED;
    }

    private static int answer(String[] args, PrintStream err) throws UsageException, IOException, InterruptedException {
        List<String> words = withoutHelpWords(List.of(args));
        Command command = new Count();
        if (!words.isEmpty() && !words.get(0).startsWith("-")) {
            Optional<Command> named = Commands.byName(words.get(0));
            if (named.isPresent()) {
                command = named.get();
                words = words.subList(1, words.size());
            } else {
                Optional<String> meant = Slips.command(words.get(0));
                if (meant.isPresent()) {
                    throw new UsageException(meant.get());
                }
            }
        }
        CommandLine model = new CommandLine(command.spec());
        Given given = Given.parse(model, words);
        if (given.helpRequested()) {
            command.describe(model.getCommandSpec().usageMessage());
            return print(model.getUsageMessage());
        }
        if (given.versionRequested()) {
            return print("conncount " + version() + "\n");
        }
        requireCommandFirst(given, words);
        return command.run(given, err);
    }

    /** {@code help}, {@code help COMMAND} and {@code version} as the options of that name. */
    private static List<String> withoutHelpWords(List<String> words) {
        if (words.size() == 1 && words.get(0).equals("version")) {
            return List.of(OptionSpecs.VERSION);
        }
        if (words.isEmpty() || words.size() > 2 || !words.get(0).equals("help")) {
            return words;
        }
        return words.size() == 1 ? List.of(OptionSpecs.HELP) : List.of(words.get(1), OptionSpecs.HELP);
    }

    /** The name of a command behind options would be taken for a filter. */
    private static void requireCommandFirst(Given given, List<String> words) throws UsageException {
        List<String> filter = given.words();
        if (filter.isEmpty() || !Commands.isName(filter.get(0))) {
            return;
        }
        List<String> inOrder = new ArrayList<>(words);
        inOrder.remove(filter.get(0));
        inOrder.add(0, filter.get(0));
        throw new UsageException("commands come first: conncount " + String.join(" ", inOrder));
    }

    static String version() {
        return Main.class.getPackage().getImplementationVersion();
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
