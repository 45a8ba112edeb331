package io.conncount.tui.model;

import io.conncount.filter.ParsedFilter;
import io.conncount.group.GroupKey;
import io.conncount.group.GroupKeys;
import io.conncount.socket.SocketNumber;
import io.conncount.socket.SocketNumber.Unit;
import io.conncount.tui.model.Counted.CountColumn;
import io.conncount.tui.model.Dialog.Choice;
import io.conncount.tui.model.Dialog.Chooser;
import io.conncount.tui.model.Dialog.Line;
import io.conncount.tui.model.Dialog.Purpose;
import io.conncount.tui.model.Dialog.TypedFilter;
import io.conncount.tui.model.Model.DrillLevel;
import io.conncount.tui.model.Model.Request;
import io.conncount.tui.model.Model.Setup.Scope;
import io.conncount.tui.model.Warnings.Warning;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What keys do while no dialog is open. */
final class ViewKeys {
    private static final List<Duration> INTERVALS = List.of(
            Duration.ofMillis(500),
            Duration.ofSeconds(1),
            Duration.ofSeconds(2),
            Duration.ofSeconds(5),
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            Duration.ofSeconds(60));

    /** The keys for a drill-down, from coarse to fine, without those already used. */
    private static final List<String> DRILL_KEYS = List.of("remote-net", "remote-address", "state");

    /** What the listing's columns are sorted by where nothing is. */
    static final String AS_THEY_COME = "(none)";

    private static final String FIXED_ORDER = "the order of this view is fixed; groups and sockets can be sorted";

    private ViewKeys() {}

    static Model typed(Model model, Key key) {
        return switch (key.kind()) {
            case CHARACTER -> character(model, key.character());
            case UP -> moved(model, -1);
            case DOWN -> moved(model, 1);
            case LEFT, BACK_TAB -> in(model, model.tab().next(-1));
            case RIGHT, TAB -> in(model, model.tab().next(1));
            case PAGE_UP -> moved(model, -page(model));
            case PAGE_DOWN -> moved(model, page(model));
            case HOME -> model.withSelected(0);
            case END -> model.withSelected(Integer.MAX_VALUE);
            case ENTER -> drilled(model);
            case ESCAPE, BACKSPACE -> back(model);
            case REDRAW -> model.asking(new Request.Redraw());
            default -> model;
        };
    }

    private static Model character(Model model, int character) {
        Optional<String> refusal = model.past().isPresent() ? PastKeys.refusal(character) : Optional.empty();
        return refusal.isPresent() ? model.withMessage(refusal.get()) : asked(model, character);
    }

    private static Model asked(Model model, int character) {
        return switch (character) {
            case 'k' -> moved(model, -1);
            case 'j' -> moved(model, 1);
            case 'h' -> in(model, model.tab().next(-1));
            case 'l' -> in(model, model.tab().next(1));
            case 'g' ->
                model.setup().scope() == Scope.FLEET
                        ? model.withMessage("all hosts are by instance; Enter shows the groups of one")
                        : model.withDialog(groupBy(model));
            case '!' -> warnings(model);
            case 'N' ->
                !model.ofThisHost()
                        ? model.withMessage("Enter shows one host, and Esc all of them")
                        : model.live()
                                ? model.asking(new Request.ListNamespaces())
                                : model.withMessage("a recording has one network namespace");
            case 'n' -> model.withDialog(number(model));
            case 's' -> sort(model);
            case '<' -> sortedBeside(model, -1);
            case '>' -> sortedBeside(model, 1);
            case 'c' -> columns(model);
            case '/' -> model.withDialog(filter(model));
            case 'w' -> write(model);
            case 'e' -> model.withDialog(Texts.explanation(model));
            case '?' -> model.withDialog(Texts.help());
            case ' ' -> model.withPaused(!model.paused());
            case '+', '=' -> interval(model, 1);
            case '-' -> interval(model, -1);
            case '[', ']', '{', '}', 't', 'L' -> PastKeys.typed(model, character);
            case 'q' -> model.asking(new Request.Quit());
            default -> Tab.ofKey(character).map(tab -> in(model, tab)).orElse(model);
        };
    }

    static Model in(Model model, Tab tab) {
        return tab == model.tab() ? model : model.withTab(tab).withSelected(0).withTop(0);
    }

    private static Model moved(Model model, int rows) {
        return model.withSelected(Math.max(0, model.selected() + rows));
    }

    private static int page(Model model) {
        return Math.max(1, Layout.of(model).groupRows() - 1);
    }

