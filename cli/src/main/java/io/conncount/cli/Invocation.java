package io.conncount.cli;

import io.conncount.cli.count.Count;
import io.conncount.cli.dialect.Dialect;
import io.conncount.cli.manual.Help;
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
 * @param allHelp true if its help is asked for, and all of it
 */
record Invocation(Command command, List<String> words, boolean allHelp) {
    private static final String HELP = "help";
    private static final List<String> HELP_WORDS = List.of(HELP, OptionSpecs.HELP, "-h");
    private static final String ALL = "all";

    private Invocation(Command command, List<String> words) {
        this(command, words, false);
    }

    /** Finds the command, which is counting where none is named. */
    static Invocation of(List<String> args) throws UsageException {
        List<String> words = withHelpAsOption(args);
        int last = words.size() - 1;
        if (last > 0 && words.get(last).equals(ALL) && words.get(last - 1).equals(OptionSpecs.HELP)) {
            Invocation asked = of(words.subList(0, last));
            return new Invocation(asked.command, asked.words, true);
        }
        if (words.isEmpty()) {
            return new Invocation(new Count(), words);
        }
        if (words.get(0).equals(HELP)) {
            return new Invocation(new Help(), words.subList(1, words.size()));
        }
        Optional<Command> named = Commands.byName(words.get(0));
        if (named.isPresent()) {
            List<String> rest = words.subList(1, words.size());
            Optional<String> others = Corrections.words(words.get(0), rest);
            if (others.isPresent()) {
                throw new UsageException(others.get());
            }
            return new Invocation(named.get(), rest);
        }
        Optional<String> slip = words.get(0).startsWith("-") ? Optional.empty() : Corrections.command(words.get(0));
        if (slip.isPresent()) {
            throw new UsageException(slip.get());
        }
        requireNoCommandBehindOptions(words);
        return new Invocation(new Count(), words);
    }

    /**
     * {@code version}, {@code help} and {@code COMMAND help} as the options of that name. {@code help TOPIC}, which shows a page of
     * the manual, stays as it is.
     */
    static List<String> withHelpAsOption(List<String> args) {
        if (args.equals(List.of("version"))) {
            return List.of(OptionSpecs.VERSION);
        }
        int last = args.size() - 1;
        if (last > 0 && args.get(last).equals(ALL) && HELP_WORDS.contains(args.get(last - 1))) {
            List<String> words = new ArrayList<>(withHelpAsOption(args.subList(0, last)));
            words.add(ALL);
            return words;
        }
        if (args.size() == 2 && args.get(0).equals(HELP)) {
            return args;
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
