package io.conncount.tui.view;

import io.conncount.counters.Measure;
import io.conncount.snapshot.Ranking.Row;
import io.conncount.tui.model.Counted;
import io.conncount.tui.model.Data.Activity;
import io.conncount.tui.model.Layout;
import io.conncount.tui.model.Model;
import io.conncount.tui.model.Warnings.Warning;
import io.conncount.tui.view.Theme.Role;
import io.conncount.view.DisplayWidth;
import io.conncount.view.Numbers;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** The states, what happens in a second, and what to look at. */
final class OverviewView {
    private static final int RATE_COLUMNS = 22;
    private static final int GAP = 3;

    /** What the words before rates in a line take. */
    private static final int RATES_HEAD_COLUMNS = "a second, all: ".length();

    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

    private OverviewView() {}

    /** A rate that is shown. */
    private record Rate(String name, String shortName, Measure counter) {
        OptionalDouble of(Activity activity) {
            return activity.perSecond(counter);
        }
    }

    private static final List<Rate> RATES = List.of(
            new Rate("opened here", "opened", Measure.TCP_ACTIVE_OPENS),
            new Rate("accepted", "accepted", Measure.TCP_PASSIVE_OPENS),
            new Rate("failed to open", "failed", Measure.TCP_ATTEMPT_FAILS),
            new Rate("reset", "reset", Measure.TCP_ESTABLISHED_RESETS),
            new Rate("resets sent", "resets sent", Measure.TCP_SENT_RESETS),
            new Rate("sent again", "sent again", Measure.TCP_RETRANSMITTED_SEGMENTS),
            new Rate("listen overflows", "overflows", Measure.TCP_LISTEN_OVERFLOWS),
            new Rate("listen drops", "drops", Measure.TCP_LISTEN_DROPS));

    static void draw(Model model, Layout layout, Canvas canvas) {
        Counted states = model.states();
        boolean beside = layout.ratesBeside();
        int room = beside ? canvas.columns() - RATE_COLUMNS - GAP : canvas.columns();
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
            drawRates(model, layout, canvas, room + GAP);
        }
        if (layout.ratesBelow() > 0) {
            drawRatesBelow(model, canvas, layout.bodyTop() + 1 + layout.besideRows());
        }
    }

    /** The rates that fit one line: opened and accepted always, the others if they are not zero. */
    private static void drawRatesBelow(Model model, Canvas canvas, int row) {
        Optional<Activity> activity = model.data().activity();
        StringBuilder line = new StringBuilder();
        for (Rate rate : RATES) {
            OptionalDouble value = activity.isPresent() ? rate.of(activity.get()) : OptionalDouble.empty();
            boolean always = rate.counter == Measure.TCP_ACTIVE_OPENS || rate.counter == Measure.TCP_PASSIVE_OPENS;
            String text = (line.isEmpty() ? "" : ", ") + Numbers.rate(value) + " " + rate.shortName;
            if (always
                    || (value.orElse(0) > 0
                            && RATES_HEAD_COLUMNS + line.length() + text.length() <= canvas.columns())) {
                line.append(text);
            }
        }
        // The kernel's counters know no filter.
        boolean all = !model.question().filter().isEmpty();
        String head = all ? "a second, all: " : "a second: ";
        boolean fits = head.length() + line.length() <= canvas.columns();
        String shown = fits ? head : all ? "all/s: " : "/s: ";
        canvas.put(canvas.put(0, row, shown, Role.DIM), row, line.toString(), Role.TEXT);
    }

    private static void drawStates(Model model, Layout layout, Canvas canvas, int room) {
        boolean scrolls = layout.groupRows() == 0;
        int from = scrolls ? Math.min(model.top(), Math.max(0, layout.states().size() - layout.stateRows())) : 0;
        List<Row> rows = layout.states().subList(from, from + layout.stateRows());
        Grid grid = CountGrid.of(model.states(), rows, false, Set.of(), canvas, room);
        grid.dimIf(FooterView.isStale(model.states().state()));
        grid.drawHead(canvas, 0, layout.bodyTop());
        for (int i = 0; i < rows.size(); i++) {
            grid.draw(canvas, 0, layout.bodyTop() + 1 + i, i, from + i == model.selected(), room);
        }
    }

    private static void drawRates(Model model, Layout layout, Canvas canvas, int column) {
        // The kernel's counters know no filter.
        String head = model.question().filter().isEmpty() ? "A SECOND" : "A SECOND, ALL SOCKETS";
        canvas.put(column, layout.bodyTop(), head, Role.TITLE);
        Optional<Activity> activity = model.data().activity();
        for (int i = 0; i < Math.min(RATES.size(), layout.besideRows()); i++) {
            Rate rate = RATES.get(i);
            OptionalDouble value = activity.isPresent() ? rate.of(activity.get()) : OptionalDouble.empty();
            boolean dropped = rate.name.startsWith("listen") && value.orElse(0) > 0;
            int row = layout.bodyTop() + 1 + i;
            canvas.put(column, row, rate.name, dropped ? Role.WARNING : Role.DIM);
            canvas.putRight(column + RATE_COLUMNS, row, Numbers.rate(value), dropped ? Role.WARNING : Role.TEXT);
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
            int at = canvas.put(0, row, "! " + canvas.shown(warning.text()), room, Role.WARNING);
            canvas.put(at, row, behind, warning.over() ? Role.DIM : Role.WARNING);
        }
    }
}