    /** Goes where the row under the cursor leads: it becomes part of the filter. */
    static Model drilled(Model model) {
        Rows rows = model.rows();
        if (model.selected() >= rows.size()) {
            return model;
        }
        boolean ofStates = model.tab() == Tab.OVERVIEW
                && model.selected() < Layout.of(model).states().size();
        if (model.setup().scope() == Scope.FLEET && model.tab().isGrouped() && !ofStates) {
            List<?> host = (List<?>) rows.identity(model.selected());
            return model.asking(new Request.Enter((String) host.get(0)));
        }
        Optional<Lead> lead = rows.lead(model.selected());
        if (lead.isEmpty()) {
            return model.withMessage(
                    model.tab() == Tab.SOCKET
                            ? "no further drill-down; Esc goes back"
                            : model.past().isPresent()
                                    ? "a history has counts, and no sockets behind them"
                                    : model.tab().isGrouped()
                                            ? "this row cannot be used as a filter: too many listeners"
                                            : "there are no sockets behind this row");
        }
        Question asked = model.question();
        // A state says nothing of what it is grouped by: that stays.
        Lead there = ofStates && !asked.byState()
                ? new Lead(Optional.of(Tab.GROUPS), lead.get().condition())
                : lead.get();
        // Limits are those of all sockets, whatever the filter.
        return led(model, there, model.tab() == Tab.CAPACITY ? ParsedFilter.NONE : asked.filter());
    }

    /**
     * Goes where something leads, from where Esc leads back.
     *
     * @param filter what holds for the sockets there besides
     */
    static Model led(Model model, Lead lead, ParsedFilter filter) {
        Question asked = model.question();
        Optional<List<GroupKey>> keys = lead.tab().isPresent() ? Optional.of(asked.keys()) : nextKeys(model);
        Question there = asked.withFilter(lead.condition().map(filter::and).orElse(filter));
        List<DrillLevel> places = new ArrayList<>(model.places());
        places.add(model.place());
        return in(model, lead.tab().orElse(keys.isEmpty() ? Tab.SOCKETS : Tab.GROUPS))
                .withPlaces(places)
                .withQuestion(keys.isEmpty() ? there : there.withKeys(keys.get()))
                .withSelected(0)
                .withTop(0);
    }

    /** Those not used on the way here; empty once all are. */
    private static Optional<List<GroupKey>> nextKeys(Model model) {
        for (String key : DRILL_KEYS) {
            if (!isUsed(key, model.question())
                    && model.places().stream().noneMatch(place -> isUsed(key, place.question()))) {
                return GroupKeys.byWord(key).map(List::of);
            }
        }
        return Optional.empty();
    }

    /** An address leaves one network; a network of another size is a network too. */
    private static boolean isUsed(String key, Question asked) {
        return asked.keyNames().stream()
                .anyMatch(used -> used.equals(key)
                        || used.startsWith(key + "/")
                        || (key.equals("remote-net") && used.equals("remote-address")));
    }

    private static Model back(Model model) {
        if (model.places().isEmpty() && model.setup().scope() == Scope.MEMBER) {
            return model.asking(new Request.Enter(""));
        } else if (model.places().isEmpty()) {
            return model.withMessage(model.past().isPresent() ? "L returns to the present; q quits" : "q quits");
        }
        int last = model.places().size() - 1;
        DrillLevel place = model.places().get(last);
        return model.withPlaces(model.places().subList(0, last))
                .withTab(place.tab())
                .withQuestion(place.question())
                .withSelected(place.selected())
                .withTop(0);
    }

    private static Chooser groupBy(Model model) {
        List<Choice> choices = new ArrayList<>();
        GroupKeys.ALL.forEach(key -> choices.add(new Choice(key.name(), key.help())));
        for (String key : model.question().keyNames()) {
            // A key with a user's prefix length, such as remote-net/16.
            if (choices.stream().noneMatch(choice -> choice.name().equals(key))) {
                choices.add(0, new Choice(key, ""));
            }
        }
        List<String> current = model.question().keyNames();
        return Chooser.ofMany(Purpose.GROUP_BY, "Group by one or more keys", choices, current, List.of())
                .atCurrent();
    }

    private static boolean isSorted(Tab tab) {
        return !tab.isTable() || tab == Tab.SOCKETS;
    }

    private static Model warnings(Model model) {
        List<Choice> choices = model.data().warnings().stream()
                .map(warning -> new Choice(warning.about(), warning.severity().label() + ": " + warning.text()))
                .toList();
        return choices.isEmpty()
                ? model.withMessage("there are no warnings")
                : model.withDialog(Chooser.ofOne(Purpose.WARNING, "Warnings", choices, List.of()));
    }

    /** Goes to what a warning is about: all sockets, whatever the filter. */
    static Model warned(Model model, Warning warning) {
        return led(model, warning.lead(), ParsedFilter.NONE);
    }

