package io.conncount.tui.view;

import io.conncount.tui.model.Layout;
import io.conncount.tui.model.Model;
import io.conncount.tui.model.Timeline;
import io.conncount.tui.view.Theme.Role;
import io.conncount.view.Numbers;
import java.time.Duration;
import java.util.OptionalDouble;

/** What has happened lately as graphs side by side, each from zero to its maximum, with the time below. */
final class GraphsView {
    private static final int GAP = 3;

    private GraphsView() {}

    static void draw(Model model, Layout layout, Canvas canvas) {
        if (layout.graphRows() == 0) {
            return;
        }
        Timeline.Line[] lines = Timeline.Line.values();
        int width = (canvas.columns() - GAP * (lines.length - 1)) / lines.length;
        for (Timeline.Line line : lines) {
            int column = line.ordinal() * (width + GAP);
            draw(model.data().timeline(), line, canvas, column, width, layout.graphsTop(), layout.graphRows());
        }
    }

    private static void draw(
            Timeline timeline, Timeline.Line line, Canvas canvas, int column, int width, int top, int rows) {
        double[] values = timeline.last(line, width);
        double most = 0;
        double latest = Double.NaN;
        for (double value : values) {
            most = Double.isNaN(value) ? most : Math.max(most, value);
            latest = value;
        }
        int behind = canvas.put(column, top, line.title(), width, Role.TITLE);
        canvas.put(behind + 1, top, number(latest), column + width - behind - 1, Role.TEXT);
        int axis = top + rows - 1;
        plot(values, most, canvas, column + width - values.length, top + 1, rows - 2);
        String scale = "max " + number(values.length == 0 ? Double.NaN : most);
        canvas.put(column, axis, ago(timeline.seconds(width)), Role.DIM);
        canvas.putRight(column + width, axis, scale, Role.DIM);
    }

    private static void plot(double[] values, double most, Canvas canvas, int column, int top, int rows) {
        for (int row = 0; row < rows; row++) {
            StringBuilder line = new StringBuilder(values.length);
            for (double value : values) {
                line.append(Bars.cell(Bars.eighths(value, most, rows), rows, row, canvas.unicode()));
            }
            canvas.put(column, top + row, line.toString(), Role.CURVE);
        }
    }

    private static String ago(double seconds) {
        Duration past = Duration.ofSeconds(Math.round(seconds));
        long minutes = past.toMinutes();
        return past.isZero() ? "" : "-" + (minutes == 0 ? "" : minutes + " min ") + past.toSecondsPart() + " s";
    }

    private static String number(double value) {
        return Double.isNaN(value) ? "-" : Numbers.rate(OptionalDouble.of(value));
    }
}
