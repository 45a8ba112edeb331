package io.conncount.cli.list;

import io.conncount.cli.output.ExplanationWriter;
import io.conncount.cli.output.Format;
import io.conncount.cli.output.Style;
import io.conncount.collect.Listing;
import io.conncount.snapshot.StepReport;
import io.conncount.socket.Detail;
import io.conncount.source.DumpResult;
import io.conncount.source.Host;
import io.conncount.sys.KernelException;
import io.conncount.view.TextBuffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Asks for the sockets, and writes the rows as they come. */
public class ListRun {
    private static final long NAMES_MILLISECONDS_MAX = 1000;

    private final ListOptions options;
    private final Host host;
    private final Style style;
    private final BlockOutput output;
    private final Optional<Resolver> resolver;
    private final Instant time;
    private final long startNanos = System.nanoTime();
    private final List<RowSink> rowSinks = new ArrayList<>();
    private final List<TopSink> topSinks = new ArrayList<>();

    /** A listing of the host's sockets on this stream. */
    public ListRun(ListOptions options, Host host, OutputStream out, Style style) {
        this.options = options;
        this.host = host;
        this.style = style;
        time = host.recorded().isPresent() ? host.recorded().get().time() : Instant.now();
        output = new BlockOutput(out, isDocument());
        resolver = options.resolve() ? Optional.of(new Resolver(options.services())) : Optional.empty();
    }

    private boolean isDocument() {
        return options.format().equals(Optional.of(Format.JSON));
    }

    /**
     * What became of a listing.
     *
     * @param fault why rows may be missing; empty if none are
     * @param steps how the kernel was asked
     * @param rows how many rows were written
     */
    public record Outcome(Optional<String> fault, List<StepReport> steps, long rows) {}

    /**
     * Writes all rows.
     *
     * @throws KernelException if the kernel refused before the first socket
     * @throws IOException if writing failed, because nobody reads or otherwise
     */
    public Outcome run() throws IOException, InterruptedException {
        if (resolver.isPresent()) {
            listing(Set.of()).run(resolver::get);
            resolver.get().await(NAMES_MILLISECONDS_MAX);
        }
        Listing listing = listing(options.details());
        writeHead();
        DumpResult result;
        if (options.ranking().isPresent()) {
            result = listing.run(this::topSink);
            TopSink.writeAll(topSinks, (int) options.rowsMax(), output);
        } else {
            result = listing.run(this::rowSink);
            rowSinks.forEach(RowSink::flush);
        }
        writeRest(result, listing.steps());
        if (output.failure().isPresent()) {
            throw output.failure().get();
        }
        return new Outcome(result.fault(), listing.steps(), output.rows());
    }

    /**
     * The first rows as values.
     *
     * @param columns what they are values of, and whether that is a number
     * @param fault why rows may be missing; empty if none are
     */
    public record Page(Map<String, Boolean> columns, List<List<String>> rows, Optional<String> fault) {}

    /**
     * Lists rows of chosen columns as values instead of writing them; the options' format means nothing.
     *
     * @throws KernelException if the kernel refused before the first socket
     */
    public static Page page(ListOptions options, Host host) throws IOException, InterruptedException {
        ByteArrayOutputStream cells = new ByteArrayOutputStream();
        ListRun run = new ListRun(options, host, cells, new Style(0, false, false)) {
            @Override
            RowWriter writer() {
                return new CellRows(options.chosenColumns(), host.names());
            }
        };
        Outcome outcome = run.run();
        Map<String, Boolean> columns = new LinkedHashMap<>();
        options.chosenColumns().forEach(column -> columns.put(column.name(), column.numeric()));
        String text = cells.toString(StandardCharsets.UTF_8);
        return new Page(columns, CellRows.read(text, columns.size()), outcome.fault());
    }

    /** Shows how the sockets are asked for and what that costs, in place of the rows. */
    public static String explanation(ListOptions options, Host host) throws KernelException {
        Listing listing = new Listing(host, options.selection(), options.details(), options.threadsMax());
        listing.run(() -> socket -> {});
        return ExplanationWriter.text(listing.steps());
    }

    private Listing listing(Set<Detail> details) {
        // Whoever wants a few rows wants them at once, and a second thread would bring more.
        boolean few = options.rowsMax() < Long.MAX_VALUE && options.ranking().isEmpty();
        return new Listing(host, options.selection(), details, few ? 1 : options.threadsMax());
    }

    private RowSink rowSink() {
        // What a part of an earlier dump has left: its rows count.
        rowSinks.forEach(RowSink::flush);
        RowSink sink = new RowSink(writer(), output, options.rowsMax() - output.rows());
        rowSinks.add(sink);
        return sink;
    }

    RowWriter writer() {
        return options.writer(resolver, host.names());
    }

    private TopSink topSink() {
        TopSink sink = new TopSink(options.ranking().orElseThrow(), writer(), (int) options.rowsMax());
        topSinks.add(sink);
        return sink;
    }

    private void writeHead() {
        if (isDocument()) {
            output.write("{" + ListDocument.head(host.name(), time, options.selection()) + ",\"sockets\":[");
        } else if (options.header()) {
            TextBuffer header = new TextBuffer(256);
            writer().header(header);
            output.write(
                    options.format().isEmpty()
                            ? style.bold(header.toString().stripTrailing()) + "\n"
                            : header.toString());
        }
    }

    private void writeRest(DumpResult result, List<StepReport> steps) {
        if (isDocument()) {
            output.write("]," + rest(result, steps) + "}\n");
        } else if (options.format().equals(Optional.of(Format.NDJSON))) {
            String head = ListDocument.head(host.name(), time, options.selection());
            output.write("{" + head + "," + rest(result, steps) + "}\n");
        }
    }

    private String rest(DumpResult result, List<StepReport> steps) {
        String source = host.sockets().name(options.selection().protocols());
        return ListDocument.rest(output.rows(), result, steps, source, System.nanoTime() - startNanos);
    }
}
