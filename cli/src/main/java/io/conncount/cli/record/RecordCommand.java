package io.conncount.cli.record;

import static io.conncount.cli.options.OptionSpecs.flag;

import io.conncount.cli.options.Command;
import io.conncount.cli.options.Command.ExitCode;
import io.conncount.cli.options.HelpText.Version;
import io.conncount.cli.options.OptionSpecs;
import io.conncount.cli.options.ParsedArguments;
import io.conncount.cli.options.SelectionOptions;
import io.conncount.cli.options.SelectionOptions.UsualStates;
import io.conncount.cli.options.SourceOptions;
import io.conncount.cli.options.UsageException;
import io.conncount.cli.output.Output;
import io.conncount.cli.output.Progress;
import io.conncount.collect.Requests;
import io.conncount.query.Selection;
import io.conncount.socket.Detail;
import io.conncount.socket.Protocol;
import io.conncount.source.DumpRequest;
import io.conncount.source.DumpResult;
import io.conncount.source.HostSource;
import io.conncount.source.MissingTableException;
import io.conncount.source.Remedy;
import io.conncount.source.recording.Recorder;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** Keeps what the kernel says of its sockets in a file, for {@code --from}. */
public final class RecordCommand implements Command {
    static final String FORCE = "--force";
    static final String SCRUB = "--scrub";
    private static final String PROCESSES = "-p";

    @Override
    public CommandSpec spec() {
        CommandSpec spec = OptionSpecs.of("conncount record");
        SelectionOptions.addTo(spec);
        spec.addOption(flag("Replace FILE if it exists.", FORCE));
        spec.addOption(flag("Save also which processes hold the sockets.", PROCESSES));
        spec.addOption(flag("Anonymise addresses and names; networks stay networks.", SCRUB));
        OptionSpecs.addHelp(spec);
        return spec;
    }

    @Override
    public void describe(UsageMessageSpec usage) {
        usage.customSynopsis("conncount record FILE [TABLES] [OPTIONS] [FILTER...]");
        usage.description(
                "Saves sockets to FILE with everything the kernel reports, for --from FILE; - is standard output.");
        usage.footer(
                "",
                "Examples:",
                "  conncount record web1.rec                   TCP sockets",
                "  conncount record web1.rec -tu --scrub       for someone else to look at",
                "  conncount record web1.rec -p                with the processes that hold them",
                "  conncount --from web1.rec --by service      count from the recording",
                "  ssh web1 conncount record - | conncount --from - --by service",
                "",
                "Exit codes: 0 done, 1 failed or incomplete, 2 usage.");
    }

    /** The selection within the tables; the tables themselves are evident from the file. */
    private static Optional<String> restriction(Selection selection) {
        Set<Protocol> usual = EnumSet.of(Protocol.TCP);
        return new Selection(usual, selection.families(), selection.states(), selection.filter()).words();
    }

    /** The arguments after the file name, checked. */
    public static Selection selection(ParsedArguments given) throws UsageException {
        if (given.words().isEmpty()) {
            throw new UsageException("record needs a file name: conncount record FILE");
        }
        return SelectionOptions.read(given.withoutFirstWord(), UsualStates.ALL);
    }

    @Override
    public int run(ParsedArguments given, PrintStream err) throws UsageException, IOException {
        HostSource.Recordable host = HostSource.recordable();
        Selection selection = selection(given).settled(host.names());
        String name = given.words().get(0);
        Set<Detail> filtered = EnumSet.noneOf(Detail.class);
        selection.addDetails(filtered);
        host.holders().require(filtered);
        Recorder recorder = new Recorder(host, Version.text());
        DumpResult result;
        try (Progress progress = Progress.on(err)) {
            progress.doing("recording sockets");
            result = name.equals(SourceOptions.STANDARD_STREAM)
                    ? recordToStandardOutput(recorder, selection, given)
                    : record(recorder, SourceOptions.path(name), selection, given);
        }
        err.println(String.format(
                Locale.ROOT,
                "conncount: recorded %,d sockets, %,d bytes, in %s",
                result.sockets(),
                result.bytes(),
                name));
        recorder.caveat().ifPresent(text -> err.println("conncount: " + text));
        for (MissingTableException table : recorder.missing()) {
            err.println("conncount: " + table.protocol().label() + " sockets are not in the file: " + Remedy.of(table));
        }
        if (selection.everyKind()) {
            host.counters()
                    .otherSockets()
                    .forEach((kind, sockets) -> err.println("conncount: " + kind
                            + " sockets are not in it: conncount does not support them (the kernel has " + sockets
                            + ")"));
        }
        if (result.fault().isPresent()) {
            err.println("conncount: incomplete: " + result.fault().get());
            return ExitCode.FAILED;
        }
        return ExitCode.DONE;
    }

    private static DumpResult record(Recorder recorder, Path file, Selection selection, ParsedArguments given)
            throws IOException {
        Set<Detail> details = EnumSet.allOf(Detail.class);
        if (!given.has(PROCESSES)) {
            details.remove(Detail.HOLDERS);
        }
        List<DumpRequest> requests = new ArrayList<>();
        for (Protocol protocol : selection.protocols()) {
            requests.add(Requests.of(selection, protocol, protocol.listedStates(), details));
        }
        return recorder.record(file, requests, restriction(selection), given.has(SCRUB), given.has(FORCE));
    }

    /** By a file, because the header is known last and comes first. */
    private static DumpResult recordToStandardOutput(Recorder recorder, Selection selection, ParsedArguments given)
            throws UsageException, IOException {
        Output output = Output.standard();
        if (output.terminal().isPresent()) {
            throw new UsageException("record - writes binary data to a terminal; redirect it, or give a file name");
        }
        Path directory = Files.createTempDirectory("conncount");
        Path file = directory.resolve("sockets.rec");
        // Deleted in the opposite order, should a signal end it.
        directory.toFile().deleteOnExit();
        file.toFile().deleteOnExit();
        try {
            DumpResult result = record(recorder, file, selection, given);
            Files.copy(file, output.out());
            return result;
        } finally {
            Files.deleteIfExists(file);
            Files.delete(directory);
        }
    }
}