    private static Chooser number(Model model) {
        List<Choice> choices = Stream.of(SocketNumber.values())
                .filter(number -> number.unit() != Unit.HEXADECIMAL)
                .map(number -> new Choice(number.label(), number.help()))
                .toList();
        List<String> current = List.of(model.question().number().label());
        return Chooser.ofOne(Purpose.NUMBER, "Percentiles of a number", choices, current);
    }

    /** Sorts by the column at the left or right of the one that rows are sorted by. */
    private static Model sortedBeside(Model model, int step) {
        Question asked = model.question();
        if (!isSorted(model.tab())) {
            return model.withMessage(FIXED_ORDER);
        }
        if (model.tab() == Tab.SOCKETS) {
            List<String> columns = asked.columns();
            String column = beside(columns, asked.rowSort().orElse(""), step);
            return model.withQuestion(asked.rowsSortedBy(Optional.of(column)));
        }
        List<String> columns = new ArrayList<>(asked.keyNames());
        columns.add(Question.COUNT);
        churn(model).forEach(column -> columns.add(column.name()));
        return columns.size() == 1 ? model : model.withQuestion(asked.sortedBy(beside(columns, asked.sort(), step)));
    }

    private static String beside(List<String> columns, String column, int step) {
        int at = columns.indexOf(column);
        return columns.get(at < 0 ? 0 : Math.floorMod(at + step, columns.size()));
    }

    private static Model sort(Model model) {
        if (!isSorted(model.tab())) {
            return model.withMessage(FIXED_ORDER);
        }
        List<Choice> choices = new ArrayList<>();
        if (model.tab() == Tab.SOCKETS) {
            choices.add(new Choice(AS_THEY_COME, "as the kernel shows them"));
            choices.addAll(model.setup().columns());
        } else {
            choices.add(new Choice(Question.COUNT, "number of sockets"));
            model.question().keyNames().forEach(key -> choices.add(new Choice(key, "")));
            choices.addAll(churn(model));
        }
        String title = "Sort by: choose the same again to reverse";
        String current = model.tab() == Tab.SOCKETS
                ? model.question().rowSort().orElse(AS_THEY_COME)
                : model.question().sort();
        return model.withDialog(Chooser.ofOne(Purpose.SORT, title, choices, List.of(current)));
    }

    /** The columns of what is opened and closed, where they are shown. */
    private static List<Choice> churn(Model model) {
        return CountColumn.choices().stream()
                .filter(column -> model.showsChurn() && CountColumn.OF_CHURN.contains(column.name()))
                .filter(column -> !model.hidden().contains(column.name()))
                .toList();
    }

    private static Model columns(Model model) {
        if (!isSorted(model.tab())) {
            return model.withMessage("the columns of this view are fixed");
        }
        boolean sockets = model.tab() == Tab.SOCKETS;
        List<Choice> choices = sockets ? model.setup().columns() : CountColumn.choices();
        List<String> chosen = sockets ? model.question().columns() : CountColumn.shown(model.hidden());
        String title = sockets ? "Columns, in the order you mark them" : "Columns";
        return model.withDialog(Chooser.ofMany(Purpose.COLUMNS, title, choices, List.of(), chosen));
    }

    private static Line filter(Model model) {
        ParsedFilter filter = model.question().filter();
        String text = filter.text();
        return new Line(Purpose.FILTER, "filter", text, text.length(), new TypedFilter(filter), model.place(), "");
    }

    private static Model write(Model model) {
        if (model.past().isPresent() && model.tab().isTable()) {
            return model.withMessage("of the past, only the overview and groups can be written");
        }
        String text = "conncount.json";
        return model.withDialog(new Line(
                Purpose.WRITE,
                "write to (.json or .csv)",
                text,
                text.length(),
                new TypedFilter(ParsedFilter.NONE),
                model.place(),
                ""));
    }

    private static Model interval(Model model, int step) {
        if (model.past().isPresent()) {
            return PastKeys.window(model, step);
        } else if (!model.live()) {
            return model.withMessage("a recording does not change");
        }
        int nearest = 0;
        for (int i = 0; i < INTERVALS.size(); i++) {
            if (INTERVALS.get(i).compareTo(model.interval()) <= 0) {
                nearest = i;
            }
        }
        Duration next = INTERVALS.get(Math.max(0, Math.min(nearest + step, INTERVALS.size() - 1)));
        String seconds = Long.toString(next.toMillis() / 1000)
                + (next.toMillis() % 1000 == 0 ? "" : "." + next.toMillis() % 1000 / 100);
        return model.withInterval(next).withMessage("sampling every " + seconds + " s, or longer if over budget");
    }
}
