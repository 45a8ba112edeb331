package io.conncount.cli.output;

import io.conncount.cli.output.Output.ColorWhen;
import io.conncount.view.TableFormat.Style;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Where the answers of one run go: one below the other, or on a terminal that is watched each over the one before. */
public final class AnswerOutput {
    private final Output output;
    private final Format format;
    private final ColorWhen color;
    private final AnswerWriter writer;
    private final boolean repaint;

    /** @param watched true if answers that follow each other may take each other's place */
    public AnswerOutput(Output output, Format format, ColorWhen color, boolean watched) {
        this.output = output;
        this.format = format;
        this.color = color;
        Style style = output.style(color);
        // A terminal would break longer lines, and columns with them; what is left out there, other formats show.
        writer = new AnswerWriter(format, output.isTerminal() ? style.fitting() : style, false);
        // Elsewhere answers follow each other, as in a log.
        repaint = watched && format == Format.TABLE && output.movesCursor();
    }

    /**
     * How many rows there is room for.
     *
     * @param others how many lines of a table are not rows
     */
    public int rowsMax(int wanted, int others) {
        return repaint ? Screen.rowsMax(wanted, others) : wanted;
    }

    /** True if each answer takes the place of the one before. */
    public boolean repaints() {
        return repaint;
    }

    /** Shows an answer. */
    public void show(RowAnswer<?> answer) throws IOException {
        if (repaint) {
            // The window may have another size by now.
            Style style = output.remeasured().style(color).fitting();
            ByteArrayOutputStream table = new ByteArrayOutputStream();
            format.writer(style).write(answer, table);
            Screen.paint(table.toString(StandardCharsets.UTF_8), output);
        } else {
            writer.write(answer, output.out());
        }
    }
}
