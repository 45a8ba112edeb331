package io.conncount.tui.view;

import com.googlecode.lanterna.graphics.TextGraphics;
import io.conncount.tui.model.Layout;
import io.conncount.tui.model.Model;
import io.conncount.tui.model.Tab;
import java.time.ZoneId;

/** The whole screen, drawn again and again on the same graphics. */
public final class Frame {
    private final Theme theme;
    private final ZoneId zone;
    private Canvas shown;

    /**
     * Nothing is shown yet.
     *
     * @param zone where clocks are of
     */
    public Frame(Theme theme, ZoneId zone) {
        this.theme = theme;
        this.zone = zone;
    }

    /** Draws a model: those characters that have changed since the last one. */
    public void draw(Model model, TextGraphics graphics) {
        Canvas canvas =
                new Canvas(graphics.getSize().getColumns(), graphics.getSize().getRows(), theme);
        Layout layout = Layout.of(model);
        HeaderView.draw(model, layout, canvas, zone);
        if (model.tab() == Tab.OVERVIEW) {
            OverviewView.draw(model, layout, canvas);
            GraphsView.draw(model, layout, canvas);
        }
        OverviewView.drawWarnings(model, layout, canvas, zone);
        ListView.draw(model, layout, canvas, zone);
        FooterView.draw(model, layout, canvas);
        model.dialog().ifPresent(dialog -> DialogView.draw(model, dialog, canvas));
        canvas.draw(graphics, shown != null && shown.sameSize(canvas) ? shown : null);
        shown = canvas;
    }
}
