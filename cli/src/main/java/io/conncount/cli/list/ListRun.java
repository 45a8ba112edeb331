package io.conncount.cli.list;

import io.conncount.cli.output.CountDocument;
import io.conncount.cli.output.Format;
import io.conncount.collect.Listing;
import io.conncount.expression.Expression;
import io.conncount.filter.Condition;
import io.conncount.filter.OneSocket;
import io.conncount.query.Selection;
import io.conncount.snapshot.StepReport;
import io.conncount.socket.Detail;
import io.conncount.socket.SocketSink;
import io.conncount.socket.SocketView;
import io.conncount.source.DumpResult;
import io.conncount.source.Host;
import io.conncount.sys.KernelException;
import io.conncount.view.BlockOutput;
import io.conncount.view.CellWriter.CellTexts;
import io.conncount.view.Escaper;
import io.conncount.view.Explanation;
import io.conncount.view.Numbers;
import io.conncount.view.RowWriter;
import io.conncount.view.RowWriter.Document;
import io.conncount.view.SocketColumn;
import io.conncount.view.TableFormat.Style;
import io.conncount.view.TextBuffer;
import io.conncount.view.Timestamps;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Asks for the sockets, and writes the rows as they come. */
public final class ListRun {
    private static final long NAMES_MILLISECONDS_MAX = 1000;

    private final ListOptions options;
    private final Function<Optional<Resolver>, RowWriter<SocketView>> layout;
    private final Host host;
    private final Style style;
    private final BlockOutput output;
    private final Optional<Resolver> resolver;
    private final ListDocument document;
    private final List<RowSink> rowSinks = new ArrayList<>();
    private final List<TopSink<TextBuffer>> topSinks = new ArrayList<>();

    /** A listing of the host's sockets on this stream. */
    public ListRun(ListOptions options, Host host, OutputStream out, Style style) {
        this(options, resolver -> options.writer(resolver, host.names()), host, out, style);
    }

