package io.conncount.cli;

import io.conncount.cli.count.Count;
import io.conncount.cli.dialect.Dialect;
import io.conncount.cli.options.Command;
import io.conncount.cli.options.CommandNames;
import io.conncount.cli.options.OptionSpecs;
import io.conncount.cli.options.UsageException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The command that a command line asks for.
 *
 * @param words its options and filter: the arguments after its name
 */
record Invocation(Command command, List<String> words) {
    private static final List<String> HELP_WORDS = List.of("help", OptionSpecs.HELP, "-h");

    /** Finds the command, which is counting where none is named. */
    static Invocation of(List<String> args) throws UsageException {
        List<String> words = withHelpAsOption(args);
        if (words.isEmpty()) {
            return new Invocation(new Count(), words);
        }
        Optional<Command> named = Commands.byName(words.get(0));
        if (named.isPresent()) {
            return new Invocation(named.get(), words.subList(1, words.size()));
        }
        Optional<String> slip = words.get(0).startsWith("-") ? Optional.empty() : Corrections.command(words.get(0));
        if (slip.isPresent()) {
            throw new UsageException(slip.get());
        }
        requireNoCommandBehindOptions(words);
        return new Invocation(new Count(), words);
    }

    /** {@code version}, {@code help}, {@code help COMMAND} and {@code COMMAND help} as the options of that name. */
    static List<String> withHelpAsOption(List<String> args) {
        if (args.equals(List.of("version"))) {
            return List.of(OptionSpecs.VERSION);
        }
        boolean helpFirst = !args.isEmpty() && HELP_WORDS.contains(args.get(0));
        boolean named = args.size() == 2 && (CommandNames.contains(args.get(0)) || Dialect.isName(args.get(0)));
        boolean commandThenHelp = named && HELP_WORDS.contains(args.get(1));
        if (!helpFirst && !commandThenHelp) {
            return args;
        }
        List<String> words = new ArrayList<>(args);
        words.removeAll(HELP_WORDS);
        words.add(OptionSpecs.HELP);
        return words;
    }

    /** There, the name of a command would be taken for a filter. */
    private static void requireNoCommandBehindOptions(List<String> words) throws UsageException {
        if (!nameCommand(words)) {
            return;
        }
        int at = firstWithoutOption(words, new Count().spec());
        if (at < words.size() && CommandNames.contains(words.get(at))) {
            List<String> inOrder = new ArrayList<>(words);
            inOrder.add(0, inOrder.remove(at));
            throw new UsageException("commands come first: conncount " + String.join(" ", inOrder));
        }
    }

    private static boolean nameCommand(List<String> words) {
        for (String word : words) {
            if (CommandNames.contains(word)) {
                return true;
            }
        }
        return false;
    }

    /** The place of the first word that is neither an option nor the value of one. */
    private static int firstWithoutOption(List<String> words, CommandSpec spec) {
        int at = 0;
        while (at < words.size() && words.get(at).startsWith("-")) {
            String word = words.get(at);
            // Of several letters in one word, the last may take a value: -tA inet.
            String name = word.startsWith("--") ? word : "-" + word.charAt(word.length() - 1);
            OptionSpec option = spec.findOption(name);
            at += option != null && option.arity().min() > 0 ? 2 : 1;
        }
        return at;
    }
}
