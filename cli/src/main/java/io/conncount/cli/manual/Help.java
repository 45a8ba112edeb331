package io.conncount.cli.manual;

import io.conncount.cli.options.Command;
import io.conncount.cli.options.OptionSpecs;
import io.conncount.cli.options.ParsedArguments;
import io.conncount.cli.options.Suggestion;
import io.conncount.cli.options.UsageException;
import io.conncount.cli.output.Output;
import java.io.IOException;
import java.io.PrintStream;
import java.io.Writer;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** Shows a page of the manual, as man(1) would: {@code conncount help TOPIC}. */
public final class Help implements Command {
    @Override
    public CommandSpec spec() {
        CommandSpec spec = OptionSpecs.of("conncount help");
        spec.addPositional(PositionalParamSpec.builder()
                .paramLabel("TOPIC")
                .type(List.class)
                .auxiliaryTypes(String.class)
                .arity("0..*")
                .description("A command, or " + String.join(", ", Manual.SHARED) + ".")
                .build());
        return spec;
    }

    @Override
    public void describe(UsageMessageSpec usage) {
        usage.customSynopsis("conncount help TOPIC");
        usage.description("Shows a page of the manual.");
    }

    @Override
    public int run(ParsedArguments given, PrintStream err) throws UsageException, IOException, InterruptedException {
        String topic = given.words().get(0);
        Optional<String> text = Manual.text(topic);
        if (text.isEmpty()) {
            throw new UsageException("unknown topic '" + topic + "'"
                    + Suggestion.hint(
                            topic, Manual.topics(), "a topic is a command, or " + String.join(", ", Manual.SHARED)));
        }
        Output output = Output.standard();
        if (!output.movesCursor() || !Pager.show(text.get())) {
            Writer writer = Output.writerToStandardOutput();
            writer.write(text.get());
            writer.flush();
        }
        return ExitCode.DONE;
    }
}
