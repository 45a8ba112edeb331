package io.conncount.cli.options;

import io.conncount.cli.output.Format;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Makes options, and adds those that several commands take. */
public final class OptionSpecs {
    public static final String WATCH = "--watch";
    public static final String COLOR = "--color";
    public static final String THREADS = "--threads";
    public static final String HELP = "--help";
    public static final String VERSION = "--version";

    private OptionSpecs() {}

    /** The options of a command, none yet. To look for variables in each name, as picocli would, takes longer than to parse them. */
    public static CommandSpec of(String command) {
        return CommandSpec.create().interpolateVariables(false).name(command);
    }

    public static OptionSpec flag(String help, String... names) {
        return OptionSpec.builder(names).type(boolean.class).description(help).build();
    }

    public static OptionSpec value(String label, String help, String... names) {
        return OptionSpec.builder(names)
                .type(String.class)
                .paramLabel(label)
                .description(help)
                .build();
    }

    /** An option that may be given several times. */
    public static OptionSpec values(String label, String help, String... names) {
        return OptionSpec.builder(names)
                .type(List.class)
                .auxiliaryTypes(String.class)
                .paramLabel(label)
                .description(help)
                .build();
    }

    /** An option with an optional value; {@link ParsedArguments} adds its default. */
    public static OptionSpec optionalValue(String label, String help, String... names) {
        return OptionSpec.builder(names)
                .type(String.class)
                .paramLabel(label)
                .arity("0..1")
                .description(help)
                .build();
    }

    /**
     * Adds the options that choose a format.
     *
     * @param row what a line is about, such as {@code group}
     */
    public static void addFormats(CommandSpec spec, String row) {
        for (Format format : Format.values()) {
            if (format.option().isPresent()) {
                spec.addOption(
                        flag(format.help().replace("ROW", row), format.option().get()));
            }
        }
        spec.addOption(optionalValue("WHEN", "Use colours: auto (the default), always or never.", COLOR));
    }

    public static void addThreads(CommandSpec spec) {
        spec.addOption(value("N", "Read with at most N threads (default: one per core, up to 4).", THREADS));
    }

    public static void addHelp(CommandSpec spec) {
        spec.addOption(OptionSpec.builder("-h", HELP)
                .type(boolean.class)
                .usageHelp(true)
                .description("Show this help.")
                .build());
        spec.addOption(OptionSpec.builder("-V", VERSION)
                .type(boolean.class)
                .versionHelp(true)
                .description("Show the version.")
                .build());
    }
}
