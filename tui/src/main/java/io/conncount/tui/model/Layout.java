package io.conncount.tui.model;

import io.conncount.snapshot.Ranking.Row;
import io.conncount.tui.model.Event.Topic;
import io.conncount.tui.model.Model.Size;
import io.conncount.tui.model.Warnings.Warning;
import io.conncount.view.DisplayWidth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Where what stands on the screen, in rows counted from the top. The model scrolls by it and the view draws by it.
 *
 * <pre>
 *  header     1 row, or 3: the host, its state, and what happens to its sockets; in the past, a timeline below these
 *  tabs       1 row
 *  body       states, each a row below a head, and rates; graphs; warnings; the title and the head of a list, and its rows
 *  footer     how far numbers can be trusted, 1 row; keys, no row to as many as they take
 * </pre>
 *
 * @param states the states shown: all if they fit, else those that sockets are in or were in recently
 * @param besideRows how many rows the states take together with the rates at their right
 * @param ratesBelow 1 if the rates are a line below the states instead
 * @param ratesBeside true if the rates are at the right of the states
 * @param graphRows how many rows the graphs below the states take, with title and time; 0 without graphs
 * @param warningRows how many warnings are shown
 * @param groupRows the number of visible rows of the list; 0 without a list
 * @param otherRow true if one more row below them is for the rest
 * @param notes what is said at the end of the body, a row each
 */