    /** The same in rows of another layout, made for the names of hosts and services if these are asked for. */
    public ListRun(
            ListOptions options,
            Function<Optional<Resolver>, RowWriter<SocketView>> layout,
            Host host,
            OutputStream out,
            Style style) {
        this.options = options;
        this.layout = layout;
        this.host = host;
        this.style = style;
        document = new ListDocument(host, options.selection());
        output = new BlockOutput(out, options.format().equals(Optional.of(Format.JSON)));
        resolver = options.resolve() || options.services()
                ? Optional.of(new Resolver(options.resolve(), options.services()))
                : Optional.empty();
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
     * @throws IOException if writing failed
     */
    public Outcome run() throws IOException, InterruptedException {
        if (options.resolve()) {
            listing(Set.of(), Optional.empty()).run(resolver::orElseThrow);
            resolver.orElseThrow().await(NAMES_MILLISECONDS_MAX);
        }
        Listing listing = listing(options.details(), options.shown());
        writeHead();
        DumpResult result;
        if (options.order().isPresent()) {
            result = listing.run(this::topSink);
            TopSink.first(topSinks, (int) options.rowsMax()).forEach(row -> output.write(row, 1));
        } else {
            result = listing.run(this::rowSink);
            rowSinks.forEach(RowSink::flush);
        }
        TextBuffer end = new TextBuffer(256);
        document.end(listing, result, output.rows());
        writer().close(document, end);
        output.write(end, 0);
        output.end();
        return new Outcome(result.fault(), listing.steps(), output.rows());
    }

    /**
     * The first rows as cells for a screen.
     *
     * @param fault why rows may be missing; empty if none are
     */
    public record Page(List<SocketColumn> columns, List<PageRow> rows, String source, Optional<String> fault) {}

    /**
     * A row of a screen.
     *
     * @param condition holds for its socket alone; empty if there is none that does
     */
    public record PageRow(List<String> cells, Optional<Condition> condition) {}

    /**
     * Lists rows of chosen columns as cells instead of writing them; the options' format means nothing.
     *
     * @throws KernelException if the kernel refused before the first socket
     */
    public static Page page(ListOptions options, Host host) throws KernelException {
        List<SocketColumn> columns = options.chosenColumns();
        CellTexts<SocketView> cells = new CellTexts<>(columns, host.names());
        int rowsMax = (int) options.rowsMax();
        Listing listing = new Listing(host, options.selection(), options.details(), options.shown(), 1);
        if (options.order().isPresent()) {
            TopSink<PageRow> sorted =
                    new TopSink<>(options.order().get(), (socket, before) -> row(cells, socket), rowsMax);
            DumpResult result = listing.run(() -> sorted);
            return new Page(columns, TopSink.first(List.of(sorted), rowsMax), listing.source(), result.fault());
        }
        List<PageRow> rows = new ArrayList<>();
        DumpResult result = listing.run(() -> new SocketSink() {
            @Override
            public void accept(SocketView socket) {
                if (!satisfied()) {
                    rows.add(row(cells, socket));
                }
            }

            @Override
            public boolean satisfied() {
                return rows.size() >= rowsMax;
            }
        });
        return new Page(columns, rows, listing.source(), result.fault());
    }

    private static PageRow row(CellTexts<SocketView> cells, SocketView socket) {
        return new PageRow(cells.of(socket), OneSocket.of(socket));
    }

    /** How the kernel was asked, and what it cost, instead of the rows. */
    public static String explanation(ListOptions options, Host host) throws KernelException {
        Listing listing =
                new Listing(host, options.selection(), options.details(), options.shown(), options.threadsMax());
        listing.run(() -> socket -> {});
        return Explanation.of(listing.steps());
    }

    private Listing listing(Set<Detail> details, Optional<Set<Expression>> shown) {
        // A few rows should come at once, and a second thread would read more than needed.
        boolean few = options.rowsMax() < Long.MAX_VALUE && options.order().isEmpty();
        return new Listing(host, options.selection(), details, shown, few ? 1 : options.threadsMax())
                .inOrder(options.ss().tables());
    }

    private RowSink rowSink() {
        // What a part of an earlier dump has left: its rows count.
        rowSinks.forEach(RowSink::flush);
        RowSink sink = new RowSink(writer(), output, options.rowsMax() - output.rows());
        rowSinks.add(sink);
        return sink;
    }

    private RowWriter<SocketView> writer() {
        return layout.apply(resolver);
    }

    private TopSink<TextBuffer> topSink() {
        TopSink<TextBuffer> sink =
                new TopSink<>(options.order().orElseThrow(), TopSink.texts(writer()), (int) options.rowsMax());
        topSinks.add(sink);
        return sink;
    }

    private void writeHead() {
        TextBuffer head = new TextBuffer(256);
        writer().open(document, head);
        if (options.header()) {
            writer().header(head);
        }
        boolean bold = options.header() && options.format().isEmpty();
        output.write(bold ? style.bold(head.toString().stripTrailing()) + "\n" : head.toString());
    }

    /** The members of a document of the schema {@code conncount.list/2} around its sockets. */
    static final class ListDocument implements Document {
        private static final String SCHEMA = "conncount.list/2";

        private final Host host;
        private final Selection selection;
        private final Instant time;
        private final long startNanos = System.nanoTime();
        private String rest = "";

        /** About a listing that begins now. */
        ListDocument(Host host, Selection selection) {
            this.host = host;
            this.selection = selection;
            time = host.recorded().isPresent() ? host.recorded().get().time() : Instant.now();
        }

        /** To be told how the listing ended, before {@link #rest} is asked for. */
        void end(Listing listing, DumpResult result, long rows) {
            rest = "\"count\":" + rows + ",\"complete\":" + result.fault().isEmpty()
                    + CountDocument.remarks(listing.steps())
                    + ",\"source\":" + Escaper.json(listing.source()) + ",\"elapsed_ms\":"
                    + Numbers.milliseconds(Duration.ofNanos(System.nanoTime() - startNanos));
        }

        @Override
        public String rows() {
            return "sockets";
        }

        @Override
        public String head() {
            return "\"schema\":\"" + SCHEMA + "\",\"host\":" + Escaper.json(host.name()) + ",\"time\":\""
                    + Timestamps.of(time) + "\",\"filter\":"
                    + selection.words().map(Escaper::json).orElse("null");
        }

        @Override
        public String rest() {
            return rest;
        }
    }
}
