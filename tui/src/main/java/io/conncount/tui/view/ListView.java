package io.conncount.tui.view;

import io.conncount.sampler.Series;
import io.conncount.snapshot.Ranking.Row;
import io.conncount.tui.model.Counted;
import io.conncount.tui.model.Layout;
import io.conncount.tui.model.Model;
import io.conncount.tui.model.Question;
import io.conncount.tui.model.Recorded.Span;
import io.conncount.tui.model.Tab;
import io.conncount.tui.view.Theme.Role;
import io.conncount.view.DisplayWidth;
import io.conncount.view.Numbers;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/** A title, a header, and the visible rows: groups, or those of a table. */
final class ListView {
    private ListView() {}

    static void draw(Model model, Layout layout, Canvas canvas, ZoneId zone) {
        if (layout.groupRows() == 0) {
            return;
        }
        switch (model.tab()) {
            case OVERVIEW, GROUPS -> drawGroups(model, layout, canvas, zone);
            default -> TableView.draw(model, layout, canvas);
        }
    }

    private static void drawGroups(Model model, Layout layout, Canvas canvas, ZoneId zone) {
        Question asked = model.question();
        Counted counted = model.groups();
        title(model, layout, canvas, "by " + String.join(",", asked.keyNames()) + where(model), counted.state());
        Optional<Span> span = model.span(model.groupsTopic());
        span.flatMap(stood -> PastView.apart(model, stood, zone))
                .ifPresent(text -> canvas.putRight(canvas.columns(), layout.listTop(model.tab()), text, Role.DIM));
        if (counted.ranking().isEmpty()) {
            return;
        }
        int above = model.tab() == Tab.OVERVIEW ? layout.states().size() : 0;
        List<Row> all = counted.groups();

        List<Row> rows =
                all.subList(Math.min(model.top(), all.size()), Math.min(all.size(), model.top() + layout.groupRows()));
        Grid grid = CountGrid.of(
                counted,
                rows,
                true,
                layout.otherRow(),
                model.showsChurn(),
                span,
                model.hidden(),
                canvas,
                canvas.columns());
        drawRows(model, layout, canvas, grid, rows.size(), above, FooterView.isStale(counted.state()));
        if (layout.otherRow()) {
            grid.draw(canvas, 0, layout.listTop(model.tab()) + 2 + rows.size(), rows.size(), false, 0);
        }
    }

    static String where(Model model) {
        String filter = model.question().filter().text();
        return filter.isEmpty() ? "" : " where " + filter;
    }

    static <T> List<T> seen(List<T> all, Model model, Layout layout) {
        int from = Math.min(model.top(), all.size());
        return all.subList(from, Math.min(all.size(), from + layout.groupRows()));
    }

    static void drawRows(Model model, Layout layout, Canvas canvas, Grid grid, int rows, int above, boolean stale) {
        int head = layout.listTop(model.tab()) + 1;
        grid.dimIf(stale);
        grid.drawHead(canvas, 0, head);
        for (int i = 0; i < rows; i++) {
            boolean selected = above + model.top() + i == model.selected();
            grid.draw(canvas, 0, head + 1 + i, i, selected, canvas.columns());
        }
    }

    /** What is listed, and at the right how old that is if it is older than it should be. */
    static void title(Model model, Layout layout, Canvas canvas, String text, Series.State<?> series) {
        int row = layout.listTop(model.tab());
        String right;
        if (series.last().isEmpty()) {
            right = series.failure().map(canvas::shown).orElse("counting ...");
        } else if (!model.live()) {
            right = "";
        } else {
            right = Numbers.age(model.ageSeconds(series.last().get())) + " old";
        }
        int room = Math.max(canvas.columns() / 2, canvas.columns() - DisplayWidth.of(right) - 2);
        int behind = canvas.put(0, row, canvas.shown(text), room, Role.TITLE);
        String cut = DisplayWidth.cutEnd(right, canvas.columns() - behind - 2, canvas.unicode());
        canvas.putRight(canvas.columns(), row, cut, series.failure().isPresent() ? Role.ALERT : Role.DIM);
    }
}
