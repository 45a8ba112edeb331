package io.conncount.tui.model;

import io.conncount.filter.ParsedFilter;
import io.conncount.tui.model.Dialog.Line;
import io.conncount.tui.model.Dialog.Purpose;
import io.conncount.tui.model.Dialog.TypedFilter;
import io.conncount.tui.model.Dialog.TypedTime;
import io.conncount.tui.model.Model.Request;
import java.time.Duration;
import java.util.Optional;

/** What keys do about the past, from the present and in it. */
final class PastKeys {
    private static final int MANY = 10;

    private PastKeys() {}

    /** What a key does that means something about the past. */
    static Model typed(Model model, int character) {
        if (!model.ofThisHost()) {
            return model.withMessage("a Prometheus is asked about now; conncount fleet --at asks it about the past");
        } else if (model.setup().recorded().isPresent()) {
            return model.withMessage("a recording is one moment; conncount top --at shows a history");
        }
        return switch (character) {
            case '[' -> step(model, -1);
            case ']' -> step(model, 1);
            case '{' -> step(model, -MANY);
            case '}' -> step(model, MANY);
            case 't' -> model.withDialog(time(model));
            default -> model.past().isPresent() ? model.inThePresent().asking(new Request.Leave()) : itIsNow(model);
        };
    }

    private static Model step(Model model, int records) {
        return model.past().isEmpty() && records > 0
                ? itIsNow(model)
                : model.asking(new Request.Go(new Travel.Step(records)));
    }

    private static Model itIsNow(Model model) {
        return model.withMessage("this is the present; [ steps into the past");
    }

    private static Line time(Model model) {
        TypedFilter none = new TypedFilter(ParsedFilter.NONE);
        return new Line(Purpose.TIME, "go to (03:00, -2h, yesterday 03:00)", "", 0, none, model.place(), "");
    }

    /** Goes to the time that was typed; one that cannot be read can be corrected. */
    static Model went(Model model, Line line) {
        if (line.text().isBlank()) {
            return model.withoutDialog();
        }
        TypedTime typed = model.setup().times().apply(line.text());
        return typed.time().isEmpty()
                ? model.withDialog(line.with(new TypedFilter(new Dialog.Fault(0, typed.fault()))))
                : model.withoutDialog()
                        .asking(new Request.Go(new Travel.To(typed.time().get())));
    }

    /** Another window of the timeline. */
    static Model window(Model model, int step) {
        int now = Course.WINDOWS.indexOf(model.window());
        Duration next = Course.WINDOWS.get(Math.max(0, Math.min(now + step, Course.WINDOWS.size() - 1)));
        return model.withWindow(next).asking(new Request.Go(new Travel.Stay()));
    }

    /** What cannot be asked of the past; empty if it can. */
    static Optional<String> refusal(int character) {
        return switch (character) {
            case 'N' -> Optional.of("a history has one network namespace");
            case ' ' -> Optional.of("the past stands still; L returns to the present");
            default -> Optional.empty();
        };
    }
}
