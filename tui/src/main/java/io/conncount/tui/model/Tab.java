package io.conncount.tui.model;

import io.conncount.tui.model.Event.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The views, in the order of their keys, from 1; the last is of one socket, and has no key. */
public enum Tab {
    OVERVIEW("Overview"),
    GROUPS("Groups"),
    LISTENERS("Listeners"),
    SOCKETS("Sockets"),
    PORTS("Ports"),
    MEMORY("Memory"),
    CAPACITY("Capacity"),
    STATS("Stats"),
    SOCKET("Socket");

    private static final List<Tab> TABLES = List.of(LISTENERS, SOCKETS, PORTS, MEMORY, CAPACITY, STATS, SOCKET);
    private static final List<Tab> NUMBERED =
            List.of(OVERVIEW, GROUPS, LISTENERS, SOCKETS, PORTS, MEMORY, CAPACITY, STATS);

    /** What stands at the end of the row of tabs while nothing is sampled. */
    public static final String PAUSED = "PAUSED";

    /** What stands there while the past is shown. */
    public static final String PAST = "PAST";

    /** What stands there before a filter. */
    public static final String WHERE = "where ";

    private final String title;
    private final Topic<Table> topic;

    Tab(String title) {
        this.title = title;
        topic = new Topic<>(title, Table::fault);
    }

    /** Those that have a key. */
    public static List<Tab> numbered() {
        return NUMBERED;
    }

    /** Those that are tables. */
    public static List<Tab> tables() {
        return TABLES;
    }

    /** True if it is a table. */
    public boolean isTable() {
        return TABLES.contains(this);
    }

    /** True if it is about groups by the chosen keys. */
    public boolean isGrouped() {
        return this == OVERVIEW || this == GROUPS || this == MEMORY || this == STATS;
    }

    /** What is sampled for it, if it is a table. */
    public Topic<Table> topic() {
        return topic;
    }

    /** What of a question the answer to a table depends on; the rest is left out. */
    public Question asked(Question question) {
        return switch (this) {
            case SOCKETS -> question.listing();
            case MEMORY -> question.grouping();
            case STATS -> question.grouping().withNumber(question.number());
            case CAPACITY -> question.selection().withoutFilter();
            default -> question.selection();
        };
    }

    /** The tab this many places further, wrapping around. */
    Tab next(int step) {
        return NUMBERED.get(Math.floorMod(NUMBERED.indexOf(shown()) + step, NUMBERED.size()));
    }

    /** The one that stands for it in the row of tabs. */
    private Tab shown() {
        return this == SOCKET ? SOCKETS : this;
    }

    /**
     * A text in the row of tabs.
     *
     * @param chosen true for that of the current view
     */
    public record Label(Tab tab, String text, boolean chosen) {}

    /** The row of tabs: only the current one has a name where those of all would leave no room for what stands behind them. */
    public static List<Label> labels(Model model) {
        List<Label> named = labels(model, true);
        String filter = model.question().filter().text();
        int behind = (model.paused() ? 1 + PAUSED.length() : model.past().isPresent() ? 1 + PAST.length() : 0)
                + (filter.isEmpty() ? 0 : 1 + WHERE.length() + filter.length());
        int width = named.stream().mapToInt(label -> label.text.length()).sum();
        return width + behind <= model.size().columns() ? named : labels(model, false);
    }

    private static List<Label> labels(Model model, boolean named) {
        List<Label> labels = new ArrayList<>();
        for (Tab tab : NUMBERED) {
            boolean chosen = tab == model.tab().shown();
            String number = " " + (tab.ordinal() + 1);
            labels.add(new Label(tab, named || chosen ? number + " " + tab.title : number, chosen));
        }
        return labels;
    }

    /** The tab at a column of that row; empty if none is there. */
    static Optional<Tab> at(int column, Model model) {
        int end = 0;
        for (Label label : labels(model)) {
            end += label.text.length();
            if (column < end) {
                return Optional.of(label.tab);
            }
        }
        return Optional.empty();
    }

    /** The view of a key; empty if there is none. */
    static Optional<Tab> ofKey(int character) {
        int number = character - '1';
        return number >= 0 && number < NUMBERED.size() ? Optional.of(NUMBERED.get(number)) : Optional.empty();
    }
}
