package io.conncount.cli.threshold;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.conncount.cli.options.ParsedArguments;
import io.conncount.cli.options.UsageException;
import io.conncount.names.KnownNames;
import io.conncount.testing.ErrorText;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

class SustainedTest {
    private static Sustained read(String words) throws UsageException {
        ParsedArguments nothing = ParsedArguments.parse(new CommandLine(CommandSpec.create()), List.of());
        return Sustained.read(words, new Subjects(nothing, KnownNames.NONE));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "state=syn-recv > 5000 for 10s | state=syn-recv | 5000 | PT10S",
                "ports.share >= 80% for 5m     | ports.share    | @80: | PT5M",
                "sendq > 64k > 10 for 1h       | sendq > 64k    | 10   | PT1H",
                "tcp_orphans > 7               | tcp_orphans    | 7    | PT0S"
            })
    void durationIsAfterTheThreshold(String words, String subject, String critical, Duration lasting)
            throws UsageException {
        Sustained condition = read(words);
        assertEquals(words, condition.text());
        assertEquals(subject, condition.question().text());
        assertEquals(critical, condition.question().critical().orElseThrow().toString());
        assertEquals(lasting, condition.lasting());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "state=syn-recv for 10s      | 'state=syn-recv for 10s' .. threshold",
                "state=syn-recv > 5 for 10   | 'for 10' .. 10s",
                "tcp_orphan > 5 for 10s      | 'tcp_orphan' .. 'tcp_orphans'"
            })
    void mistakeIsAnswered(String words, String parts) {
        UsageException e = assertThrows(UsageException.class, () -> read(words));
        ErrorText.assertNames(parts, e.getMessage().lines().findFirst().orElseThrow());
    }
}
