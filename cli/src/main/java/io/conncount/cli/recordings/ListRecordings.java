package io.conncount.cli.recordings;

import io.conncount.cli.options.Command;
import io.conncount.cli.options.OptionSpecs;
import io.conncount.cli.options.ParsedArguments;
import io.conncount.cli.options.SourceOptions;
import io.conncount.cli.options.UsageException;
import io.conncount.cli.output.AnswerOutput;
import io.conncount.cli.output.Output;
import io.conncount.cli.output.RowsAnswer;
import io.conncount.cli.output.RowsAnswer.About;
import io.conncount.names.KnownNames;
import io.conncount.source.recording.RecordedFile;
import io.conncount.view.Column;
import io.conncount.view.Columns;
import io.conncount.view.Timestamps;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** Lists the recordings in a directory. */
public final class ListRecordings implements Command {
    private static final List<Column<RecordedFile>> COLUMNS = List.of(
            Columns.name("time", "when it was begun", file -> Timestamps.of(file.time())),
            Columns.text("host", "where", file -> file.host().orElse("")),
            Columns.count("sockets", "how many are in it", RecordedFile::sockets),
            Columns.bytes("size_bytes", "size of the file", RecordedFile::bytes),
            Columns.text(
                    "condition",
                    "why the daemon took it",
                    file -> file.condition().orElse("")),
            Columns.name("file", "for --from", file -> file.file().toString()));

    @Override
    public CommandSpec spec() {
        CommandSpec spec = OptionSpecs.of("conncount recordings");
        OptionSpecs.addFormats(spec, "recording");
        OptionSpecs.addHelp(spec);
        spec.addPositional(PositionalParamSpec.builder()
                .paramLabel("DIR")
                .type(List.class)
                .auxiliaryTypes(String.class)
                .arity("0..*")
                .description("Where they are (default " + SourceOptions.RECORDINGS_DEFAULT + ").")
                .build());
        return spec;
    }

    @Override
    public void describe(UsageMessageSpec usage) {
        usage.customSynopsis("conncount recordings [DIR] [OPTIONS]");
        usage.description(
                "Lists recordings, the latest first: those that conncount serve --record-when took, and",
                "others in the same directory whose names end in .rec.");
        usage.footer(
                "",
                "Examples:",
                "  conncount recordings",
                "  conncount recordings /srv/recordings --json",
                "  conncount --from FILE --by remote-address         what was going on then",
                "",
                "Exit codes: 0 done, 1 failed or incomplete, 2 usage.");
    }

    @Override
    public int run(ParsedArguments given, PrintStream err) throws UsageException, IOException {
        Path directory = directory(given);
        Output output = Output.standard();
        AnswerOutput answers =
                new AnswerOutput(output, given.format().orElse(output.usualFormat()), given.color(), false);
        Instant time = Instant.now();
        long begunNanos = System.nanoTime();
        // Before its first recording, the daemon may not have made the directory.
        boolean expected = !given.words().isEmpty() || Files.exists(directory);
        RecordedFile.Found found = expected ? RecordedFile.in(directory) : new RecordedFile.Found(List.of(), List.of());
        Optional<String> fault = found.faults().stream().findFirst();
        answers.show(new RowsAnswer<>(
                        "recordings",
                        new About(
                                Optional.empty(),
                                time,
                                Optional.empty(),
                                directory.toString(),
                                Duration.ofNanos(System.nanoTime() - begunNanos)),
                        COLUMNS,
                        COLUMNS,
                        found.files(),
                        0,
                        List.of(),
                        List.of(),
                        fault,
                        List.of())
                .shown(false, KnownNames.NONE));
        found.faults().forEach(text -> err.println("conncount: " + text));
        return fault.isEmpty() ? ExitCode.DONE : ExitCode.FAILED;
    }

    /** What was given, checked. */
    public static Path directory(ParsedArguments given) throws UsageException {
        if (given.words().size() > 1) {
            throw new UsageException(
                    "recordings takes one directory, and " + given.words().size() + " were given");
        }
        return SourceOptions.path(
                given.words().isEmpty()
                        ? SourceOptions.RECORDINGS_DEFAULT
                        : given.words().get(0));
    }
}
