package io.conncount.cli.list;

import io.conncount.cli.output.Escaped;
import io.conncount.plan.Selection;
import io.conncount.source.DumpResult;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The members of a document of the schema {@code conncount.list/1} around its sockets. */
final class ListDocument {
    private static final String SCHEMA = "conncount.list/1";
    private static final double NANOS_PER_MILLISECOND = 1e6;

    private ListDocument() {}

    /** What was asked, of whom and when. */
    static String head(String host, Instant time, Selection selection) {
        String formatted = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
                .withZone(ZoneOffset.UTC)
                .format(time);
        return "\"schema\":\"" + SCHEMA + "\",\"host\":" + Escaped.json(host) + ",\"time\":\"" + formatted
                + "\",\"filter\":" + selection.words().map(Escaped::json).orElse("null");
    }

    /** How many rows there were, and how far they can be trusted. */
    static String rest(long rows, DumpResult result, String source, long elapsedNanos) {
        return String.format(
                Locale.ROOT,
                "\"count\":%d,\"complete\":%b,\"source\":%s,\"elapsed_ms\":%.1f",
                rows,
                result.fault().isEmpty(),
                Escaped.json(source),
                elapsedNanos / NANOS_PER_MILLISECOND);
    }
}
