package io.conncount.tui.model;

import java.util.ArrayList;
import java.util.List;

/** The keys that the footer names, the most wanted first. */
public final class KeyLines {
    private static final String GAP = "  ";
    private static final List<String> OF_VIEWS = List.of(
            "? help",
            "/ filter",
            "g group",
            "s sort",
            "Enter drill",
            "Esc back",
            "Space pause",
            "q quit",
            "c columns",
            "e explain",
            "w write",
            "! warnings",
            "[ past",
            "+ - pace");
    private static final List<String> OF_THE_PAST = List.of(
            "? help",
            "[ ] step",
            "{ } by ten",
            "t time",
            "L present",
            "+ - timeline",
            "q quit",
            "/ filter",
            "g group",
            "s sort",
            "Enter drill",
            "Esc back",
            "c columns",
            "e explain",
            "w write",
            "! warnings");
    private static final List<String> OF_FILTERS = List.of("Enter apply", "Esc cancel", "Ctrl-U clear");
    private static final List<String> OF_TIMES = List.of("Enter go", "Esc cancel", "Ctrl-U clear");
    private static final List<String> OF_FILES = List.of("Enter write", "Esc cancel", "Ctrl-U clear");
    private static final List<String> OF_CHOICES = List.of("Enter choose", "Esc cancel", "Up Down move");
    private static final List<String> OF_MARKS = List.of("Space mark", "Enter choose", "Esc cancel", "Up Down move");
    private static final List<String> OF_KEYS =
            List.of("Space mark", "Enter choose", "Esc cancel", "/16 length of a network", "Up Down move");
    private static final List<String> OF_TEXTS = List.of("Esc close", "Up Down scroll");

    private KeyLines() {}

    /** Those of the views, in as many lines as they take. */
    public static List<String> ofViews(Model model) {
        return lines(
                model.past().isPresent() ? OF_THE_PAST : OF_VIEWS, model.size().columns());
    }

    /** Those of a dialog, as many as one line holds. */
    public static String of(Dialog dialog, int columns) {
        return lines(keys(dialog), columns).get(0);
    }

    private static List<String> keys(Dialog dialog) {
        if (dialog instanceof Dialog.Chooser chooser) {
            return !chooser.many() ? OF_CHOICES : chooser.purpose() == Dialog.Purpose.GROUP_BY ? OF_KEYS : OF_MARKS;
        } else if (dialog instanceof Dialog.Line line) {
            return switch (line.purpose()) {
                case WRITE -> OF_FILES;
                case TIME -> OF_TIMES;
                default -> OF_FILTERS;
            };
        }
        return OF_TEXTS;
    }

    /** Each key whole. */
    private static List<String> lines(List<String> keys, int columns) {
        List<String> lines = new ArrayList<>();
        String line = "";
        for (String key : keys) {
            String longer = line.isEmpty() ? key : line + GAP + key;
            if (longer.length() > columns && !line.isEmpty()) {
                lines.add(line);
                line = key;
            } else {
                line = longer;
            }
        }
        lines.add(line);
        return lines;
    }
}
