package io.conncount.view;

import io.conncount.names.SocketNames;
import io.conncount.view.RowWriter.Document;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** A table of HTML; numbers are of the class {@code n}, bars of the class {@code bar}. */
public final class HtmlFormat<R> implements RowWriter<R> {
    private static final int BAR_DECIMALS = 1;
    private static final double BAR_UNITS = 1000;

    private final Column<R>[] columns;
    private final CellWriter cells;
    private final Function<R, String> rowClass;
    private boolean summed;

    /**
     * A table of these columns.
     *
     * @param hostNames those of the host that the rows are from
     * @param rowClass the class of each row; empty for none
     */
    public HtmlFormat(List<? extends Column<R>> shown, SocketNames hostNames, Function<R, String> rowClass) {
        columns = CellWriter.columnsFor(Escaper.HTML, shown);
        cells = new CellWriter(Escaper.HTML, hostNames);
        this.rowClass = rowClass;
    }

    @Override
    public void header(TextBuffer out) {
        out.put("<table><thead><tr>");
        for (Column<R> column : columns) {
            out.put(column.alignedRight() ? "<th class=\"n\">" : "<th>");
            Escaper.HTML.put(out, column.title().toLowerCase(Locale.ROOT));
            out.put("</th>");
        }
        out.put("</tr></thead><tbody>");
    }

    @Override
    public void row(R row, TextBuffer out) {
        String of = rowClass.apply(row);
        out.put(of.isEmpty() ? "<tr>" : "<tr class=\"" + of + "\">");
        cells(0, row, out);
        out.put("</tr>");
    }

    /** Appends the row at the foot that is others together, under a name of our own. */
    public void sum(String label, R row, TextBuffer out) {
        int labelled = 0;
        while (labelled < columns.length && !columns[labelled].alignedRight()) {
            labelled++;
        }
        out.put("</tbody><tfoot><tr><th colspan=\"").decimal(labelled).put("\">");
        out.put(Escaper.html(label)).put("</th>");
        cells(labelled, row, out);
        out.put("</tr></tfoot>");
        summed = true;
    }

    @Override
    public void close(Document document, TextBuffer out) {
        close(out);
    }

    /** Appends what ends the table. */
    public void close(TextBuffer out) {
        out.put(summed ? "</table>" : "</tbody></table>");
    }

    private void cells(int from, R row, TextBuffer out) {
        for (int i = from; i < columns.length; i++) {
            cells.into(out);
            int start = out.length();
            out.put(columns[i].alignedRight() ? "<td class=\"n\">" : "<td>");
            if (columns[i].known(row)) {
                columns[i].write(row, cells);
            } else {
                out.put("–");
            }
            if (cells.bar() >= 0) {
                out.cut(start);
                out.put("<td class=\"bar\"><svg role=\"presentation\"><rect width=\"")
                        .decimals(Math.round(cells.bar() * BAR_UNITS), BAR_DECIMALS)
                        .put("%\" height=\"100%\"/></svg>");
            }
            out.put("</td>");
        }
    }
}
