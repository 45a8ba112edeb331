package io.conncount.tui.view;

import io.conncount.snapshot.Snapshot;
import io.conncount.tui.model.Counted;
import io.conncount.tui.model.Data.HostFacts;
import io.conncount.tui.model.Event.Topic;
import io.conncount.tui.model.Layout;
import io.conncount.tui.model.Model;
import io.conncount.tui.model.Recorded;
import io.conncount.tui.model.Tab;
import io.conncount.tui.view.Theme.Role;
import io.conncount.view.DisplayWidth;
import io.conncount.view.Numbers;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The rows at the top: the host, its state, and the views. */
final class HeaderView {
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);
    private static final String GAP = "   ";

    private HeaderView() {}

    static void draw(Model model, Layout layout, Canvas canvas, ZoneId zone) {
        if (model.past().isPresent()) {
            drawPast(model, layout, canvas, zone);
        } else {
            drawHost(model, layout, canvas, clock(model, zone));
        }
        drawTabs(model, layout, canvas);
    }

    private static String clock(Model model, ZoneId zone) {
        return model.live()
                ? CLOCK.format(model.now().atZone(zone))
                : "recorded "
                        + DATE.format(
                                model.setup().recorded().orElse(Instant.EPOCH).atZone(zone));
    }

    private static void drawPast(Model model, Layout layout, Canvas canvas, ZoneId zone) {
        Recorded recorded = model.past().orElseThrow().recorded();
        String when = PastView.when(model, recorded.span(), zone, canvas.columns());
        canvas.putRight(canvas.columns(), 0, when, Role.WARNING);
        canvas.put(0, 0, canvas.shown(recorded.host()), canvas.columns() - when.length() - 1, Role.TITLE);
        if (layout.headerRows() - Layout.timelineRows(model) > 1) {
            drawSockets(model, canvas, 1);
        }
        PastView.drawTimeline(model, layout, canvas, zone);
    }

    private static void drawHost(Model model, Layout layout, Canvas canvas, String clock) {
        HostFacts host = model.data().host();
        canvas.putRight(canvas.columns(), 0, clock, Role.TEXT);
        int room = canvas.columns() - clock.length() - 1;
        int behind = canvas.put(0, 0, canvas.shown(model.setup().host()), room, Role.TITLE);
        if (!model.ofThisHost()) {
            if (layout.headerRows() > 1) {
                drawSockets(model, canvas, 1);
            }
            return;
        }
        if (layout.headerRows() == 1) {
            canvas.put(behind + 2, 0, load(host), room - behind - 2, Role.TEXT);
        } else {
            List<String> first = new ArrayList<>(List.of(canvas.shown(host.system())));
            host.uptime().ifPresent(uptime -> first.add("up " + Numbers.uptime(uptime)));
            canvas.put(behind + GAP.length(), 0, joined(first), room - behind - GAP.length(), Role.TEXT);
            canvas.put(0, 1, joined(List.of(load(host), memory(host), files(host))), Role.TEXT);
            drawSockets(model, canvas, 2);
        }
    }

    /** What is not as usual about what is shown, as far as that fits. */
    private static String standing(Model model, int room) {
        if (model.past().isEmpty()) {
            return model.paused() ? Tab.PAUSED : "";
        }
        String filter = model.question().filter().text();
        String whole = Tab.PAST + ", " + model.past().get().recorded().span().pace();
        return whole.length() + (filter.isEmpty() ? 0 : Tab.WHERE.length() + filter.length()) < room ? whole : Tab.PAST;
    }

    private static String joined(List<String> parts) {
        return parts.stream().filter(part -> !part.isEmpty()).collect(Collectors.joining(GAP));
    }

    private static String load(HostFacts host) {
        return host.load().isEmpty()
                ? ""
                : "load " + host.load().stream().map(Numbers::hundredths).collect(Collectors.joining(" "));
    }

    private static String memory(HostFacts host) {
        return host.memoryBytes() == 0
                ? ""
                : "memory " + Numbers.bytes(host.memoryUsedBytes()) + " of " + Numbers.bytes(host.memoryBytes());
    }

    private static String files(HostFacts host) {
        if (host.openFiles() == 0) {
            return "";
        }
        // The largest possible number means no limit.
        boolean limited = host.openFilesMax() > 0 && host.openFilesMax() < Integer.MAX_VALUE;
        return "open files " + Numbers.grouped(host.openFiles())
                + (limited ? " of " + Numbers.grouped(host.openFilesMax()) : "");
    }

    /** How many there are, by how many more a second, and what happens to them. */
    private static void drawSockets(Model model, Canvas canvas, int row) {
        Counted states = model.data().count(Topic.STATES);
        Optional<Snapshot> snapshot = states.snapshot();
        String total =
                snapshot.map(now -> Numbers.grouped(now.total()) + " sockets").orElse("counting ...");
        String change = states.rates()
                .map(rates -> " (" + Numbers.rateOfChange(rates.perSecond(rates.totalDelta())) + " a second)")
                .orElse("");
        int behind = canvas.put(0, row, total + change, Role.TEXT);
        if (model.hasRates() && canvas.columns() >= Layout.COLUMNS_FOR_RATES_BESIDE) {
            RatesView.drawLine(model, canvas, behind + GAP.length(), row);
        }
    }

    private static void drawTabs(Model model, Layout layout, Canvas canvas) {
        int row = layout.headerRows();
        int at = 0;
        for (Tab.Label label : Tab.labels(model)) {
            at = canvas.put(at, row, label.text(), label.chosen() ? Role.SELECTED : Role.TEXT);
        }
        String paused = standing(model, canvas.columns() - at - 1);
        canvas.putRight(canvas.columns(), row, paused, Role.WARNING);
        String filter = model.question().filter().text();
        int room = canvas.columns() - at - 1 - (paused.isEmpty() ? 0 : paused.length() + 2);
        if (!filter.isEmpty() && room > 0) {
            canvas.put(
                    at + 1,
                    row,
                    DisplayWidth.cutEnd(Tab.WHERE + canvas.shown(filter), room, canvas.unicode()),
                    Role.TITLE);
        }
    }
}