public record Layout(
        int headerRows,
        int footerRows,
        int bodyRows,
        List<Row> states,
        int stateRows,
        int besideRows,
        int ratesBelow,
        boolean ratesBeside,
        int graphRows,
        List<Warning> warnings,
        int warningRows,
        int groupRows,
        boolean otherRow,
        List<String> notes) {
    private static final int ROWS_FOR_WHOLE_HEADER = 16;
    private static final int ROWS_FOR_ALL_KEYS = 30;
    private static final int ROWS_FOR_HIGH_TIMELINE = 50;
    private static final int TIMELINE_ROWS_MAX = 6;
    private static final int TITLE_AND_HEAD = 2;
    private static final int LIST_ROWS_MIN = 2;
    private static final int LIST_ROWS_USUAL = 5;
    private static final int WARNING_ROWS_MAX = 3;
    /** On a narrower screen they are in a line of their own. */
    public static final int COLUMNS_FOR_RATES_BESIDE = 72;

    /** Notes take at most this part of the body. */
    private static final int NOTES_PART = 4;

    private static final int ROWS_FOR_RATES_BELOW = 5;
    private static final int ROWS_FOR_GRAPHS = 30;
    private static final int COLUMNS_FOR_GRAPHS = 100;
    private static final int GRAPH_ROWS_MIN = 6;
    private static final int GRAPH_ROWS_MAX = 16;

    /** The number of rates to show. */
    private static final int RATES = 8;

    /** Copies what it is given. */
    public Layout {
        states = List.copyOf(states);
        warnings = List.copyOf(warnings);
        notes = List.copyOf(notes);
    }

    /** That of a model. */
    public static Layout of(Model model) {
        int rows = model.size().rows();
        int header = headerRows(model) + timelineRows(model);
        int footer = footerRows(model);
        int body = Math.max(0, rows - header - footer - 1);
        List<Warning> warnings = model.data().warnings();
        if (model.tab() != Tab.OVERVIEW) {
            return ofList(model, header, footer, body);
        }
        boolean beside = model.hasRates() && model.size().columns() >= COLUMNS_FOR_RATES_BESIDE && body > RATES;
        int ratesBelow = model.hasRates() && !beside && body >= ROWS_FOR_RATES_BELOW ? 1 : 0;
        int graphs = graphRows(model);
        int warningRows = Math.min(warnings.size(), body >= ROWS_FOR_WHOLE_HEADER ? WARNING_ROWS_MAX : 1);
        boolean grouped = !model.question().byState();
        int listMin = grouped ? TITLE_AND_HEAD + LIST_ROWS_MIN : 0;
        int listUsual = grouped ? TITLE_AND_HEAD + LIST_ROWS_USUAL : 0;
        int above = 1 + warningRows + ratesBelow + graphs;
        // Warnings appear and disappear, and must not change which states are shown.
        int roomForStates = body - 1 - ratesBelow - graphs - listUsual - (model.hasRates() ? WARNING_ROWS_MAX : 0);
        List<Row> shown = fitting(model.states(), roomForStates);
        int stateRows = Math.max(0, Math.min(shown.size(), body - above));
        // As long as those that a new filter leaves are not counted, the list stays where it is.
        int kept = shown.isEmpty()
                ? fitting(model.data().count(Topic.STATES), roomForStates).size()
                : 0;
        int rateRows = Math.max(stateRows, Math.min(beside ? Math.max(RATES, kept) : kept, body - above));
        int left = body - above - Math.max(shown.size(), rateRows);
        int list = grouped && left >= listMin ? left - TITLE_AND_HEAD : 0;
        boolean other = list >= LIST_ROWS_MIN && hasOther(model);
        return new Layout(
                header,
                footer,
                body,
                shown,
                stateRows,
                rateRows,
                ratesBelow,
                beside,
                graphs,
                warnings,
                warningRows,
                list - (other ? 1 : 0),
                other,
                List.of());
    }

    /** That of a view that is a list. */
    private static Layout ofList(Model model, int header, int footer, int body) {
        List<Warning> warnings = model.data().warnings();
        int warned = body > TITLE_AND_HEAD + LIST_ROWS_MIN ? Math.min(warnings.size(), 1) : 0;
        List<String> notes = notes(model, body);
        int list = Math.max(0, body - TITLE_AND_HEAD - warned - notes.size());
        boolean other = model.tab() == Tab.GROUPS && list >= LIST_ROWS_MIN && hasOther(model);
        return new Layout(
                header,
                footer,
                body,
                List.of(),
                0,
                0,
                0,
                false,
                0,
                warnings,
                warned,
                list - (other ? 1 : 0),
                other,
                notes);
    }

    /** The notes of a table in rows, as many as a part of the body holds. */
    private static List<String> notes(Model model, int body) {
        List<String> rows = new ArrayList<>();
        if (model.tab().isTable()) {
            model.table()
                    .last()
                    .ifPresent(sample -> sample.value()
                            .notes()
                            .forEach(note -> rows.addAll(
                                    DisplayWidth.wrapped(note, model.size().columns()))));
        }
        return rows.subList(0, Math.min(rows.size(), body / NOTES_PART));
    }

    /** How a host is, is not recorded, and no Prometheus is asked about it. */
    private static int headerRows(Model model) {
        boolean whole = model.size().rows() >= ROWS_FOR_WHOLE_HEADER;
        return !whole ? 1 : model.past().isEmpty() && model.ofThisHost() ? 3 : 2;
    }

    /** How many rows of the header the timeline of the past takes, the time below it included; a single one has no time. */
    public static int timelineRows(Model model) {
        if (model.past().flatMap(past -> past.recorded().course()).isEmpty()) {
            return 0;
        }
        int rows = model.size().rows();
        return rows < ROWS_FOR_WHOLE_HEADER
                ? 1
                : rows < ROWS_FOR_ALL_KEYS ? 2 : rows < ROWS_FOR_HIGH_TIMELINE ? 4 : TIMELINE_ROWS_MAX;
    }

    /** Graphs grow with the screen, slower than the list. */
    private static int graphRows(Model model) {
        Size size = model.size();
        boolean room = size.rows() >= ROWS_FOR_GRAPHS && size.columns() >= COLUMNS_FOR_GRAPHS;
        return model.live() && model.ofThisHost() && room
                ? Math.min(GRAPH_ROWS_MAX, GRAPH_ROWS_MIN + (size.rows() - ROWS_FOR_GRAPHS) / 3)
                : 0;
    }

    /** One row of keys on a small screen, all of them on a larger one. */
    private static int footerRows(Model model) {
        Size size = model.size();
        int keys = size.rows() >= ROWS_FOR_ALL_KEYS
                ? KeyLines.ofViews(model).size()
                : size.rows() >= ROWS_FOR_WHOLE_HEADER ? 1 : 0;
        return 1 + keys;
    }

    /** All states if they fit, else those that sockets are or were in. */
    private static List<Row> fitting(Counted states, int rows) {
        return states.groups().size() > rows ? lately(states) : states.groups();
    }

    /** The states that sockets are in or were in recently, so that rows keep their places. */
    private static List<Row> lately(Counted states) {
        return states.groups().stream()
                .filter(state -> state.count() > 0
                        || Arrays.stream(states.history().of(List.of(state.value(0))))
                                .anyMatch(count -> count > 0))
                .toList();
    }

    private static boolean hasOther(Model model) {
        return model.groups()
                .ranking()
                .map(ranked -> ranked.otherGroups() > 0 || ranked.otherCount() > 0)
                .orElse(false);
    }

    /** Where the body begins. */
    public int bodyTop() {
        return headerRows + 1;
    }

    /** Where the graphs of the overview begin. */
    public int graphsTop() {
        return bodyTop() + 1 + Math.max(stateRows, besideRows) + ratesBelow;
    }

    /** Where the warnings begin. */
    public int warningsTop(Tab tab) {
        return tab == Tab.OVERVIEW ? graphsTop() + graphRows : bodyTop();
    }

    /** Where the title of the list is. */
    public int listTop(Tab tab) {
        return warningsTop(tab) + warningRows;
    }

    /** Which of the view's rows is on this row of the screen; -1 if none is. */
    int rowAt(int screenRow, Model model) {
        int firstListed = listTop(model.tab()) + TITLE_AND_HEAD;
        int state = screenRow - bodyTop() - 1;
        if (model.tab() == Tab.OVERVIEW && state >= 0 && state < stateRows) {
            return groupRows > 0 ? state : state + model.top();
        }
        boolean listed = groupRows > 0 && screenRow >= firstListed && screenRow < firstListed + groupRows;
        return listed ? states.size() + model.top() + screenRow - firstListed : -1;
    }
}
