package io.conncount.cli;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;

import io.conncount.cli.dialect.Dialect;
import io.conncount.cli.options.ParsedArguments;
import java.util.List;
import java.util.regex.Pattern;
import picocli.CommandLine;

/** A command line that is shown to people. */
final class ExampleLine {
    private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");

    private ExampleLine() {}

    /** Requires that its options are accepted, up to a pipe or a file. */
    static void assertAccepted(String line) {
        List<String> words = WORD.matcher(line.split(" \\| | >>? ?")[0])
                .results()
                .skip(1)
                .map(word -> word.group(1) != null ? word.group(1) : word.group(2))
                .toList();
        if (!words.isEmpty() && Dialect.isName(words.get(0))) {
            return; // of another program, which has no model here
        }
        assertDoesNotThrow(
                () -> {
                    Invocation asked = Invocation.of(words);
                    ParsedArguments.parse(new CommandLine(asked.command().spec()), asked.words());
                },
                line);
    }
}
