package io.conncount.cli.list;

import io.conncount.cli.output.Escaped;
import io.conncount.cli.output.JsonWriter;
import io.conncount.plan.Selection;
import io.conncount.snapshot.StepReport;
import io.conncount.source.DumpResult;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** The members of a document of the schema {@code conncount.list/2} around its sockets. */
final class ListDocument {
    private static final String SCHEMA = "conncount.list/2";
    private static final double NANOS_PER_MILLISECOND = 1e6;

    private ListDocument() {}

    /** What was asked, of whom and when. */
    static String head(String host, Instant time, Selection selection) {
        return "\"schema\":\"" + SCHEMA + "\",\"host\":" + Escaped.json(host) + ",\"time\":\"" + JsonWriter.time(time)
                + "\",\"filter\":" + selection.words().map(Escaped::json).orElse("null");
    }

    /** How many rows there were, and how far they can be trusted. */
    static String rest(long rows, DumpResult result, List<StepReport> steps, String source, long elapsedNanos) {
        return String.format(
                Locale.ROOT,
                "\"count\":%d,\"complete\":%b%s,\"source\":%s,\"elapsed_ms\":%.1f",
                rows,
                result.fault().isEmpty(),
                JsonWriter.remarks(steps),
                Escaped.json(source),
                elapsedNanos / NANOS_PER_MILLISECOND);
    }
}
