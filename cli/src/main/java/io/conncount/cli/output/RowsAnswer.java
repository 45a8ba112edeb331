package io.conncount.cli.output;

import io.conncount.names.SocketNames;
import io.conncount.view.Column;
import io.conncount.view.Columns;
import io.conncount.view.Escaper;
import io.conncount.view.Numbers;
import io.conncount.view.RowWriter.Document;
import io.conncount.view.Timestamps;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;

/**
 * An answer of a view: rows of one kind, and what is said beside them. In JSON it is a document of the schema
 * {@code conncount.NAME/1}.
 *
 * @param name of the view, and of the member that holds the rows
 * @param about whom it is of, when, and how it came about
 * @param columns for programs
 * @param peopleColumns for people
 * @param leftOut how many rows there are besides
 * @param facts numbers that are of no row
 * @param notes what follows from the rows, a sentence each
 * @param fault why rows may be missing
 * @param remarks what may make numbers wrong even where nothing failed
 */
public record RowsAnswer<R>(
        String name,
        About about,
        List<Column<R>> columns,
        List<Column<R>> peopleColumns,
        List<R> rows,
        long leftOut,
        List<Fact> facts,
        List<String> notes,
        Optional<String> fault,
        List<String> remarks) {
    /**
     * Of whom an answer is.
     *
     * @param host empty if it is not said
     * @param filter what restricted the question, in the words of the command line
     * @param source where the answer is from
     */
    public record About(
            Optional<String> host, Instant time, Optional<String> filter, String source, Duration elapsed) {}

    /** Copies what it is given. */
    public RowsAnswer {
        columns = List.copyOf(columns);
        peopleColumns = List.copyOf(peopleColumns);
        rows = List.copyOf(rows);
        facts = List.copyOf(facts);
        notes = List.copyOf(notes);
        remarks = List.copyOf(remarks);
    }

    /** The same with its first rows only. */
    public RowsAnswer<R> first(int rowsMax) {
        return rows.size() <= rowsMax
                ? this
                : new RowsAnswer<>(
                        name,
                        about,
                        columns,
                        peopleColumns,
                        rows.subList(0, rowsMax),
                        leftOut + rows.size() - rowsMax,
                        facts,
                        notes,
                        fault,
                        remarks);
    }

    /**
     * The same for a writer.
     *
     * @param watching true if answers follow each other
     * @param names those of the host that the rows are from
     */
    public RowAnswer<R> shown(boolean watching, SocketNames names) {
        return new Shown<>(this, watching, names);
    }

    /** All rows are shown, and no sum of them would mean anything. */
    private record Shown<R>(RowsAnswer<R> answer, boolean watching, SocketNames names) implements RowAnswer<R> {
        @Override
        public List<Column<R>> columns(Format format) {
            List<Column<R>> columns = new ArrayList<>(format == Format.TABLE ? answer.peopleColumns : answer.columns);
            if (format == Format.CSV && watching) {
                columns.add(0, Columns.time(answer.about.time));
            }
            return columns;
        }

        @Override
        public Iterable<R> rows() {
            return answer.rows;
        }

        @Override
        public Optional<R> other() {
            return Optional.empty();
        }

        @Override
        public String otherLabel() {
            return "";
        }

        @Override
        public Optional<R> total() {
            return Optional.empty();
        }

        @Override
        public Document document() {
            return answer.document();
        }

        @Override
        public List<String> footer() {
            return answer.footer();
        }

        @Override
        public boolean headed() {
            return true;
        }
    }

    /** What a document says beside the rows. */
    Document document() {
        return new Document() {
            @Override
            public String rows() {
                return name;
            }

            @Override
            public String head() {
                return RowsAnswer.this.head();
            }

            @Override
            public String rest() {
                return RowsAnswer.this.rest();
            }
        };
    }

    private String head() {
        String host = about.host.isPresent() ? ",\"host\":" + Escaper.json(about.host.get()) : "";
        String filter = about.filter.isPresent() ? Escaper.json(about.filter.get()) : "null";
        return "\"schema\":\"conncount." + name + "/1\"" + host + ",\"time\":\"" + Timestamps.of(about.time)
                + "\",\"filter\":" + filter;
    }

    private String rest() {
        StringBuilder numbers = new StringBuilder();
        for (Fact fact : facts) {
            numbers.append(fact.members()).append(',');
        }
        return numbers + "\"not_shown\":" + leftOut + texts("notes", notes) + ",\"complete\":" + fault.isEmpty()
                + texts("caveats", remarks) + ",\"source\":" + Escaper.json(about.source) + ",\"elapsed_ms\":"
                + Numbers.milliseconds(about.elapsed);
    }

    private static String texts(String member, List<String> texts) {
        return texts.isEmpty() ? "" : ",\"" + member + "\":" + Escaper.json(texts);
    }

    /** What stands below the rows for people, a line each. */
    public List<String> footer() {
        List<String> lines = new ArrayList<>();
        if (!facts.isEmpty()) {
            StringJoiner numbers = new StringJoiner("; ");
            for (Fact fact : facts) {
                numbers.add(fact.text());
            }
            lines.add(numbers.toString());
        }
        for (String note : notes) {
            lines.add(Escaper.message(note));
        }
        StringBuilder trust = new StringBuilder();
        if (fault.isPresent()) {
            trust.append("INCOMPLETE: ").append(Escaper.message(fault.get())).append("; ");
        }
        if (leftOut > 0) {
            trust.append(Numbers.grouped(leftOut)).append(" more; ");
        }
        for (String remark : remarks) {
            trust.append(Escaper.message(remark)).append("; ");
        }
        lines.add(trust.append(Numbers.milliseconds(about.elapsed))
                .append(" ms, ")
                .append(about.source)
                .toString());
        return lines;
    }
}
