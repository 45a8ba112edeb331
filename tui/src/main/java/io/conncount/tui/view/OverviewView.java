package io.conncount.tui.view;

import io.conncount.snapshot.Ranking.Row;
import io.conncount.tui.model.Counted;
import io.conncount.tui.model.Layout;
import io.conncount.tui.model.Model;
import io.conncount.tui.model.Recorded.Span;
import io.conncount.tui.model.Warnings.Severity;
import io.conncount.tui.model.Warnings.Warning;
import io.conncount.tui.view.Theme.Role;
import io.conncount.view.DisplayWidth;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The states, what happens in a second, and what to look at. */
final class OverviewView {
    private static final int GAP = 3;

    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

    private OverviewView() {}

    static void draw(Model model, Layout layout, Canvas canvas) {
        Counted states = model.states();
        boolean beside = layout.ratesBeside();
        int room = beside ? canvas.columns() - RatesView.COLUMNS - GAP : canvas.columns();
        if (states.snapshot().isPresent()) {
            drawStates(model, layout, canvas, room);
        } else {
            String failure = states.state().failure().map(canvas::shown).orElse("counting ...");
            boolean failed = states.state().failure().isPresent();
            canvas.put(
                    0,
                    layout.bodyTop(),
                    DisplayWidth.cutEnd(failure, room, canvas.unicode()),
                    failed ? Role.ALERT : Role.DIM);
        }
        if (beside) {
            RatesView.drawTable(model, layout, canvas, room + GAP);
        }
        if (layout.ratesBelow() > 0) {
            RatesView.drawLine(model, canvas, 0, layout.bodyTop() + 1 + layout.besideRows());
        }
    }

    private static void drawStates(Model model, Layout layout, Canvas canvas, int room) {
        boolean scrolls = layout.groupRows() == 0;
        int from = scrolls ? Math.min(model.top(), Math.max(0, layout.states().size() - layout.stateRows())) : 0;
        List<Row> rows = layout.states().subList(from, from + layout.stateRows());
        Optional<Span> span = model.span(model.statesTopic());
        Grid grid = CountGrid.of(model.states(), rows, false, false, false, span, Set.of(), canvas, room);
        grid.dimIf(FooterView.isStale(model.states().state()));
        grid.drawHead(canvas, 0, layout.bodyTop());
        for (int i = 0; i < rows.size(); i++) {
            grid.draw(canvas, 0, layout.bodyTop() + 1 + i, i, from + i == model.selected(), room);
        }
    }

    /** The warnings, which every view shows. */
    static void drawWarnings(Model model, Layout layout, Canvas canvas, ZoneId zone) {
        List<Warning> warnings = layout.warnings();
        for (int i = 0; i < layout.warningRows(); i++) {
            Warning warning = warnings.get(i);
            boolean last = i == layout.warningRows() - 1 && warnings.size() > layout.warningRows();
            String behind =
                    (warning.over() ? " (last at " + CLOCK.format(warning.seen().atZone(zone)) + ")" : "")
                            + (last ? " (and " + (warnings.size() - layout.warningRows()) + " more)" : "");
            int row = layout.warningsTop(model.tab()) + i;
            int room = canvas.columns() - behind.length();
            boolean critical = warning.severity() == Severity.CRITICAL && !warning.over();
            Role role = critical ? Role.ALERT : Role.WARNING;
            int at = canvas.put(0, row, (critical ? "!! " : "! ") + canvas.shown(warning.text()), room, role);
            canvas.put(at, row, behind, warning.over() ? Role.DIM : role);
        }
    }
}
