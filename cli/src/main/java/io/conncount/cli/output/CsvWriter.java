package io.conncount.cli.output;

import io.conncount.count.GroupKey;
import io.conncount.snapshot.Rates;
import io.conncount.snapshot.Row;
import java.io.IOException;
import java.io.Writer;
import java.util.Locale;
import java.util.Optional;

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
        int keys = answer.keys().size();
        Optional<Rates> rates = answer.rates();
        for (Row row : answer.ranking().rows()) {
            writeTime(answer, out);
            for (int key = 0; key < keys; key++) {
                out.append(Escaped.csv(row.value(key))).append(',');
            }
            writeNumbers(answer, row.count(), rates.map(since -> since.delta(row)), out);
        }
        if (answer.hasOther()) {
            writeTime(answer, out);
            out.append("(other),".repeat(keys));
            writeNumbers(answer, answer.ranking().otherCount(), rates.map(answer::otherDelta), out);
        }
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

    private static void writeNumbers(Answer answer, long count, Optional<Long> delta, Writer out) throws IOException {
        out.append(Long.toString(count));
        if (delta.isPresent()) {
            double perSecond = answer.rates().get().perSecond(delta.get());
            out.append(String.format(Locale.ROOT, ",%d,%.3f", delta.get(), perSecond));
        } else if (answer.watching()) {
            out.append(",,");
        }
        out.append('\n');
    }
}
