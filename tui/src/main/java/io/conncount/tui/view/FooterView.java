package io.conncount.tui.view;

import io.conncount.sampler.Sample;
import io.conncount.sampler.Series;
import io.conncount.snapshot.Snapshot;
import io.conncount.tui.model.Dialog;
import io.conncount.tui.model.Layout;
import io.conncount.tui.model.Model;
import io.conncount.tui.model.Tab;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The rows at the bottom: how far the numbers can be trusted and what they cost, and which keys there are. */
final class FooterView {
    private static final List<String> KEYS = List.of(
            "? help",
            "/ filter",
            "g group",
            "s sort",
            "Enter drill",
            "Esc back",
            "Space pause",
            "q quit",
            "c columns",
            "e explain",
            "w write",
            "+ - interval");
    private static final List<String> KEYS_OF_FILTER = List.of("Enter apply", "Esc cancel", "Ctrl-U clear");
    private static final List<String> KEYS_OF_FILE = List.of("Enter write", "Esc cancel", "Ctrl-U clear");
    private static final List<String> KEYS_OF_CHOOSER = List.of("Enter choose", "Esc cancel", "Up Down move");
    private static final List<String> KEYS_OF_MARKS =
            List.of("Space mark", "Enter choose", "Esc cancel", "Up Down move");
    private static final List<String> KEYS_OF_TEXT = List.of("Esc close", "Up Down scroll");

    private FooterView() {}

    static void draw(Model model, Layout layout, Canvas canvas) {
        List<String> failure = failure(model)
                .map(text -> Shown.wrapped(canvas.shown(text), canvas.columns()))
                .orElse(List.of());
        List<String> message =
                model.message().isEmpty() ? List.of() : Shown.wrapped(canvas.shown(model.message()), canvas.columns());
        int end = canvas.rows();
        boolean two = layout.footerRows() > 1;
        boolean keys =
                message.isEmpty() && (model.dialog().isPresent() || (two && failure.size() < layout.footerRows()));
        if (!message.isEmpty()) {
            end -= drawLines(message, end, canvas, Role.WARNING);
        } else if (keys) {
            end--;
            canvas.put(
                    0,
                    end,
                    model.dialog().map(open -> keys(open, canvas.columns())).orElse(fitting(KEYS, canvas.columns())),
                    Role.DIM);
        }
        if (!failure.isEmpty()) {
            drawLines(failure, end, canvas, Role.ALERT);
        } else if (end == canvas.rows() || two) {
            drawTrust(model, canvas, end - 1);
        }
    }

    /**
     * Draws lines that end above a row: what to do stands at their end, so they take the rows they need, up to about half of
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
        if (series.failure().isEmpty() && model.tab() == Tab.OVERVIEW && model.showsGroups()) {
            series = model.groups().state();
        }
        if (series.failure().isEmpty() || series.last().isEmpty()) {
            return series.failure();
        }
        Sample<?> last = series.last().get();
        List<String> parts = new ArrayList<>();
        if (last.fault().isPresent()) {
            parts.add("INCOMPLETE");
        }
        if (model.live()) {
            parts.add(Numbers.age(model.ageSeconds(last)) + " old");
        }
        String prefix = parts.isEmpty() ? "" : String.join(", ", parts) + ": ";
        return Optional.of(prefix + series.failure().get());
    }

    /** The keys of a dialog, as many as there is room for. */
    static String keys(Dialog dialog, int columns) {
        if (dialog instanceof Dialog.Chooser chooser) {
            return fitting(chooser.many() ? KEYS_OF_MARKS : KEYS_OF_CHOOSER, columns);
        } else if (dialog instanceof Dialog.Line line) {
            return fitting(line.purpose() == Dialog.Purpose.WRITE ? KEYS_OF_FILE : KEYS_OF_FILTER, columns);
        }
        return fitting(KEYS_OF_TEXT, columns);
    }

    /** As many of them as there is room for, each whole. */
    private static String fitting(List<String> keys, int columns) {
        String line = "";
        for (String key : keys) {
            String longer = line.isEmpty() ? key : line + "  " + key;
            if (longer.length() > columns) {
                return line;
            }
            line = longer;
        }
        return line;
    }

    /** The series of what the view is about. */
    private static Series.State<?> shown(Model model) {
        return switch (model.tab()) {
            case OVERVIEW -> model.states().state();
            case GROUPS -> model.groups().state();
            case LISTENERS -> model.queues();
            case SOCKETS -> model.data().sockets();
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
            return (counted.age().isPresent() ? "daemon:" : "") + counted.source();
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
