package io.conncount.cli.output;

import java.util.Optional;

/** The output formats there are. A new one is a writer, and a line here. */
public enum Format {
    TABLE(null, "A table for people: what a terminal gets.") {
        @Override
        public SnapshotWriter writer(Style style) {
            return new TableWriter(style);
        }
    },
    PLAIN(null, "Columns for awk: what a pipe gets.") {
        @Override
        public SnapshotWriter writer(Style style) {
            return new PlainWriter();
        }
    },
    JSON("--json", "JSON, one document an answer.") {
        @Override
        public SnapshotWriter writer(Style style) {
            return new JsonWriter();
        }
    },
    NDJSON("--ndjson", "JSON, one line a ROW, and a last line about the answer.") {
        @Override
        public SnapshotWriter writer(Style style) {
            return new NdjsonWriter();
        }
    },
    CSV("--csv", "CSV with a header line.") {
        @Override
        public SnapshotWriter writer(Style style) {
            return new CsvWriter();
        }
    };

    private final String option;
    private final String help;

    Format(String option, String help) {
        this.option = option;
        this.help = help;
    }

    /** The option that asks for it; empty if it comes by itself. */
    public Optional<String> option() {
        return Optional.ofNullable(option);
    }

    /** What it is, in a sentence; ROW stands for what there is a line of. */
    public String help() {
        return help;
    }

    /** A writer for all answers of one run. */
    public abstract SnapshotWriter writer(Style style);
}
