package io.conncount.cli.completion;

import io.conncount.cli.options.Command;
import io.conncount.cli.options.OptionSpecs;
import io.conncount.cli.options.ParsedArguments;
import io.conncount.cli.options.Suggestion;
import io.conncount.cli.options.UsageException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** Prints the script with which a shell completes the command lines of conncount. */
public final class CompletionCommand implements Command {
    /** Counting, which has no name of its own. */
    static final String COUNT = "count";

    private static final String PREFIX = "conncount ";

    private final Supplier<List<CommandSpec>> specs;

    /** @param specs the options of all commands, of which counting is called {@code conncount} */
    public CompletionCommand(Supplier<List<CommandSpec>> specs) {
        this.specs = specs;
    }

    @Override
    public CommandSpec spec() {
        CommandSpec spec = OptionSpecs.of("conncount completion");
        spec.addPositional(PositionalParamSpec.builder()
                .paramLabel("SHELL")
                .type(List.class)
                .auxiliaryTypes(String.class)
                .arity("0..*")
                .description("bash, zsh or fish.")
                .build());
        OptionSpecs.addHelp(spec);
        return spec;
    }

    @Override
    public void describe(UsageMessageSpec usage) {
        usage.customSynopsis("conncount completion bash|zsh|fish");
        usage.description("Prints a script that completes the command lines of conncount.");
        usage.footer(
                "",
                "Examples:",
                "  conncount completion bash   in ~/.bashrc: source <(conncount completion bash)",
                "  conncount completion zsh    in ~/.zshrc, after compinit, the same with zsh",
                "  conncount completion fish   in config.fish: conncount completion fish | source",
                "",
                "Exit codes: 0 done, 2 usage.");
    }

    @Override
    public int run(ParsedArguments given, PrintStream err) throws UsageException, IOException {
        String script = shell(given).script(offers());
        new FileOutputStream(FileDescriptor.out).write(script.getBytes(StandardCharsets.UTF_8));
        return ExitCode.DONE;
    }

    /** The shell that is named. */
    public static Shell shell(ParsedArguments given) throws UsageException {
        List<String> words = given.words();
        List<String> shells = Arrays.stream(Shell.values()).map(Shell::label).toList();
        if (words.size() != 1) {
            throw new UsageException("completion needs the name of a shell: bash, zsh or fish");
        }
        if (!shells.contains(words.get(0))) {
            throw new UsageException("unknown shell '" + words.get(0) + "'" + Suggestion.hint(words.get(0), shells));
        }
        return Shell.values()[shells.indexOf(words.get(0))];
    }

    private Map<String, List<Offer>> offers() {
        Map<String, List<Offer>> offers = new LinkedHashMap<>();
        for (CommandSpec spec : specs.get()) {
            String name = spec.name().startsWith(PREFIX) ? spec.name().substring(PREFIX.length()) : COUNT;
            offers.put(name, Offer.of(spec));
        }
        return offers;
    }
}
