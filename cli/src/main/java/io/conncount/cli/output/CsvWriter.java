package io.conncount.cli.output;

import io.conncount.group.GroupKey;
import io.conncount.snapshot.Rates;
import io.conncount.snapshot.Row;
import io.conncount.view.Escaper;
import io.conncount.view.Timestamps;
import java.io.IOException;
import java.io.Writer;
import java.util.Locale;
import java.util.Optional;

/**
 * CSV (RFC 4180, lines end in LF) with a header: the keys and the count; while watching, the time before them and the
 * change and the change per second. Sockets in no row are shown as {@code (other)}.
 */
final class CsvWriter implements SnapshotWriter {
    private boolean headerWritten;

    @Override
    public void write(Answer answer, Writer out) throws IOException {
        if (!headerWritten) {
            writeHeader(answer, out);
            headerWritten = true;
        }
        for (Row row : answer.ranking().rows()) {
            writeRow(answer, row, out);
        }
        if (answer.hasOther()) {
            writeTime(answer, out);
            out.append("(other),".repeat(answer.keys().size()));
            out.append(Long.toString(answer.ranking().otherCount()));
            Optional<Rates> rates = answer.rates();
            if (rates.isPresent()) {
                writeChange(rates.get(), answer.otherDelta(rates.get()), out);
            }
            endRow(answer, out);
        }
    }

    /** A separate method without lambdas, so that it is compiled early: there may be a million rows. */
    private static void writeRow(Answer answer, Row row, Writer out) throws IOException {
        writeTime(answer, out);
        int keys = answer.keys().size();
        for (int key = 0; key < keys; key++) {
            out.append(Escaper.CSV.of(row.value(key))).append(',');
        }
        out.append(Long.toString(row.count()));
        Optional<Rates> rates = answer.rates();
        if (rates.isPresent()) {
            writeChange(rates.get(), rates.get().delta(row), out);
        }
        endRow(answer, out);
    }

    private static void writeHeader(Answer answer, Writer out) throws IOException {
        out.append(answer.watching() ? "time," : "");
        for (GroupKey key : answer.keys()) {
            out.append(Escaper.CSV.of(JsonWriter.member(key))).append(',');
        }
        out.append(answer.watching() ? "count,delta,per_second\n" : "count\n");
    }

    private static void writeTime(Answer answer, Writer out) throws IOException {
        if (answer.watching()) {
            out.append(Timestamps.of(answer.snapshot().time())).append(',');
        }
    }

    private static void writeChange(Rates rates, long delta, Writer out) throws IOException {
        out.append(String.format(Locale.ROOT, ",%d,%.3f", delta, rates.perSecond(delta)));
    }

    /** The first answer of a watch has no changes yet, and their fields are empty. */
    private static void endRow(Answer answer, Writer out) throws IOException {
        out.append(answer.watching() && answer.rates().isEmpty() ? ",,\n" : "\n");
    }
}
