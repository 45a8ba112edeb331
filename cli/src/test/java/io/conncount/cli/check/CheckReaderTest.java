package io.conncount.cli.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.conncount.cli.options.ParsedArguments;
import io.conncount.cli.options.UsageException;
import io.conncount.cli.threshold.Question;
import io.conncount.cli.threshold.Range;
import io.conncount.cli.threshold.Subject;
import io.conncount.cli.threshold.Subjects;
import io.conncount.counters.Measure;
import io.conncount.names.KnownNames;
import io.conncount.testing.ErrorText;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class CheckReaderTest {
    private static List<Question> read(String... words) throws UsageException {
        CommandLine model = new CommandLine(new Check().spec());
        return CheckReader.read(ParsedArguments.parse(model, List.of(words)), KnownNames.NONE);
    }

    private static Question one(String... words) throws UsageException {
        List<Question> questions = read(words);
        assertEquals(1, questions.size());
        return questions.get(0);
    }

    private static String text(Optional<Range> range) {
        return range.map(Range::toString).orElse("");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "state close-wait > 5000          | state close-wait       | 5000",
                "state=close-wait>5000            | state=close-wait       | 5000",
                "sport = :443 >= 100              | sport = :443           | @100:",
                "sendq > 64k > 10                 | sendq > 64k            | 10",
                "(sendq > 64k or recvq > 1k) < 3  | (sendq > 64k or recvq > 1k) | 3:",
                "tcp_orphans.share >= 80%         | tcp_orphans.share      | @80:",
                "accept-queue.share > 50          | accept-queue.share     | 50",
                "rtt.p99 > 200                    | rtt.p99                | 200",
                "rtt_ms.max sport = :443 > 200    | rtt_ms.max sport = :443 | 200",
                "autobound != 0                   | autobound              | 0:0"
            })
    void lastComparisonIsTheThreshold(String words, String subject, String critical) throws UsageException {
        Question question = one(words);
        assertEquals(subject, question.text());
        assertEquals(critical.equals("0:0") ? "0" : critical, text(question.critical()));
    }

    @Test
    void comparisonThatBelongsToTheFilterIsNone() throws UsageException {
        Question question = one("sendq > 64k", "--critical", "10");
        assertEquals("sendq > 64k", question.text());
        assertEquals("10", text(question.critical()));
        assertInstanceOf(Subject.SocketCount.class, question.subject());
    }

    @Test
    void everyMeasureAndShareIsASubject() throws UsageException {
        for (String name : Subjects.names()) {
            Question question = one(name + " > 1");
            assertEquals(name, question.text());
            assertEquals(name.endsWith(".share"), question.subject().isShare(), name);
        }
        Stream.of(Measure.values())
                .filter(measure -> !measure.label().isEmpty())
                .forEach(measure -> assertEquals(
                        1,
                        Subjects.names().stream()
                                .filter(measure.label()::equals)
                                .count()));
        assertEquals(
                new Subject.KernelMeasure(Measure.TCP_SOCKET_MEMORY),
                one("tcp-socket-memory-bytes > 1").subject());
    }

    @Test
    void thresholdsAreForAllQuestionsOrForEach() throws UsageException {
        List<Question> all = read("tcp_orphans", "open_files > 9", "--warning", "1", "--critical", "2");
        assertEquals("2", text(all.get(0).critical()));
        assertEquals("9", text(all.get(1).critical()));
        assertEquals("1", text(all.get(1).warning()));
        List<Question> each = read("tcp_orphans", "open_files", "--warning", "1", "--warning", "2", "--critical", "3");
        assertEquals("1", text(each.get(0).warning()));
        assertEquals("2", text(each.get(1).warning()));
        assertEquals("3", text(each.get(1).critical()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "tcp_orphans                                    | 'tcp_orphans' .. --warning",
                "tcp_orphan > 5                                 | 'tcp_orphan' .. 'tcp_orphans'",
                "state listen > 10%                             | percent",
                "tcp_orphans --warning x                        | --warning x .. 10:20",
                "tcp_orphans > 1 --critical 5                   | --critical .. 0 questions",
                "tcp_orphans open_files --warning 1 --warning 2 --warning 3 | 3 times .. 2 questions",
                "state lisen > 5                                | 'lisen'",
                "mark.p99 > 5                                   | 'mark.p99'",
                "rtt.p99 > 5 --daemon                           | 'rtt.p99' .. --daemon",
                "netns = 4026531840 > 5                                  | --netns all"
            })
    void mistakeIsAnswered(String words, String parts) {
        List<String> all = Stream.of(words.split(" (?=--)|(?<=--warning) |(?<=--critical) "))
                .flatMap(word ->
                        word.startsWith("tcp_orphans open_files") ? Stream.of(word.split(" ")) : Stream.of(word))
                .toList();
        UsageException e = assertThrows(UsageException.class, () -> read(all.toArray(String[]::new)));
        ErrorText.assertNames(parts, e.getMessage().lines().findFirst().orElseThrow());
    }
}
