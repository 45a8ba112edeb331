package io.conncount.tui.model;

import io.conncount.snapshot.Snapshot;
import io.conncount.tui.model.Dialog.Text;
import io.conncount.view.Explanation;
import java.util.ArrayList;
import java.util.List;

/** The texts of dialogs. */
final class Texts {
    private static final List<String> HELP = List.of(
            "Up Down k j       move; also PgUp PgDn Home End and the mouse wheel",
            "1 to 8            overview, groups, listeners, sockets, ports, memory,",
            "                  capacity, stats",
            "Left Right h l    previous view, next view; also Tab",
            "Enter             drill down: the row becomes a filter; all of one socket",
            "!                 warnings; Enter leads to what they are about",
            "Esc               go back",
            "/                 filter, with the syntax of 'conncount FILTER'",
            "g                 group by one or more keys; /16 on a network sets its length",
            "N                 choose a network namespace",
            "n                 choose the number of the stats",
            "s < >             sort; choose the same again to reverse; by the column beside",
            "c                 columns",
            "Space             pause, resume",
            "+ -               sample less often, more often; a longer, shorter timeline",
            "[ ]               step into the past, and back; { } step ten records",
            "t                 go to a time: 03:00, -2h, yesterday 03:00",
            "L                 return to the present",
            "e                 explain where the numbers come from",
            "w                 write the view to a file, as JSON or CSV",
            "Ctrl-L            redraw the screen",
            "Ctrl-Z            suspend; fg resumes",
            "q                 quit",
            "",
            "PER SECOND: change since the previous count. TREND: last counts, 0 to maximum.",
            "OPENED/S, CLOSED/S: TCP connections, by the sockets that Linux reports as destroyed.",
            "The line above the views and the graphs are about all sockets, whatever the filter.",
            "The share of a core at the bottom is the cost of sampling. If that would be",
            "above the budget, samples are taken less often.");

    private Texts() {}

    static Text help() {
        return new Text("Help: Esc closes", HELP, 0);
    }

    static Text explanation(Model model) {
        List<String> lines = new ArrayList<>();
        boolean past = model.past().isPresent();
        model.states().snapshot().ifPresent(snapshot -> add("States", snapshot, past, lines));
        if (!model.question().byStateOnly()) {
            String title = "Groups by " + String.join(",", model.question().keyNames());
            model.groups().snapshot().ifPresent(snapshot -> add(title, snapshot, past, lines));
        }
        return new Text("Where the numbers come from: Esc closes", lines, 0);
    }

    private static void add(String title, Snapshot snapshot, boolean past, List<String> lines) {
        lines.add(title);
        if (past) {
            snapshot.steps().forEach(step -> lines.add("  " + step.question() + ": " + step.reason()));
        } else {
            Explanation.of(snapshot.steps()).lines().forEach(line -> lines.add("  " + line));
        }
        lines.add("");
    }
}
