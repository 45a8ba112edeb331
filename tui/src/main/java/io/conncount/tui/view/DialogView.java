package io.conncount.tui.view;

import io.conncount.tui.model.Dialog;
import io.conncount.tui.model.Dialog.Choice;
import io.conncount.tui.model.Dialog.Chooser;
import io.conncount.tui.model.Dialog.Line;
import io.conncount.tui.model.Dialog.Text;
import io.conncount.tui.model.Fault;
import io.conncount.tui.model.Model;
import java.util.ArrayList;
import java.util.List;

/** What stands over a view. */
final class DialogView {
    private static final int NAME_COLUMNS = 18;
    private static final int TOP = 1;

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

    /** In place of the last rows: the line, and above it what is wrong with it. */
    private static void drawLine(Line line, Canvas canvas) {
        int row = canvas.rows() - 1;
        canvas.blank(0, row, canvas.columns(), Role.TEXT);
        int from = canvas.put(0, row, line.label() + ": ", Role.TITLE);
        int room = Math.max(1, canvas.columns() - from - 1);
        int first = Math.max(0, line.cursor() - room + 1);
        String text = line.text();
        int fault = line.fault().map(Fault::position).orElse(Integer.MAX_VALUE);
        int at = from;
        for (int i = first; i <= text.length() && at < canvas.columns(); i++) {
            String character = i < text.length() ? canvas.shown(text.substring(i, i + 1)) : " ";
            Role role = i == line.cursor() ? Role.SELECTED : i >= fault ? Role.ALERT : Role.TEXT;
            at = canvas.put(at, row, character, role);
        }
        if (line.fault().isPresent()) {
            int caret = from + Math.min(Math.max(0, fault - first), room);
            drawFault(canvas.shown(line.fault().get().message()), caret, canvas);
        }
    }

    /** The caret under which the fault begins, and the message beside it, or where there is no room for it above. */
    private static void drawFault(String message, int caret, Canvas canvas) {
        int row = canvas.rows() - 2;
        String mark = canvas.unicode() ? "▼" : "v";
        canvas.blank(0, row, canvas.columns(), Role.TEXT);
        canvas.put(caret, row, mark, Role.ALERT);
        int width = Shown.width(message);
        if (caret + 2 + width <= canvas.columns()) {
            canvas.put(caret + 2, row, message, Role.ALERT);
        } else if (width + 1 <= caret) {
            canvas.putRight(caret - 1, row, message, Role.ALERT);
        } else {
            List<String> lines = Shown.wrapped(message, canvas.columns());
            int top = Math.max(0, row - lines.size());
            for (int i = 0; i < lines.size() && top + i < row; i++) {
                canvas.blank(0, top + i, canvas.columns(), Role.TEXT);
                canvas.put(0, top + i, lines.get(i), Role.ALERT);
            }
        }
    }

    private static void drawChooser(Chooser chooser, Canvas canvas) {
        int rows = Math.max(1, canvas.rows() - TOP - 3);
        int shown = Math.min(rows, chooser.choices().size());
        int first = Math.max(
                0, Math.min(chooser.selected() - rows / 2, chooser.choices().size() - rows));
        drawTitle(chooser.title(), canvas);
        for (int i = 0; i < shown; i++) {
            Choice choice = chooser.choices().get(first + i);
            int place = chooser.chosen().indexOf(choice.name());
            String mark = !chooser.many() ? "  " : place < 0 ? "[ ] " : "[" + (place + 1) + "] ";
            String name = canvas.shown(choice.name());
            String padded = name + " ".repeat(Math.max(1, NAME_COLUMNS - name.length()));
            int row = TOP + 1 + i;
            Role role = first + i == chooser.selected() ? Role.SELECTED : Role.TEXT;
            canvas.blank(0, row, canvas.columns(), role);
            canvas.put(1, row, mark + padded + canvas.shown(choice.help()), role);
        }
        canvas.blank(0, TOP + 1 + shown, canvas.columns(), Role.TEXT);
    }

    private static void drawText(Text text, Canvas canvas) {
        int rows = Math.max(1, canvas.rows() - TOP - 3);
        drawTitle(text.title(), canvas);
        List<String> lines = lines(text, canvas);
        for (int i = 0; i < rows; i++) {
            canvas.blank(0, TOP + 1 + i, canvas.columns(), Role.TEXT);
            if (i < lines.size()) {
                canvas.put(1, TOP + 1 + i, lines.get(i), Role.TEXT);
            }
        }
        int left = lines.size() - rows;
        canvas.blank(0, TOP + 1 + rows, canvas.columns(), Role.TEXT);
        if (left > 0) {
            canvas.put(1, TOP + 1 + rows, "(" + left + " more lines)", Role.DIM);
        }
    }

    /** Those from the first that is seen, as wide as there is room. */
    private static List<String> lines(Text text, Canvas canvas) {
        List<String> lines = new ArrayList<>();
        for (String line : text.lines().subList(text.top(), text.lines().size())) {
            lines.addAll(Shown.wrapped(canvas.shown(line), canvas.columns() - 2));
        }
        return lines;
    }

    private static void drawTitle(String title, Canvas canvas) {
        canvas.blank(0, TOP, canvas.columns(), Role.SELECTED);
        canvas.put(1, TOP, title, Role.SELECTED);
    }
}
