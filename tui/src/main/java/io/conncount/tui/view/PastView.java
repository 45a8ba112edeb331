package io.conncount.tui.view;

import io.conncount.tui.model.Course;
import io.conncount.tui.model.Layout;
import io.conncount.tui.model.Model;
import io.conncount.tui.model.Recorded.Span;
import io.conncount.tui.view.Theme.Role;
import io.conncount.view.DisplayWidth;
import io.conncount.view.Numbers;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/** Where in the past a recorded moment is: when that was, and what came before and after it. */
final class PastView {
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("MM-dd HH:mm", Locale.ROOT);
    private static final int COLUMNS_FOR_WORDS = 60;
    private static final int GAP = 2;

    private PastView() {}

    /** When a moment was, and how long ago. */
    static String when(Model model, Span span, ZoneId zone, int columns) {
        Duration ago = Duration.between(span.end(), model.now());
        String time = DATE.format(span.end().atZone(zone));
        return (columns < COLUMNS_FOR_WORDS ? "" : "recorded ")
                + time
                + (ago.isNegative() ? "" : ", " + Numbers.length(ago) + " ago");
    }

    /** What a record of another time than that of the view stands for; empty if it is of the same. */
    static Optional<String> apart(Model model, Span span, ZoneId zone) {
        Span shown = model.past().orElseThrow().recorded().span();
        return span.end().equals(shown.end()) && span.length().equals(shown.length())
                ? Optional.empty()
                : Optional.of("recorded " + CLOCK.format(span.end().atZone(zone)) + ", " + span.pace());
    }

    /** The timeline: bars up to the most in each part, paler from the least on, and below them the time. */
    static void drawTimeline(Model model, Layout layout, Canvas canvas, ZoneId zone) {
        int rows = Layout.timelineRows(model);
        if (rows == 0) {
            return;
        }
        Course course = model.past().orElseThrow().recorded().course().orElseThrow();
        int top = layout.headerRows() - rows;
        int bars = Math.max(1, rows - 1);
        drawBars(course, canvas, top, bars);
        int at = course.column(canvas.columns());
        canvas.put(at, top + rows - 1, canvas.unicode() ? "▲" : "^", Role.ALERT);
        if (rows > 1) {
            drawAxis(course, canvas, top + rows - 1, at, zone);
        }
    }

    private static void drawBars(Course course, Canvas canvas, int top, int rows) {
        long[] most = course.most(canvas.columns());
        long[] least = course.least(canvas.columns());
        double scale = (double) course.most();
        int at = course.column(canvas.columns());
        for (int column = 0; column < canvas.columns(); column++) {
            if (most[column] == Course.MISSING) {
                canvas.put(column, top + rows - 1, canvas.unicode() ? "·" : "-", Role.DIM);
                continue;
            }
            long steady = Bars.eighths((double) least[column], scale, rows);
            long high = Bars.eighths((double) most[column], scale, rows);
            for (int row = 0; row < rows; row++) {
                boolean above = rows > 1 && Bars.bottom(rows, row) >= steady;
                Role role = column == at ? Role.ALERT : above ? Role.DIM : Role.CURVE;
                String cell = String.valueOf(Bars.cell(high, rows, row, canvas.unicode()));
                canvas.put(column, top + row, cell, role);
            }
        }
    }

    /** What the mark would hide is left out, but for the scale, which is on its other side. */
    private static void drawAxis(Course course, Canvas canvas, int row, int mark, ZoneId zone) {
        DateTimeFormatter format = day(course.from(), zone).equals(day(course.to(), zone)) ? CLOCK : DAY;
        String from = format.format(course.from().atZone(zone));
        String to = format.format(course.to().atZone(zone));
        int end = canvas.columns() - DisplayWidth.of(to);
        if (mark > from.length()) {
            canvas.put(0, row, from, Role.DIM);
        }
        if (mark < end - 1) {
            canvas.putRight(canvas.columns(), row, to, Role.DIM);
        }
        String scale = "0 to " + Numbers.grouped(Math.max(0, course.most())) + " sockets in "
                + Numbers.length(Duration.between(course.from(), course.to()));
        if (mark > canvas.columns() / 2) {
            canvas.put(from.length() + GAP, row, scale, mark - from.length() - 2 * GAP, Role.DIM);
        } else {
            canvas.putRight(end - GAP, row, scale, Role.DIM);
        }
    }

    private static LocalDate day(Instant time, ZoneId zone) {
        return LocalDate.ofInstant(time, zone);
    }
}
