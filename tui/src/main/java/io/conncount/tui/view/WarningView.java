package io.conncount.tui.view;

import io.conncount.tui.model.Layout;
import io.conncount.tui.model.Model;
import io.conncount.tui.model.Warning;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** What to look at, on every view. */
final class WarningView {
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

    private WarningView() {}

    static void draw(Model model, Layout layout, Canvas canvas, ZoneId zone) {
        List<Warning> warnings = layout.warnings();
        for (int i = 0; i < layout.warningRows(); i++) {
            Warning warning = warnings.get(i);
            boolean last = i == layout.warningRows() - 1 && warnings.size() > layout.warningRows();
            String behind =
                    (warning.over() ? " (last at " + CLOCK.format(warning.seen().atZone(zone)) + ")" : "")
                            + (last ? " (and " + (warnings.size() - layout.warningRows()) + " more)" : "");
            int row = layout.warningsTop(model.tab()) + i;
            int room = canvas.columns() - behind.length();
            int at = canvas.put(0, row, "! " + canvas.shown(warning.text()), room, Role.WARNING);
            canvas.put(at, row, behind, warning.over() ? Role.DIM : Role.WARNING);
        }
    }
}
