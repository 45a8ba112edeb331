package io.conncount.cli.output;

import io.conncount.group.GroupKey;
import io.conncount.snapshot.Snapshot;
import io.conncount.snapshot.StepReport;
import io.conncount.snapshot.StepReport.MissingTable;
import io.conncount.view.Escaper;
import io.conncount.view.KeyColumn;
import io.conncount.view.Numbers;
import io.conncount.view.RowWriter.Document;
import io.conncount.view.Timestamps;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.StringJoiner;

/** The members of a document of the schema {@code conncount.count/2} around its groups. */
public final class CountDocument implements Document {
    /** Stands before the source of an answer that the daemon gave. */
    private static final String GIVEN = "daemon:";

    private static final String SCHEMA = "conncount.count/2";

    private final Answer answer;

    CountDocument(Answer answer) {
        this.answer = answer;
    }

    @Override
    public String rows() {
        return "groups";
    }

    /** What was asked, of whom and when, and how many sockets that is. */
    @Override
    public String head() {
        return head(SCHEMA, answer.snapshot());
    }

    /** The members that say what was asked, of whom and when, and how many sockets that is. */
    public static String head(String schema, Snapshot snapshot) {
        StringJoiner by = new StringJoiner(",");
        for (GroupKey key : snapshot.keys()) {
            by.add(Escaper.json(KeyColumn.name(key)));
        }
        return "\"schema\":\"" + schema + "\",\"host\":" + Escaper.json(snapshot.host()) + ",\"time\":\""
                + Timestamps.of(snapshot.time()) + "\",\"by\":[" + by + "],\"filter\":"
                + snapshot.filter().map(Escaper::json).orElse("null") + ",\"total\":" + snapshot.total();
    }

    /** What is in no group, and how far the answer can be trusted. */
    @Override
    public String rest() {
        return "\"other\":{\"groups\":" + answer.ranking().otherGroups() + ",\"count\":"
                + answer.ranking().otherCount() + change() + "}," + trust(answer.snapshot());
    }

    /** The members that say how far a snapshot can be trusted, and where it came from. */
    public static String trust(Snapshot snapshot) {
        boolean barKnown = snapshot.errorBar() != Snapshot.ERROR_BAR_UNKNOWN;
        Optional<String> age = snapshot.age().map(Numbers::milliseconds);
        return "\"complete\":" + snapshot.fault().isEmpty() + remarks(snapshot.steps()) + ",\"error_bar\":"
                + (barKnown ? Long.toString(snapshot.errorBar()) : "null") + ",\"source\":"
                + Escaper.json((age.isPresent() ? GIVEN : "") + snapshot.source()) + ",\"elapsed_ms\":"
                + Numbers.milliseconds(snapshot.elapsed())
                + age.map(milliseconds -> ",\"age_ms\":" + milliseconds).orElse("");
    }

    private String change() {
        if (answer.rates().isEmpty()) {
            return "";
        }
        long delta = answer.otherDelta();
        double perSecond = answer.rates().get().perSecond(delta);
        return String.format(Locale.ROOT, ",\"delta\":%d,\"per_second\":%.3f", delta, perSecond);
    }

    /** The members for tables that were left out and for caveats, each with a comma before; nothing if there are none. */
    public static String remarks(List<StepReport> steps) {
        List<String> missing = new ArrayList<>();
        for (MissingTable table : StepReport.missing(steps)) {
            missing.add(table.table());
        }
        return list("missing", missing) + list("caveats", StepReport.caveats(steps));
    }

    private static String list(String member, List<String> texts) {
        if (texts.isEmpty()) {
            return "";
        }
        StringJoiner list = new StringJoiner(",", ",\"" + member + "\":[", "]");
        for (String text : texts) {
            list.add(Escaper.json(text));
        }
        return list.toString();
    }
}
