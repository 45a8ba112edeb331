package io.conncount.cli.events;

import io.conncount.cli.list.RowSink;
import io.conncount.cli.output.Format;
import io.conncount.filter.Condition;
import io.conncount.filter.Filter;
import io.conncount.names.HostNames;
import io.conncount.query.Selection;
import io.conncount.socket.SocketSink;
import io.conncount.socket.SocketView;
import io.conncount.source.LinuxSocketEvents;
import io.conncount.view.BlockOutput;
import io.conncount.view.Column;
import io.conncount.view.RowWriter;
import io.conncount.view.SocketColumn;
import io.conncount.view.SocketColumns;
import io.conncount.view.TextBuffer;
import io.conncount.view.TimeColumn;
import io.conncount.view.Timestamps;
import io.conncount.wire.DecodeException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads events and writes a row for each, until the limit is reached or the reader stops. */
public final class EventRun implements SocketSink {
    private static final int WAIT_MILLISECONDS = 1000;

    private final EventOptions options;
    private final LinuxSocketEvents events;
    private final PrintStream err;
    private final Selection selection;
    private final Optional<Condition> condition;
    private final TimeColumn<SocketView> time;
    private final RowWriter<SocketView> writer;
    private final BlockOutput output;
    private final RowSink rows;
    /** Whether those that are read together have got their time. */
    private boolean timeIsSet;
    /** True if the header is to be written with the first row. */
    private boolean headerWaits;

    private long losses;

    /** Events from this source, as rows on this stream; what was lost is said on {@code err}. */
    public EventRun(EventOptions options, LinuxSocketEvents events, OutputStream out, PrintStream err) {
        this(options, new TimeColumn<>("when the event was read"), Optional.empty(), events, out, err);
    }

    /** The same in rows of another layout, without the time, and with the header before the first row, as ss has it. */
    public EventRun(
            EventOptions options,
            RowWriter<SocketView> layout,
            LinuxSocketEvents events,
            OutputStream out,
            PrintStream err) {
        this(options, new TimeColumn<>("not shown"), Optional.of(layout), events, out, err);
    }

    private EventRun(
            EventOptions options,
            TimeColumn<SocketView> time,
            Optional<RowWriter<SocketView>> layout,
            LinuxSocketEvents events,
            OutputStream out,
            PrintStream err) {
        this.options = options;
        this.time = time;
        this.events = events;
        this.err = err;
        selection = options.selection();
        condition = selection.filter().map(Filter::condition);
        writer = layout.orElseGet(() -> options.writer(time));
        headerWaits = layout.isPresent();
        output = new BlockOutput(out, false);
        rows = new RowSink(
                writer, output, options.rowsMax().map(Integer::longValue).orElse(Long.MAX_VALUE));
    }

    /**
     * Writes rows until the limit is reached or the reader has closed the pipe.
     *
     * @return what could not be read; empty if everything could
     */
    public Optional<String> run() throws IOException {
        if (!headerWaits) {
            writeHeader();
            output.flush();
        }
        try {
            while (!rows.satisfied()) {
                timeIsSet = false;
                events.next(WAIT_MILLISECONDS, this);
                rows.flush();
                tellLosses();
                output.flush();
            }
        } catch (DecodeException e) {
            rows.flush();
            output.flush();
            return Optional.of(e.getMessage());
        }
        output.end();
        return Optional.empty();
    }

    private void writeHeader() {
        if (options.header()) {
            TextBuffer header = new TextBuffer(256);
            writer.header(header);
            output.write(header, 0);
        }
    }

    @Override
    public void accept(SocketView socket) {
        if (selection.families().contains(socket.family())
                && (condition.isEmpty() || condition.get().test(socket))) {
            if (headerWaits) {
                writeHeader();
                headerWaits = false;
            }
            if (!timeIsSet) {
                time.set(Instant.now());
                timeIsSet = true;
            }
            rows.accept(socket);
        }
    }

    @Override
    public boolean satisfied() {
        return rows.satisfied();
    }

    /** Reports lost events, so that the number of rows is not misread. */
    private void tellLosses() {
        if (events.losses() == losses) {
            return;
        }
        losses = events.losses();
        if (options.isJson()) {
            output.write("{\"time\":\"" + Timestamps.of(Instant.now()) + "\",\"losses\":" + losses + "}\n");
        }
        err.println(
                "conncount: events were lost " + losses
                        + " times so far: they arrived faster than they were read; choose fewer tables (a filter does not help)");
    }

    /**
     * What the command line of {@code events} says, checked.
     *
     * @param columns those that were chosen; empty for the usual ones
     * @param format empty for text
     * @param header true to say above the rows what the columns are
     * @param rowsMax after how many sockets to stop; empty to go on
     */
    public record EventOptions(
            Selection selection,
            List<SocketColumn> columns,
            Optional<Format> format,
            boolean header,
            Optional<Integer> rowsMax) {
        private static final List<String> USUAL = List.of(
                "netid",
                "local_address",
                "local_port",
                "remote_address",
                "remote_port",
                "bytes_acked",
                "bytes_received",
                "total_retrans",
                "min_rtt_ms");

        /** Copies what it is given. */
        public EventOptions {
            columns = List.copyOf(columns);
        }

        /** A writer of rows that start with the time. JSON has one line per row, because there is no end to close a document at. */
        RowWriter<SocketView> writer(TimeColumn<SocketView> time) {
            List<Column<SocketView>> shown = new ArrayList<>(List.of(time));
            shown.addAll(columns.isEmpty() ? SocketColumns.of(USUAL) : columns);
            return (isJson() ? Format.NDJSON : format.orElse(Format.PLAIN)).rows(shown, new HostNames());
        }

        /** True if rows are objects. */
        boolean isJson() {
            return format.equals(Optional.of(Format.JSON)) || format.equals(Optional.of(Format.NDJSON));
        }
    }
}
