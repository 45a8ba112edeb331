package io.conncount.tui.model;

import io.conncount.tui.model.Dialog.Chooser;
import io.conncount.tui.model.Dialog.Line;
import io.conncount.tui.model.Dialog.Purpose;
import io.conncount.tui.model.Model.Request;
import java.util.List;

/** What becomes of a model when something happens: a function, and no more. */
public final class Update {
    private Update() {}

    /** The model after an event. */
    public static Model after(Model model, Event event) {
        if (event instanceof Event.Typed typed) {
            Model heard = model.withMessage("");
            if (typed.key().kind() == Key.Kind.SUSPEND) {
                return heard.asking(new Request.Suspend());
            }
            return settled(
                    model.dialog().isPresent()
                            ? DialogKeys.typed(heard, model.dialog().get(), typed.key())
                            : ViewKeys.typed(heard, typed.key()));
        } else if (event instanceof Event.Clicked clicked) {
            return settled(clicked(model, clicked));
        } else if (event instanceof Event.Wheeled wheeled) {
            return settled(wheeled(model, wheeled.rows()));
        } else if (event instanceof Event.Resized resized) {
            return settled(model.withSize(resized.size()));
        } else if (event instanceof Event.Ticked ticked) {
            return ticked(model, ticked);
        } else if (event instanceof Event.NamespacesListed listed) {
            return model.withDialog(Chooser.ofOne(
                    Purpose.NAMESPACE,
                    "Network namespaces",
                    listed.namespaces(),
                    List.of(model.setup().namespace())));
        } else if (event instanceof Event.Told told) {
            return model.withMessage(told.message());
        } else if (event instanceof Event.Recalled recalled) {
            return following(model, model.recalled(recalled));
        } else if (model.past().isPresent()) {
            return model.withPresentAfter(event);
        } else if (model.paused() && model.data().has(event)) {
            return model;
        }
        return following(model, model.withData(model.data().after(event)));
    }

    /** A filter is tried once the typing rests for a tick. */
    private static Model ticked(Model model, Event.Ticked ticked) {
        Model later = model.at(ticked.now(), ticked.nowNanos());
        if (model.dialog().isPresent()
                && model.dialog().get() instanceof Line line
                && line.purpose() == Purpose.FILTER) {
            boolean rests = line.text().equals(line.textAtTick());
            boolean other = !line.filter().filter().equals(model.question().filter());
            if (rests && other && line.fault().isEmpty()) {
                return settled(later.withQuestion(
                        model.question().withFilter(line.filter().filter())));
            }
            return later.withDialog(line.ticked());
        }
        return later;
    }

    /** The cursor stays on what it was on, wherever that is now. */
    private static Model following(Model before, Model after) {
        Rows old = before.rows();
        if (before.selected() >= old.size() || before.selected() == 0) {
            return settled(after);
        }
        Object selected = old.identity(before.selected());
        Rows rows = after.rows();
        for (int row = 0; row < rows.size(); row++) {
            if (rows.identity(row).equals(selected)) {
                return settled(after.withSelected(row));
            }
        }
        return settled(after);
    }

    /** With the cursor on an existing row, and scrolled so that it is visible. */
    private static Model settled(Model model) {
        Layout layout = Layout.of(model);
        Rows rows = model.rows();
        boolean pending = rows.size() == 0
                || (model.tab() == Tab.OVERVIEW
                        && layout.groupRows() > 0
                        && model.groups().ranking().isEmpty());
        // Rows that are still to come may have the one that was selected before.
        int last = pending ? Integer.MAX_VALUE : rows.size() - 1;
        int selected = Math.max(0, Math.min(model.selected(), last));
        boolean joined = model.tab() == Tab.OVERVIEW && layout.groupRows() > 0;
        int above = joined ? layout.states().size() : 0;
        int seen = model.tab() == Tab.OVERVIEW && !joined ? layout.stateRows() : layout.groupRows();
        int scrolled = rows.size() - above;
        int top = Math.max(0, Math.min(model.top(), scrolled - seen));
        int listed = selected - above;
        if (listed >= 0) {
            top = Math.max(0, Math.min(listed, Math.max(top, listed - seen + 1)));
        }
        return model.withSelected(selected).withTop(top);
    }

    private static Model clicked(Model model, Event.Clicked clicked) {
        if (model.dialog().isPresent()) {
            return model;
        }
        Layout layout = Layout.of(model);
        if (clicked.row() == layout.headerRows()) {
            return Tab.at(clicked.column(), model)
                    .map(tab -> ViewKeys.in(model, tab))
                    .orElse(model);
        }
        int warning = clicked.row() - layout.warningsTop(model.tab());
        if (warning >= 0 && warning < layout.warningRows()) {
            return ViewKeys.warned(model, layout.warnings().get(warning));
        }
        int row = layout.rowAt(clicked.row(), model);
        if (row < 0 || row >= model.rows().size()) {
            return model;
        }
        return row == model.selected() ? ViewKeys.drilled(model) : model.withSelected(row);
    }

    private static Model wheeled(Model model, int rows) {
        Key key = Key.of(rows > 0 ? Key.Kind.DOWN : Key.Kind.UP);
        Model moved = model;
        for (int i = 0; i < Math.min(Math.abs(rows), model.size().rows()); i++) {
            moved = moved.dialog().isPresent()
                    ? DialogKeys.typed(moved, moved.dialog().get(), key)
                    : ViewKeys.typed(moved, key);
        }
        return moved;
    }
}
