package io.conncount.cli.output;

import io.conncount.group.GroupKey;
import io.conncount.snapshot.MissingTable;
import io.conncount.snapshot.Rates;
import io.conncount.snapshot.Row;
import io.conncount.snapshot.Snapshot;
import io.conncount.snapshot.StepReport;
import io.conncount.view.Escaper;
import io.conncount.view.Numbers;
import io.conncount.view.Timestamps;
import java.io.IOException;
import java.io.Writer;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** JSON of the schema {@code conncount.count/2}: one document an answer, on one line. */
public final class JsonWriter implements SnapshotWriter {
    /** Stands before the source of an answer that the daemon gave. */
    private static final String GIVEN = "daemon:";

    private static final String SCHEMA = "conncount.count/2";

    @Override
    public void write(Answer answer, Writer out) throws IOException {
        Snapshot snapshot = answer.snapshot();
        out.append('{');
        writeHead(snapshot, out);
        out.append("\"groups\":[");
        String separator = "";
        for (Row row : answer.ranking().rows()) {
            out.append(separator);
            writeGroup(answer, row, out);
            separator = ",";
        }
        out.append("],");
        writeRest(answer, out);
        out.append("}\n");
    }

    /** What was asked, of which host and when, and the total, followed by a comma. */
    static void writeHead(Snapshot snapshot, Writer out) throws IOException {
        String by =
                snapshot.keys().stream().map(key -> Escaper.json(member(key))).collect(Collectors.joining(","));
        out.append("\"schema\":\"").append(SCHEMA).append("\",\"host\":").append(Escaper.json(snapshot.host()));
        out.append(",\"time\":\"")
                .append(Timestamps.of(snapshot.time()))
                .append("\",\"by\":[")
                .append(by)
                .append("],\"filter\":");
        out.append(snapshot.filter().map(Escaper::json).orElse("null")).append(",\"total\":");
        out.append(Long.toString(snapshot.total())).append(',');
    }

    /** A key's name in machine formats, spelled as the columns of listings are: {@code local_port}. */
    static String member(GroupKey key) {
        return key.name().replace('-', '_');
    }

    /** One group as an object: each key's value under the key's own name, and its count. */
    static void writeGroup(Answer answer, Row row, Writer out) throws IOException {
        out.append('{');
        List<GroupKey> keys = answer.keys();
        for (int i = 0; i < keys.size(); i++) {
            String value = row.value(i);
            out.append(Escaper.json(member(keys.get(i)))).append(':');
            out.append(keys.get(i).numeric() ? value : Escaper.jsonName(value)).append(',');
        }
        out.append("\"count\":").append(Long.toString(row.count()));
        Optional<Rates> rates = answer.rates();
        if (rates.isPresent()) {
            writeChange(rates.get(), rates.get().delta(row), out);
        }
        out.append('}');
    }

    /** What is in no group, and how far the answer can be trusted. */
    static void writeRest(Answer answer, Writer out) throws IOException {
        Snapshot snapshot = answer.snapshot();
        out.append("\"other\":{\"groups\":")
                .append(Long.toString(answer.ranking().otherGroups()));
        out.append(",\"count\":").append(Long.toString(answer.ranking().otherCount()));
        Optional<Rates> rates = answer.rates();
        if (rates.isPresent()) {
            writeChange(rates.get(), answer.otherDelta(rates.get()), out);
        }
        boolean barKnown = snapshot.errorBar() != Snapshot.ERROR_BAR_UNKNOWN;
        out.append("},\"complete\":").append(Boolean.toString(snapshot.fault().isEmpty()));
        out.append(remarks(snapshot.steps()));
        out.append(",\"error_bar\":").append(barKnown ? Long.toString(snapshot.errorBar()) : "null");
        Optional<Duration> age = snapshot.age();
        String source = age.isPresent() ? GIVEN + snapshot.source() : snapshot.source();
        out.append(",\"source\":").append(Escaper.json(source));
        out.append(",\"elapsed_ms\":").append(Numbers.milliseconds(snapshot.elapsed()));
        if (age.isPresent()) {
            out.append(",\"age_ms\":").append(Numbers.milliseconds(age.get()));
        }
    }

    /** The members for missing tables and caveats, each after a comma; nothing if there are none. */
    public static String remarks(List<StepReport> steps) {
        List<String> missing =
                StepReport.missing(steps).stream().map(MissingTable::table).toList();
        return list("missing", missing) + list("caveats", StepReport.caveats(steps));
    }

    private static String list(String member, List<String> texts) {
        if (texts.isEmpty()) {
            return "";
        }
        return texts.stream().map(Escaper::json).collect(Collectors.joining(",", ",\"" + member + "\":[", "]"));
    }

    private static void writeChange(Rates rates, long delta, Writer out) throws IOException {
        out.append(String.format(Locale.ROOT, ",\"delta\":%d,\"per_second\":%.3f", delta, rates.perSecond(delta)));
    }
}
