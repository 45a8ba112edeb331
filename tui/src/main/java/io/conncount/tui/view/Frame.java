package io.conncount.tui.view;

import com.googlecode.lanterna.graphics.TextGraphics;
import io.conncount.tui.model.Layout;
import io.conncount.tui.model.Model;
import io.conncount.tui.model.Tab;
import java.time.ZoneId;

/** The whole screen. */
public final class Frame {
    private Frame() {}

    /** Draws a model, all of it. */
    public static void draw(Model model, TextGraphics graphics, Theme theme, ZoneId zone) {
        Canvas canvas = new Canvas(graphics, theme);
        Layout layout = Layout.of(model);
        HeaderView.draw(model, layout, canvas, zone);
        if (model.tab() == Tab.OVERVIEW) {
            OverviewView.draw(model, layout, canvas);
        }
        ListView.draw(model, layout, canvas);
        FooterView.draw(model, layout, canvas);
        model.dialog().ifPresent(dialog -> DialogView.draw(model, dialog, canvas));
    }
}
