package io.conncount.tui.view;

import io.conncount.tui.model.Dialog;
import io.conncount.tui.model.Dialog.Choice;
import io.conncount.tui.model.Dialog.Chooser;
import io.conncount.tui.model.Dialog.Fault;
import io.conncount.tui.model.Dialog.Line;
import io.conncount.tui.model.Dialog.Text;
import io.conncount.tui.model.KeyLines;
import io.conncount.tui.model.Model;
import io.conncount.tui.view.Theme.Role;
import io.conncount.view.DisplayWidth;
import java.util.ArrayList;
import java.util.List;

/** What stands over a view. */
final class DialogView {
    private static final int TOP = 1;
    private static final int FRAME_ROWS = 2;

    /** The lines of a frame, each with a blank. */
    private static final int FRAME_COLUMNS = 4;

    private static final int KEY_ROWS = 1;

    private DialogView() {}

    static void draw(Model model, Dialog dialog, Canvas canvas) {
        if (dialog instanceof Line line) {
            drawLine(line, canvas);
        } else if (dialog instanceof Chooser chooser) {
            drawChooser(chooser, canvas);
        } else if (dialog instanceof Text text) {
            drawText(text, canvas);
        }
    }

    /** In the last row; above it what is wrong with it, or the keys. */
    private static void drawLine(Line line, Canvas canvas) {
        int row = canvas.rows() - 1;
        canvas.blank(0, row, canvas.columns(), Role.TEXT);
        int from = canvas.put(0, row, line.label() + ": ", Role.TITLE);
        int room = Math.max(1, canvas.columns() - from - 1);
        List<String> cells = new ArrayList<>();
        for (int i = 0; i < line.text().length(); i++) {
            cells.add(canvas.shown(line.text().substring(i, i + 1)));
        }
        cells.add(" ");
        int first = first(cells, line.cursor(), room);
        int fault = line.fault().map(Fault::position).orElse(Integer.MAX_VALUE);
        int caret = from;
        int at = from;
        for (int i = first; i < cells.size() && at < canvas.columns(); i++) {
            caret = i <= fault ? at : caret;
            Role role = i == line.cursor() ? Role.SELECTED : i >= fault ? Role.ALERT : Role.TEXT;
            at = canvas.put(at, row, cells.get(i), role);
        }
        if (line.fault().isPresent()) {
            drawFault(canvas.shown(line.fault().get().message()), caret, canvas);
        } else {
            canvas.blank(0, row - 1, canvas.columns(), Role.TEXT);
            canvas.put(0, row - 1, KeyLines.of(line, canvas.columns()), Role.DIM);
        }
    }

    /** The first visible character, so that the text up to the cursor fits. */
    private static int first(List<String> cells, int cursor, int room) {
        int first = cursor;
        int left = room - DisplayWidth.of(cells.get(cursor));
        while (first > 0 && DisplayWidth.of(cells.get(first - 1)) <= left) {
            first--;
            left -= DisplayWidth.of(cells.get(first));
        }
        return first;
    }

    /** The caret at the start of the error, with the message beside it, or above it if it does not fit. */
    private static void drawFault(String message, int caret, Canvas canvas) {
        int row = canvas.rows() - 2;
        String mark = canvas.unicode() ? "▼" : "v";
        canvas.blank(0, row, canvas.columns(), Role.TEXT);
        canvas.put(caret, row, mark, Role.ALERT);
        int width = DisplayWidth.of(message);
        if (caret + 2 + width <= canvas.columns()) {
            canvas.put(caret + 2, row, message, Role.ALERT);
        } else if (width + 1 <= caret) {
            canvas.putRight(caret - 1, row, message, Role.ALERT);
        } else {
            List<String> lines = DisplayWidth.wrapped(message, canvas.columns());
            int top = Math.max(0, row - lines.size());
            for (int i = 0; i < lines.size() && top + i < row; i++) {
                canvas.blank(0, top + i, canvas.columns(), Role.TEXT);
                canvas.put(0, top + i, lines.get(i), Role.ALERT);
            }
        }
    }

