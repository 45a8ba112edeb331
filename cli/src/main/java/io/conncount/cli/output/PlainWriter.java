package io.conncount.cli.output;

import io.conncount.snapshot.Rates;
import io.conncount.snapshot.Row;
import io.conncount.view.Escaper;
import java.io.IOException;
import java.io.Writer;
import java.util.Locale;
import java.util.Optional;

/**
 * Columns for awk: the keys, the count, and while watching the change and the change per second. A blank is never part
 * of a column. No header and no total; what is in no row shows as {@code (other)}.
 */
final class PlainWriter implements SnapshotWriter {
    @Override
    public void write(Answer answer, Writer out) throws IOException {
        for (Row row : answer.ranking().rows()) {
            writeRow(answer, row, out);
        }
        if (answer.hasOther()) {
            out.append("(other) ".repeat(answer.keys().size()))
                    .append(Long.toString(answer.ranking().otherCount()));
            Optional<Rates> rates = answer.rates();
            if (rates.isPresent()) {
                writeChange(rates.get(), answer.otherDelta(rates.get()), out);
            }
            out.append('\n');
        }
        if (answer.watching()) {
            out.append('\n');
        }
    }

    /** A separate method, so that it is compiled early: there may be a million rows. */
    private static void writeRow(Answer answer, Row row, Writer out) throws IOException {
        int keys = answer.keys().size();
        for (int key = 0; key < keys; key++) {
            out.append(Escaper.COLUMN.of(row.screenValue(key))).append(' ');
        }
        out.append(Long.toString(row.count()));
        Optional<Rates> rates = answer.rates();
        if (rates.isPresent()) {
            writeChange(rates.get(), rates.get().delta(row), out);
        }
        out.append('\n');
    }

    private static void writeChange(Rates rates, long delta, Writer out) throws IOException {
        out.append(String.format(Locale.ROOT, " %+d %+.1f", delta, rates.perSecond(delta)));
    }
}
