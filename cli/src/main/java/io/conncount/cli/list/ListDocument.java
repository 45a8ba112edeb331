package io.conncount.cli.list;

import io.conncount.cli.output.JsonWriter;
import io.conncount.query.Selection;
import io.conncount.snapshot.StepReport;
import io.conncount.source.DumpResult;
import io.conncount.view.Escaper;
import io.conncount.view.Numbers;
import io.conncount.view.Timestamps;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The members of a document of the schema {@code conncount.list/2} around its sockets. */
final class ListDocument {
    private static final String SCHEMA = "conncount.list/2";

    private ListDocument() {}

    /** What was asked, of whom and when. */
    static String head(String host, Instant time, Selection selection) {
        return "\"schema\":\"" + SCHEMA + "\",\"host\":" + Escaper.json(host) + ",\"time\":\"" + Timestamps.of(time)
                + "\",\"filter\":" + selection.words().map(Escaper::json).orElse("null");
    }

    /** How many rows there were, and how far they can be trusted. */
    static String rest(long rows, DumpResult result, List<StepReport> steps, String source, long elapsedNanos) {
        return "\"count\":" + rows + ",\"complete\":" + result.fault().isEmpty() + JsonWriter.remarks(steps)
                + ",\"source\":" + Escaper.json(source) + ",\"elapsed_ms\":"
                + Numbers.milliseconds(Duration.ofNanos(elapsedNanos));
    }
}
