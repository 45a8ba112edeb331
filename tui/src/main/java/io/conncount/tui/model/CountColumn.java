package io.conncount.tui.model;

import io.conncount.tui.model.Dialog.Choice;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The columns of a count that can be hidden, in the order in which they stand. */
public enum CountColumn {
    SHARE("share of all sockets"),
    CHANGE("change per second since the previous count"),
    TREND("the last counts as a graph");

    private final String help;

    CountColumn(String help) {
        this.help = help;
    }

    /** Its name in dialogs and settings. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    static List<Choice> choices() {
        return Arrays.stream(values())
                .map(column -> new Choice(column.label(), column.help))
                .toList();
    }

    static List<String> shown(Set<String> hidden) {
        return Arrays.stream(values())
                .map(CountColumn::label)
                .filter(label -> !hidden.contains(label))
                .toList();
    }

    static Set<String> hiddenBut(List<String> shown) {
        return Set.copyOf(Arrays.stream(values())
                .map(CountColumn::label)
                .filter(label -> !shown.contains(label))
                .toList());
    }
}
