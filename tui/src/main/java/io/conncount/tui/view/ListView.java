package io.conncount.tui.view;

import io.conncount.collect.ListenQueue;
import io.conncount.collect.ListenQueues;
import io.conncount.sampler.Series;
import io.conncount.sampler.Series.Sample;
import io.conncount.snapshot.Ranking.Row;
import io.conncount.tui.model.Counted;
import io.conncount.tui.model.Data.SocketPage;
import io.conncount.tui.model.Event.Topic;
import io.conncount.tui.model.Layout;
import io.conncount.tui.model.Model;
import io.conncount.tui.model.Question;
import io.conncount.tui.model.Tab;
import io.conncount.tui.view.Grid.Column;
import io.conncount.tui.view.Theme.Role;
import io.conncount.view.DisplayWidth;
import io.conncount.view.ListenQueueColumns;
import io.conncount.view.Numbers;
import io.conncount.view.SocketColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A title, a header, and the visible rows: groups, listeners or sockets. */
final class ListView {
    /** The columns that identify a socket; they stay on a narrow screen. */
    private static final Set<String> TELLING =
            Set.of("state", "local_address", "local_port", "remote_address", "remote_port");

    private ListView() {}

    static void draw(Model model, Layout layout, Canvas canvas) {
        if (layout.groupRows() == 0) {
            return;
        }
        switch (model.tab()) {
            case OVERVIEW, GROUPS -> drawGroups(model, layout, canvas);
            case LISTENERS -> drawListeners(model, layout, canvas);
            case SOCKETS -> drawSockets(model, layout, canvas);
        }
    }

    private static void drawGroups(Model model, Layout layout, Canvas canvas) {
        Question asked = model.question();
        Counted counted = model.groups();
        title(model, layout, canvas, "by " + String.join(",", asked.keyNames()) + where(model), counted.state());
        if (counted.ranking().isEmpty()) {
            return;
        }
        int above = model.tab() == Tab.OVERVIEW ? layout.states().size() : 0;
        List<Row> all = counted.groups();

        List<Row> rows =
                all.subList(Math.min(model.top(), all.size()), Math.min(all.size(), model.top() + layout.groupRows()));
        Grid grid = CountGrid.of(counted, rows, true, layout.otherRow(), model.hidden(), canvas, canvas.columns());
        drawRows(model, layout, canvas, grid, rows.size(), above, FooterView.isStale(counted.state()));
        if (layout.otherRow()) {
            grid.draw(canvas, 0, layout.listTop(model.tab()) + 2 + rows.size(), rows.size(), false, 0);
        }
    }

    private static void drawListeners(Model model, Layout layout, Canvas canvas) {
        Series.State<ListenQueues> series = model.queues();
        List<ListenQueue> all =
                series.last().map(sample -> sample.value().queues()).orElse(List.of());
        boolean none = series.last().isPresent() && all.isEmpty();
        String text = (none ? "no listeners" : "listeners") + where(model) + (none ? "" : ", the fullest queues first");
        title(model, layout, canvas, text, series);
        List<ListenQueue> rows = seen(all, model, layout);
        List<Column> columns = List.of(
                Grid.column(ListenQueueColumns.ADDRESS, rows, 0, canvas),
                Grid.column(ListenQueueColumns.PORT, rows, 0, canvas),
                Grid.column(ListenQueueColumns.WAITING, rows, 0, canvas),
                Grid.column(ListenQueueColumns.LIMIT, rows, 0, canvas),
                Grid.column(ListenQueueColumns.FULLEST, rows, 2, canvas),
                Grid.column(ListenQueueColumns.SOCKETS, rows, 3, canvas),
                Grid.column(ListenQueueColumns.FAMILY, rows, 4, canvas));
        drawRows(
                model, layout, canvas, new Grid(columns, canvas.columns()), rows.size(), 0, FooterView.isStale(series));
    }

    private static void drawSockets(Model model, Layout layout, Canvas canvas) {
        Question asked = model.question();
        Optional<SocketPage> page = model.data().state(Topic.SOCKETS).last().map(Sample::value);
        int count = page.map(shown -> shown.rows().size()).orElse(0);
        String sorted = asked.rowSort().map(column -> ", sorted by " + column).orElse("");
        String title =
                (count == Counted.ROWS_MAX ? "the first " + count + " sockets" : "sockets") + where(model) + sorted;
        title(model, layout, canvas, title, model.data().state(Topic.SOCKETS));
        if (page.isEmpty()) {
            return;
        }
        List<List<String>> rows = seen(page.get().rows(), model, layout);
        List<SocketColumn> listed = page.get().columns();
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < listed.size(); i++) {
            int column = i;
            String name = listed.get(i).name();
            int rank = TELLING.contains(name) ? 0 : i + 1;
            List<String> cells = rows.stream()
                    .map(row -> column < row.size() ? canvas.shown(row.get(column)) : "")
                    .toList();
            Column shown =
                    new Column(listed.get(i).title(), cells, listed.get(i).alignedRight(), rank, Role.TEXT);
            boolean largestFirst = listed.get(i).largestFirst() != asked.rowReverse();
            columns.add(
                    asked.rowSort().equals(Optional.of(name)) ? shown.sorted(largestFirst, canvas.unicode()) : shown);
        }
        drawRows(
                model,
                layout,
                canvas,
                new Grid(columns, canvas.columns()),
                rows.size(),
                0,
                FooterView.isStale(model.data().state(Topic.SOCKETS)));
    }

    private static String where(Model model) {
        String filter = model.question().filter().text();
        return filter.isEmpty() ? "" : " where " + filter;
    }

    private static <T> List<T> seen(List<T> all, Model model, Layout layout) {
        int from = Math.min(model.top(), all.size());
        return all.subList(from, Math.min(all.size(), from + layout.groupRows()));
    }

    private static void drawRows(
            Model model, Layout layout, Canvas canvas, Grid grid, int rows, int above, boolean stale) {
        int head = layout.listTop(model.tab()) + 1;
        grid.dimIf(stale);
        grid.drawHead(canvas, 0, head);
        for (int i = 0; i < rows; i++) {
            boolean selected = above + model.top() + i == model.selected();
            grid.draw(canvas, 0, head + 1 + i, i, selected, canvas.columns());
        }
    }

    /** What is listed, and at the right how old that is if it is older than it should be. */
    private static void title(Model model, Layout layout, Canvas canvas, String text, Series.State<?> series) {
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
