package io.conncount.tui.model;

import io.conncount.snapshot.Snapshot;
import io.conncount.tui.model.Dialog.Text;
import java.util.ArrayList;
import java.util.List;

/** What is to be read in dialogs. */
final class Texts {
    private static final List<String> HELP = List.of(
            "Up Down k j       move; PgUp PgDn Home End too, and the mouse's wheel",
            "1 2 3 4           overview, groups, listeners, sockets",
            "Left Right h l    the view before, the view behind; Tab too",
            "Enter             drill down: the row becomes a filter",
            "Esc               back to where you were",
            "/                 filter, in the language of 'conncount FILTER'",
            "g                 group by one key or several",
            "s                 sort; the same again turns it round",
            "c                 columns",
            "Space             pause, go on",
            "+ -               ask less often, ask more often",
            "e                 explain how the numbers come about",
            "w                 write the view to a file, as JSON or CSV",
            "Ctrl-L            draw the screen anew",
            "Ctrl-Z            stop; fg comes back",
            "q                 quit",
            "",
            "PER SECOND: change since the count before. TREND: last counts, 0 to maximum.",
            "The share of a processor at the bottom is what taking the samples costs;",
            "where that would be above the budget, samples are taken less often.");

    private Texts() {}

    static Text help() {
        return new Text("Help: Esc closes", HELP, 0);
    }

    static Text explanation(Model model) {
        List<String> lines = new ArrayList<>();
        model.states().snapshot().ifPresent(snapshot -> add("States", snapshot, model, lines));
        if (!model.question().byStateOnly()) {
            String title = "Groups by " + String.join(",", model.question().keys());
            model.groups().snapshot().ifPresent(snapshot -> add(title, snapshot, model, lines));
        }
        return new Text("How the numbers come about: Esc closes", lines, 0);
    }

    private static void add(String title, Snapshot snapshot, Model model, List<String> lines) {
        lines.add(title);
        model.setup().explanation().apply(snapshot.steps()).lines().forEach(line -> lines.add("  " + line));
        lines.add("");
    }
}
