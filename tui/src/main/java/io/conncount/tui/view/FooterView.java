package io.conncount.tui.view;

import io.conncount.sampler.Series;
import io.conncount.sampler.Series.Sample;
import io.conncount.snapshot.Snapshot;
import io.conncount.tui.model.Event.Topic;
import io.conncount.tui.model.KeyLines;
import io.conncount.tui.model.Layout;
import io.conncount.tui.model.Model;
import io.conncount.tui.model.Tab;
import io.conncount.tui.model.Table;
import io.conncount.tui.view.Theme.Role;
import io.conncount.view.DisplayWidth;
import io.conncount.view.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The rows at the bottom: the quality and cost of the numbers, and the keys. */
final class FooterView {
    private FooterView() {}

    static void draw(Model model, Layout layout, Canvas canvas) {
        List<String> failure = failure(model)
                .map(text -> DisplayWidth.wrapped(canvas.shown(text), canvas.columns()))
                .orElse(List.of());
        List<String> message = model.message().isEmpty()
                ? List.of()
                : DisplayWidth.wrapped(canvas.shown(model.message()), canvas.columns());
        int end = canvas.rows();
        if (!message.isEmpty()) {
            end -= drawLines(message, end, canvas, Role.WARNING);
        } else {
            List<String> keys = keys(model, layout.footerRows() - Math.max(1, failure.size()), canvas.columns());
            end -= drawLines(keys, end, canvas, Role.DIM);
        }
        if (!failure.isEmpty()) {
            drawLines(failure, end, canvas, Role.ALERT);
        } else if (end == canvas.rows() || layout.footerRows() > 1) {
            drawTrust(model, canvas, end - 1);
        }
    }

    /** The keys of a dialog or a view, as far as they fit. */
    private static List<String> keys(Model model, int rows, int columns) {
        if (model.dialog().isPresent()) {
            return List.of(KeyLines.of(model.dialog().get(), columns));
        }
        List<String> lines = KeyLines.ofViews(model);
        return lines.subList(0, Math.max(0, Math.min(rows, lines.size())));
    }

    /**
     * Draws lines that end above a row. Because the remedy is at their end, they take the rows they need, up to about half of
     * the screen.
     *
     * @return how many rows that are
     */
    private static int drawLines(List<String> lines, int end, Canvas canvas, Role role) {
        int count = Math.min(lines.size(), canvas.rows() / 2 + 1);
        for (int i = 0; i < count; i++) {
            int row = end - count + i;
            canvas.blank(0, row, canvas.columns(), Role.TEXT);
            boolean cut = i == count - 1 && count < lines.size();
            canvas.put(0, row, cut ? lines.get(i) + lines.get(i + 1) : lines.get(i), role);
        }
        return count;
    }

    /** True if the last try gave nothing better than what was there before it. */
    static boolean isStale(Series.State<?> series) {
        return series.failure().isPresent()
                && !series.failure().equals(series.last().flatMap(Sample::fault));
    }

    /** What is wrong with the numbers of a view, and how old they are. */
    private static Optional<String> failure(Model model) {
        Series.State<?> series = shown(model);
        if (reason(series).isEmpty() && model.tab() == Tab.OVERVIEW && model.showsGroups()) {
            series = model.groups().state();
        }
        Optional<String> reason = reason(series);
        if (reason.isEmpty() || series.last().isEmpty()) {
            return reason;
        }
        Sample<?> last = series.last().get();
        List<String> parts = new ArrayList<>();
        if (last.fault().or(() -> fault(last)).isPresent()) {
            parts.add("INCOMPLETE");
        }
        if (model.live()) {
            parts.add(Numbers.age(model.ageSeconds(last)) + " old");
        }
        String prefix = parts.isEmpty() ? "" : String.join(", ", parts) + ": ";
        return Optional.of(prefix + reason.get());
    }

    private static Optional<String> reason(Series.State<?> series) {
        return series.failure().or(() -> series.last().flatMap(FooterView::fault));
    }

    private static Optional<String> fault(Sample<?> sample) {
        return sample.value() instanceof Snapshot counted ? counted.fault() : Optional.empty();
    }

    /** The series of what the view is about. */
    private static Series.State<?> shown(Model model) {
        return switch (model.tab()) {
            case OVERVIEW -> model.states().state();
            case GROUPS -> model.groups().state();
            default -> model.table();
        };
    }

    private static void drawTrust(Model model, Canvas canvas, int row) {
        Series.State<?> series = shown(model);
        List<String> parts = new ArrayList<>();
        if (series.last().isPresent()) {
            Sample<?> sample = series.last().get();
            parts.add("complete");
            if (sample.value() instanceof Snapshot counted) {
                counted.missing().forEach(missing -> parts.add("without " + missing.table()));
                parts.addAll(counted.caveats());
                parts.add(errorBar(counted.errorBar(), canvas));
            }
            if (model.live()) {
                parts.add(Numbers.age(model.ageSeconds(sample)) + " old");
            }
        }
        if (model.showsChurn()) {
            model.data()
                    .state(Topic.CHURN)
                    .failure()
                    .ifPresent(why -> parts.add(canvas.shown("opened and closed: " + why)));
        }
        if (model.live()) {
            parts.add(Numbers.percent(model.cpuShare()) + " of a core, budget "
                    + Numbers.percent(model.setup().cpuBudget()));
        }
        parts.add(canvas.shown(source(model, series)));
        canvas.put(0, row, String.join(", ", parts), Role.DIM);
    }

    /** Where the numbers of a view come from: counts may be a daemon's, the rest is always the host's own. */
    private static String source(Model model, Series.State<?> series) {
        if (series.last().isPresent() && series.last().get().value() instanceof Snapshot counted) {
            return (counted.age().isPresent() && model.ofThisHost() ? "daemon:" : "") + counted.source();
        }
        if (series.last().isPresent() && series.last().get().value() instanceof Table table) {
            return table.source();
        }
        return model.setup().source();
    }

    private static String errorBar(long sockets, Canvas canvas) {
        if (sockets == Snapshot.ERROR_BAR_UNKNOWN) {
            return "error bar unknown";
        }
        return sockets == 0 ? "exact" : (canvas.unicode() ? "±" : "+-") + Numbers.grouped(sockets);
    }
}