    private static void drawChooser(Chooser chooser, Canvas canvas) {
        List<Choice> choices = chooser.choices();
        int helpRows = helpRows(chooser, canvas);
        int rows = Math.max(1, canvas.rows() - TOP - FRAME_ROWS - KEY_ROWS - helpRows);
        int shown = Math.min(rows, choices.size());
        int first = Math.max(0, Math.min(chooser.selected() - rows / 2, choices.size() - rows));
        int width = DisplayWidth.of(chooser.title()) + FRAME_COLUMNS;
        for (Choice choice : choices) {
            width = Math.max(width, DisplayWidth.of(text(chooser, choice, canvas)) + FRAME_COLUMNS);
        }
        DialogFrame frame = new DialogFrame(canvas, TOP, Math.min(width, canvas.columns()), shown + helpRows);
        frame.draw(chooser.title(), choices.size() > shown ? (chooser.selected() + 1) + " of " + choices.size() : "");
        for (int i = 0; i < shown; i++) {
            Role role = first + i == chooser.selected() ? Role.SELECTED : Role.TEXT;
            frame.put(i, text(chooser, choices.get(first + i), canvas), role);
        }
        List<String> help = help(choices.get(chooser.selected()), canvas);
        for (int i = 0; i < helpRows; i++) {
            frame.put(shown + i, i < help.size() ? help.get(i) : "", Role.DIM);
        }
    }

    private static String text(Chooser chooser, Choice choice, Canvas canvas) {
        int place = chooser.chosen().indexOf(choice.name());
        String now = chooser.current().contains(choice.name()) ? "* " : "  ";
        String mark = !chooser.many() ? "" : place < 0 ? "[ ] " : "[" + (place + 1) + "] ";
        String name = canvas.shown(choice.name());
        return (chooser.current().isEmpty() ? "" : now)
                + mark
                + name
                + " ".repeat(Math.max(1, nameColumns(chooser, canvas) - name.length()))
                + canvas.shown(choice.help());
    }

    /** How wide names are, so that what they are stands below each other. */
    private static int nameColumns(Chooser chooser, Canvas canvas) {
        int longest = 0;
        for (Choice choice : chooser.choices()) {
            longest = Math.max(longest, choice.name().length());
        }
        return Math.min(longest + 2, canvas.columns() / 2);
    }

    /** The number of rows below the list for text that is cut in it; always the same, so that the list does not jump. */
    private static int helpRows(Chooser chooser, Canvas canvas) {
        int rows = 0;
        for (Choice choice : chooser.choices()) {
            boolean cut = DisplayWidth.of(text(chooser, choice, canvas)) > canvas.columns() - FRAME_COLUMNS;
            rows = cut ? Math.max(rows, help(choice, canvas).size()) : rows;
        }
        return Math.min(rows, canvas.rows() / 4);
    }

    private static List<String> help(Choice choice, Canvas canvas) {
        return DisplayWidth.wrapped(canvas.shown(choice.help()), canvas.columns() - FRAME_COLUMNS);
    }

    private static void drawText(Text text, Canvas canvas) {
        int rows = Math.max(1, canvas.rows() - TOP - FRAME_ROWS - KEY_ROWS);
        List<String> lines = lines(text, canvas);
        int left = lines.size() - rows;
        DialogFrame frame = new DialogFrame(canvas, TOP, canvas.columns(), rows);
        frame.draw(text.title(), left > 0 ? left + " more line" + (left == 1 ? "" : "s") : "");
        for (int i = 0; i < Math.min(rows, lines.size()); i++) {
            frame.put(i, lines.get(i), Role.TEXT);
        }
    }

    /** The visible lines, cut to the width. */
    private static List<String> lines(Text text, Canvas canvas) {
        List<String> lines = new ArrayList<>();
        for (String line : text.lines().subList(text.top(), text.lines().size())) {
            lines.addAll(DisplayWidth.wrapped(canvas.shown(line), canvas.columns() - FRAME_COLUMNS));
        }
        return lines;
    }
}
