package io.conncount.cli.output;

import io.conncount.count.GroupKey;
import io.conncount.snapshot.Row;
import java.io.IOException;
import java.io.Writer;
import java.util.Locale;

/**
 * CSV (RFC 4180, lines end in LF) with a header: the keys and the count; while watching, the time before them and the
 * change and the change per second behind. What is in no row shows as {@code (other)}.
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
            long delta = answer.rates().isPresent()
                    ? answer.otherDelta(answer.rates().get())
                    : 0;
            writeNumbers(answer, answer.ranking().otherCount(), delta, out);
        }
    }

    /** A method of its own, and without lambdas: there may be a million rows, and soon this is compiled. */
    private static void writeRow(Answer answer, Row row, Writer out) throws IOException {
        writeTime(answer, out);
        int keys = answer.keys().size();
        for (int key = 0; key < keys; key++) {
            out.append(Escaped.csv(row.value(key))).append(',');
        }
        long delta = answer.rates().isPresent() ? answer.rates().get().delta(row) : 0;
        writeNumbers(answer, row.count(), delta, out);
    }

    private static void writeHeader(Answer answer, Writer out) throws IOException {
        out.append(answer.watching() ? "time," : "");
        for (GroupKey key : answer.keys()) {
            out.append(Escaped.csv(key.name())).append(',');
        }
        out.append(answer.watching() ? "count,delta,per_second\n" : "count\n");
    }

    private static void writeTime(Answer answer, Writer out) throws IOException {
        if (answer.watching()) {
            out.append(JsonWriter.time(answer.snapshot())).append(',');
        }
    }

    private static void writeNumbers(Answer answer, long count, long delta, Writer out) throws IOException {
        out.append(Long.toString(count));
        if (answer.rates().isPresent()) {
            double perSecond = answer.rates().get().perSecond(delta);
            out.append(String.format(Locale.ROOT, ",%d,%.3f", delta, perSecond));
        } else if (answer.watching()) {
            out.append(",,");
        }
        out.append('\n');
    }
}
