package io.conncount.tui.view;

import io.conncount.sampler.Series;
import io.conncount.snapshot.MissingTable;
import io.conncount.snapshot.Snapshot;
import io.conncount.tui.model.Counted;
import io.conncount.tui.model.Layout;
import io.conncount.tui.model.Model;
import io.conncount.tui.model.Tab;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The rows at the bottom: how far the numbers can be trusted and what they cost, and which keys there are. */
final class FooterView {
    private static final String KEYS = "? help  / filter  g group  s sort  Enter drill  Esc back  Space pause  q quit"
            + "  c columns  e explain  w write  + - interval";

    private FooterView() {}

    static void draw(Model model, Layout layout, Canvas canvas) {
        int last = canvas.rows() - 1;
        if (layout.footerRows() > 1) {
            drawTrust(model, canvas, last - 1);
        }
        if (!model.message().isEmpty()) {
            canvas.put(0, last, canvas.shown(model.message()), Role.WARNING);
        } else if (layout.footerRows() > 1) {
            canvas.put(0, last, KEYS, Role.DIM);
        } else {
            drawTrust(model, canvas, last);
        }
    }

    private static void drawTrust(Model model, Canvas canvas, int row) {
        Counted counted = model.tab() == Tab.OVERVIEW ? model.data().states() : model.groups();
        Optional<Snapshot> snapshot = counted.snapshot();
        List<String> parts = new ArrayList<>();
        int at = 0;
        Series.State<?> series = counted.state();
        if (series.failure().isPresent()) {
            at = canvas.put(0, row, canvas.shown(series.failure().get()) + "; ", Role.ALERT);
        }
        if (snapshot.isPresent()) {
            Snapshot shown = snapshot.get();
            if (shown.fault().isPresent()) {
                at = canvas.put(
                        at, row, "INCOMPLETE: " + canvas.shown(shown.fault().get()) + "; ", Role.ALERT);
            } else {
                parts.add("complete");
            }
            for (MissingTable missing : shown.missing()) {
                parts.add("without " + missing.table());
            }
            parts.add(errorBar(shown.errorBar(), canvas));
            if (model.live()) {
                parts.add(Numbers.age(model.ageSeconds(
                                counted.state().last().orElseThrow().takenNanos())) + " old");
            }
        }
        if (model.live()) {
            parts.add(Numbers.percent(model.data().cpuShare()) + " of a core, budget "
                    + Numbers.percent(model.setup().cpuBudget()));
        }
        snapshot.ifPresent(shown -> parts.add(canvas.shown(shown.source())));
        canvas.put(at, row, String.join(", ", parts), Role.DIM);
    }

    private static String errorBar(long sockets, Canvas canvas) {
        if (sockets == Snapshot.ERROR_BAR_UNKNOWN) {
            return "error bar unknown";
        }
        return sockets == 0 ? "exact" : (canvas.unicode() ? "±" : "+-") + Numbers.grouped(sockets);
    }
}
