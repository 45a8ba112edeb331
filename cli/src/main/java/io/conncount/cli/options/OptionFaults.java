package io.conncount.cli.options;

import io.conncount.cli.options.UsageException.UnknownOptionException;
import java.util.List;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says what is wrong with the options of a command line, in one line that names what to write instead. */
final class OptionFaults {
    private OptionFaults() {}

    /**
     * What the parser found.
     *
     * @param args the words it was given
     */
    static UsageException of(ParameterException fault, CommandSpec spec, List<String> args) {
        String help = "; see " + spec.name() + " " + OptionSpecs.HELP;
        if (fault instanceof UnmatchedArgumentException unmatched) {
            String word = unmatched.getUnmatched().get(0);
            return word.startsWith("-")
                    ? new UnknownOptionException(name(word), typed(word, args), spec)
                    : new UsageException(
                            "unexpected argument '" + word + "': " + spec.name() + " takes options only" + help);
        }
        if (fault instanceof MissingParameterException missing) {
            OptionSpec option = (OptionSpec) missing.getMissing().get(0);
            String name = typedName(option, args);
            return new UsageException(name + " needs a value: " + name + " " + option.paramLabel());
        }
        if (fault.getArgSpec() instanceof OptionSpec option && option.type() == boolean.class) {
            return new UsageException(typedName(option, args) + " takes no value");
        }
        return new UsageException(fault.getMessage().lines().findFirst().orElse("") + help);
    }

    /** Refuses a second value of an option that means one. */
    static void requireOneValueEach(ParseResult parsed, List<String> args) throws UsageException {
        for (OptionSpec option : parsed.matchedOptions()) {
            if (option.type() == String.class && option.originalStringValues().size() > 1) {
                throw new UsageException(typedName(option, args) + " is given twice; remove one");
            }
        }
    }

    /** An option without its value, or of several letters in one word, the first. */
    private static String name(String word) {
        if (word.startsWith("--")) {
            int value = word.indexOf('=');
            return value < 0 ? word : word.substring(0, value);
        }
        return word.substring(0, Math.min(2, word.length()));
    }

    /** The argument of which the parser leaves the end over: of {@code -tan}, {@code -n}. */
    private static String typed(String rest, List<String> args) {
        for (String arg : args) {
            boolean letters = arg.length() > 1 && arg.charAt(0) == '-' && arg.charAt(1) != '-';
            if (letters && arg.endsWith(rest.substring(1))) {
                return arg;
            }
        }
        return rest;
    }

    /** The one of an option's names that was typed. */
    private static String typedName(ArgSpec spec, List<String> args) {
        String[] names = ((OptionSpec) spec).names();
        for (String name : names) {
            for (String arg : args) {
                if (arg.equals(name) || arg.startsWith(name + "=")) {
                    return name;
                }
            }
        }
        return names[0];
    }
}
