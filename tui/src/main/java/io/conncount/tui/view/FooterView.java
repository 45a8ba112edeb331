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
    private static final List<String> KEYS_OF_LINE = List.of("Enter apply", "Esc cancel", "Ctrl-U clear");
    private static final List<String> KEYS_OF_CHOOSER = List.of("Enter choose", "Esc cancel", "Up Down move");
    private static final List<String> KEYS_OF_MARKS =
            List.of("Space mark", "Enter choose", "Esc cancel", "Up Down move");
    private static final List<String> KEYS_OF_TEXT = List.of("Esc close", "Up Down scroll");

    private FooterView() {}

    static void draw(Model model, Layout layout, Canvas canvas) {
        List<String> failure = failure(model)
                .map(text -> Shown.wrapped(canvas.shown(text), canvas.columns()))
                .orElse(List.of());
        int last = canvas.rows() - 1;
        boolean message = !model.message().isEmpty();
        boolean keys = !message && failure.size() < layout.footerRows() && layout.footerRows() > 1;
        int end = message || keys ? last : canvas.rows();
        if (!failure.isEmpty()) {
            drawFailure(failure, end, canvas);
        } else if (end > last || layout.footerRows() > 1) {
            drawTrust(model, canvas, end - 1);
        }
        if (message) {
            canvas.blank(0, last, canvas.columns(), Role.TEXT);
            canvas.put(0, last, canvas.shown(model.message()), Role.WARNING);
        } else if (keys) {
            canvas.put(0, last, fitting(keys(model), canvas.columns()), Role.DIM);
        }
    }

    /** What to do about it stands at its end: it takes the rows it needs above one, up to about half of the screen. */
    private static void drawFailure(List<String> lines, int end, Canvas canvas) {
        int count = Math.min(lines.size(), canvas.rows() / 2 + 1);
        for (int i = 0; i < count; i++) {
            int row = end - count + i;
            canvas.blank(0, row, canvas.columns(), Role.TEXT);
            boolean cut = i == count - 1 && count < lines.size();
            canvas.put(0, row, cut ? lines.get(i) + lines.get(i + 1) : lines.get(i), Role.ALERT);
        }
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

    private static List<String> keys(Model model) {
        if (model.dialog().isEmpty()) {
            return KEYS;
        }
        Dialog dialog = model.dialog().get();
        if (dialog instanceof Dialog.Chooser chooser) {
            return chooser.many() ? KEYS_OF_MARKS : KEYS_OF_CHOOSER;
        }
        return dialog instanceof Dialog.Line ? KEYS_OF_LINE : KEYS_OF_TEXT;
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
