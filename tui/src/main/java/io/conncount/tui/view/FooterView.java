package io.conncount.tui.view;

import io.conncount.sampler.Sample;
import io.conncount.sampler.Series;
import io.conncount.snapshot.Snapshot;
import io.conncount.tui.model.Dialog;
import io.conncount.tui.model.Layout;
import io.conncount.tui.model.Model;
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
        int last = canvas.rows() - 1;
        Optional<String> failure = shown(model).failure();
        if (layout.footerRows() > 1 && failure.isPresent() && model.message().isEmpty()) {
            // What to do about it stands at the end of the message, and is worth both rows.
            List<String> lines = Shown.wrapped(canvas.shown(failure.get()), canvas.columns());
            canvas.put(0, last - 1, lines.get(0), Role.ALERT);
            String rest = String.join(" ", lines.subList(1, lines.size())).strip();
            canvas.put(
                    0,
                    last,
                    rest.isEmpty() ? fitting(keys(model), canvas.columns()) : rest,
                    rest.isEmpty() ? Role.DIM : Role.ALERT);
            return;
        }
        if (layout.footerRows() > 1) {
            drawTrust(model, canvas, last - 1);
        }
        if (!model.message().isEmpty()) {
            canvas.put(0, last, canvas.shown(model.message()), Role.WARNING);
        } else if (layout.footerRows() > 1) {
            canvas.put(0, last, fitting(keys(model), canvas.columns()), Role.DIM);
        } else {
            drawTrust(model, canvas, last);
        }
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
            case OVERVIEW -> model.data().states().state();
            case GROUPS -> model.groups().state();
            case LISTENERS -> model.data().queues();
            case SOCKETS -> model.data().sockets();
        };
    }

    private static void drawTrust(Model model, Canvas canvas, int row) {
        Series.State<?> series = shown(model);
        List<String> parts = new ArrayList<>();
        int at = 0;
        if (series.failure().isPresent()) {
            at = canvas.put(0, row, canvas.shown(series.failure().get()) + "; ", Role.ALERT);
        }
        if (series.last().isPresent()) {
            Sample<?> sample = series.last().get();
            if (sample.fault().isPresent()) {
                at = canvas.put(
                        at, row, "INCOMPLETE: " + canvas.shown(sample.fault().get()) + "; ", Role.ALERT);
            } else {
                parts.add("complete");
            }
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
            parts.add(Numbers.percent(model.data().cpuShare()) + " of a core, budget "
                    + Numbers.percent(model.setup().cpuBudget()));
        }
        model.data().states().snapshot().ifPresent(counted -> parts.add(canvas.shown(source(counted))));
        canvas.put(at, row, String.join(", ", parts), Role.DIM);
    }

    private static String source(Snapshot snapshot) {
        return (snapshot.age().isPresent() ? "daemon:" : "") + snapshot.source();
    }

    private static String errorBar(long sockets, Canvas canvas) {
        if (sockets == Snapshot.ERROR_BAR_UNKNOWN) {
            return "error bar unknown";
        }
        return sockets == 0 ? "exact" : (canvas.unicode() ? "±" : "+-") + Numbers.grouped(sockets);
    }
}
