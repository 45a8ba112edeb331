package io.conncount.exporters.local;

import io.conncount.snapshot.MissingTable;
import io.conncount.snapshot.StepReport;
import java.time.Duration;
import java.util.Optional;

/** A step that the daemon took. */
record ReportedStep(
        String question,
        String reason,
        long sockets,
        long bytes,
        Duration elapsed,
        String note,
        String filterBySource,
        String filterHere,
        Optional<MissingTable> missing)
        implements StepReport {
    static ReportedStep of(Fields fields) throws MalformedException {
        return new ReportedStep(
                harmless(fields.text("question")),
                harmless(fields.text("reason")),
                fields.number("sockets"),
                fields.number("bytes"),
                AnswerReader.duration(fields, "elapsed_us"),
                harmless(fields.text("note")),
                harmless(fields.text("filter_by_source")),
                harmless(fields.text("filter_here")),
                missing(fields.fieldsIfAny("missing")));
    }

    private static Optional<MissingTable> missing(Optional<Fields> fields) throws MalformedException {
        if (fields.isEmpty()) {
            return Optional.empty();
        }
        Fields missing = fields.get();
        return Optional.of(new MissingTable(
                harmless(missing.text("table")),
                harmless(missing.text("module")),
                missing.numberIfAny("sockets").orElse(MissingTable.SOCKETS_UNKNOWN)));
    }

    /** A text from elsewhere without what could do things to a terminal; those of a daemon of ours have nothing of it. */
    static String harmless(String text) {
        StringBuilder harmless = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean shown = !Character.isISOControl(c) && Character.getType(c) != Character.FORMAT;
            harmless.append(shown ? c : '?');
        }
        return harmless.toString();
    }
}
