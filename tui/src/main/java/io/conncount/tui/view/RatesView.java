package io.conncount.tui.view;

import io.conncount.counters.Measure;
import io.conncount.tui.model.Data.Activity;
import io.conncount.tui.model.Layout;
import io.conncount.tui.model.Model;
import io.conncount.tui.view.Theme.Role;
import io.conncount.view.Numbers;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** What happens to all connections in a second, by the kernel's counters, which know no filter: as a table, and as a line. */
final class RatesView {
    /** How wide the table is. */
    static final int COLUMNS = 22;

    /** What the words before the rates take. */
    private static final int HEAD_COLUMNS = "a second, all: ".length();

    private static final List<Rate> RATES = List.of(
            new Rate("connects", Measure.TCP_ACTIVE_OPENS),
            new Rate("accepts", Measure.TCP_PASSIVE_OPENS),
            new Rate("failed connects", Measure.TCP_ATTEMPT_FAILS),
            new Rate("resets", Measure.TCP_ESTABLISHED_RESETS),
            new Rate("resets sent", Measure.TCP_SENT_RESETS),
            new Rate("retransmits", Measure.TCP_RETRANSMITTED_SEGMENTS),
            new Rate("listen overflows", Measure.TCP_LISTEN_OVERFLOWS),
            new Rate("listen drops", Measure.TCP_LISTEN_DROPS));

    private RatesView() {}

    /** A rate that is shown. */
    private record Rate(String name, Measure counter) {
        OptionalDouble of(Optional<Activity> activity) {
            return activity.isPresent() ? activity.get().perSecond(counter) : OptionalDouble.empty();
        }

        boolean always() {
            return counter == Measure.TCP_ACTIVE_OPENS || counter == Measure.TCP_PASSIVE_OPENS;
        }
    }

    static void drawTable(Model model, Layout layout, Canvas canvas, int column) {
        String head = model.question().filter().isEmpty() ? "A SECOND" : "A SECOND, ALL SOCKETS";
        canvas.put(column, layout.bodyTop(), head, Role.TITLE);
        for (int i = 0; i < Math.min(RATES.size(), layout.besideRows()); i++) {
            Rate rate = RATES.get(i);
            OptionalDouble value = rate.of(model.data().activity());
            boolean dropped = rate.name.startsWith("listen") && value.orElse(0) > 0;
            int row = layout.bodyTop() + 1 + i;
            canvas.put(column, row, rate.name, dropped ? Role.WARNING : Role.DIM);
            canvas.putRight(column + COLUMNS, row, Numbers.rate(value), dropped ? Role.WARNING : Role.TEXT);
        }
    }

    /** The rates that fit behind a column: connects and accepts always, the others if they are not zero. */
    static void drawLine(Model model, Canvas canvas, int column, int row) {
        int room = canvas.columns() - column;
        StringBuilder line = new StringBuilder();
        for (Rate rate : RATES) {
            OptionalDouble value = rate.of(model.data().activity());
            String text = (line.isEmpty() ? "" : ", ") + Numbers.rate(value) + " " + rate.name;
            boolean fits = HEAD_COLUMNS + line.length() + text.length() <= room;
            if (rate.always() || (value.orElse(0) > 0 && fits)) {
                line.append(text);
            }
        }
        boolean all = !model.question().filter().isEmpty();
        String head = all ? "a second, all: " : "a second: ";
        boolean fits = head.length() + line.length() <= room;
        String shown = fits ? head : all ? "all/s: " : "/s: ";
        canvas.put(canvas.put(column, row, shown, Role.DIM), row, line.toString(), Role.TEXT);
    }
}
