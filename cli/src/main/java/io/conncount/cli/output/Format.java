package io.conncount.cli.output;

import io.conncount.names.SocketNames;
import io.conncount.view.Column;
import io.conncount.view.CsvFormat;
import io.conncount.view.JsonFormat;
import io.conncount.view.PlainFormat;
import io.conncount.view.RowWriter;
import io.conncount.view.TableFormat.Style;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The output formats. A new one needs a writer and a line here. */
public enum Format {
    TABLE(null, "Table for people (the default on a terminal)."),
    PLAIN(null, "Columns for awk (the default elsewhere)."),
    JSON("--json", "JSON, one document per answer."),
    NDJSON("--ndjson", "JSON, one line per ROW, and a last line about the answer."),
    CSV("--csv", "CSV with a header line.");

    private final String option;
    private final String help;

    Format(String option, String help) {
        this.option = option;
        this.help = help;
    }

    /** What a file with this name holds: JSON if it ends so, else CSV. */
    public static Format of(Path file) {
        return file.toString().endsWith(".json") ? JSON : CSV;
    }

    /** The option that selects it; empty if it is a default. */
    public Optional<String> option() {
        return Optional.ofNullable(option);
    }

    /** What it is, in a sentence; ROW stands for the kind of row. */
    public String help() {
        return help;
    }

    /**
     * A writer of rows as they come. There is no table before all rows are known: what would be one is columns.
     *
     * @param hostNames those of the host that the rows are from
     */
    public <R> RowWriter<R> rows(List<? extends Column<R>> columns, SocketNames hostNames) {
        return switch (this) {
            case TABLE, PLAIN -> new PlainFormat<>(columns, hostNames);
            case JSON -> JsonFormat.document(columns, hostNames);
            case NDJSON -> JsonFormat.lines(columns, hostNames);
            case CSV -> new CsvFormat<>(columns, hostNames);
        };
    }

    /** A writer for all answers of one run. */
    public AnswerWriter writer(Style style) {
        return new AnswerWriter(this, style, style.fits());
    }
}
