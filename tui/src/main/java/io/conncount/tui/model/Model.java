package io.conncount.tui.model;

import io.conncount.collect.ConnectionChurn;
import io.conncount.sampler.Series;
import io.conncount.sampler.Series.Sample;
import io.conncount.snapshot.Snapshot;
import io.conncount.tui.model.Counted.CountColumn;
import io.conncount.tui.model.Dialog.Choice;
import io.conncount.tui.model.Dialog.TypedFilter;
import io.conncount.tui.model.Dialog.TypedTime;
import io.conncount.tui.model.Event.Topic;
import io.conncount.tui.model.Recorded.Span;
import io.conncount.tui.model.Rows.CountedRows;
import io.conncount.tui.model.Rows.TableRows;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Everything that the dashboard shows at one moment. {@link Update} makes the next model from it.
 *
 * @param places where the user came from, the last place last
 * @param selected the row of the cursor, among {@link #rows}
 * @param top the first row that is seen of those that are scrolled
 * @param message what is to be said to the user until the next key; empty for nothing
 * @param interval how long after each other samples are wanted
 * @param hidden the columns of counts that are not shown
 * @param data what is known of the moment that is shown
 * @param past that moment; empty if it is the present
 * @param window how much time the timeline of the past shows
 * @param nowNanos the time by {@link System#nanoTime}
 * @param request what is to be done, once
 */
public record Model(
        Setup setup,
        Size size,
        Tab tab,
        Question question,
        List<DrillLevel> places,
        int selected,
        int top,
        Optional<Dialog> dialog,
        String message,
        boolean paused,
        Duration interval,
        Set<String> hidden,
        Data data,
        Optional<Past> past,
        Duration window,
        Instant now,
        long nowNanos,
        Optional<Request> request) {
    /** Copies what it is given. */
    public Model {
        places = List.copyOf(places);
        hidden = Set.copyOf(hidden);
    }

    /** What is shown before anything is known. */
    public static Model first(
            Setup setup, Size size, Question question, Duration interval, Set<String> hidden, Instant now) {
        return new Model(
                setup,
                size,
                Tab.OVERVIEW,
                question,
                List.of(),
                0,
                0,
                Optional.empty(),
                "",
                false,
                interval,
                hidden,
                Data.none(question.order()),
                Optional.empty(),
                Course.WINDOW,
                now,
                0,
                Optional.empty());
    }

    /** The same with what was chosen in another network namespace, where the filter may have meant something else. */
    public Model goingOn(Model before) {
        Tab view = before.tab == Tab.SOCKET ? Tab.SOCKETS : before.tab;
        Question asked = before.question.withoutFilter();
        return first(setup, size, asked, before.interval, before.hidden, now).withTab(view);
    }

    /** The sockets that the filter leaves, by state; all of them without a filter. */
    public Counted states() {
        Counted states = data.count(statesTopic());
        return statesTopic().equals(Topic.GROUPS) ? states.in(Data.BY_STATE) : states;
    }

    /** What is sampled for them. */
    public Topic<Snapshot> statesTopic() {
        return question.filter().isEmpty() ? Topic.STATES : question.byState() ? Topic.GROUPS : Topic.FILTERED_STATES;
    }

    /** How the table of this view stands. */
    public Series.State<Table> table() {
        return data.state(tab.topic());
    }

    /** True if this view has groups that the states do not answer. */
    public boolean showsGroups() {
        return (tab == Tab.OVERVIEW || tab == Tab.GROUPS) && !question.byStateOnly();
    }

    /** True if this view has states of those sockets only that the filter leaves. */
    public boolean showsFilteredStates() {
        return tab == Tab.OVERVIEW && !question.filter().isEmpty() && !question.byState();
    }

    /** True if this view has what is opened and closed in a second, which is sampled for it. */
    public boolean showsChurn() {
        boolean hides = CountColumn.OPENED.isHidden(hidden) && CountColumn.CLOSED.isHidden(hidden);
        return tab == Tab.GROUPS && live() && ofThisHost() && !hides && ConnectionChurn.supports(question.groups());
    }

    /** How much of a processor what is sampled for this view takes, by what each sample cost the last time. */
    public double cpuShare() {
        if (paused || past.isPresent()) {
            return 0;
        }
        List<Series.State<?>> sampled = new ArrayList<>(List.of(
                data.count(Topic.STATES).state(),
                data.count(Topic.PORTS).state(),
                data.state(Topic.MEASURES),
                data.state(Topic.QUEUES)));
        if (showsGroups()) {
            sampled.add(data.count(Topic.GROUPS).state());
        }
        if (showsFilteredStates()) {
            sampled.add(data.count(Topic.FILTERED_STATES).state());
        }
        if (showsChurn()) {
            sampled.add(data.state(Topic.CHURN));
        }
        if (tab.isTable()) {
            sampled.add(table());
        }
        return sampled.stream()
                .filter(series -> !series.interval().isZero())
                .mapToDouble(series ->
                        (double) series.lastCpu().toNanos() / series.interval().toNanos())
                .sum();
    }

    /** The groups: those of the states where that is what they are. */
    public Counted groups() {
        return data.count(groupsTopic());
    }

    /** What is sampled for them. */
    public Topic<Snapshot> groupsTopic() {
        return question.byStateOnly() ? Topic.STATES : Topic.GROUPS;
    }

    /** The time that a count in the past stands for; empty in the present. */
    public Optional<Span> span(Topic<Snapshot> counted) {
        return past.map(shown -> shown.recorded().spans().get(counted));
    }

    /** The rows over which the cursor moves in this view. */
    public Rows rows() {
        return switch (tab) {
            case OVERVIEW -> {
                Layout layout = Layout.of(this);
                Rows states = new CountedRows(layout.states(), layout.states().isEmpty() ? 0 : 1);
                yield layout.groupRows() > 0 ? Rows.joined(states, groups().rows()) : states;
            }
            case GROUPS -> groups().rows();
            default ->
                new TableRows(
                        table().last().map(sample -> sample.value().rows()).orElse(List.of()));
        };
    }

    /** True if the host is shown as it is now, and not as it was recorded. */
    public boolean live() {
        return setup.recorded().isEmpty() && past.isEmpty();
    }

    /** True if what happens in a second has a place on the screen. */
    public boolean hasRates() {
        return setup.recorded().isEmpty() && ofThisHost();
    }

    /** True if a host is asked itself, and not a Prometheus about it. */
    public boolean ofThisHost() {
        return setup.scope() == Setup.Scope.HOST;
    }

    /** What a recorded moment was like, in place of what is shown now. */
    Model recalled(Event.Recalled recalled) {
        Data read = Data.none(question.order());
        for (Event.Sampled<?> sample : recalled.samples()) {
            read = read.after(sample);
        }
        Data present = past.map(Past::present).orElse(data);
        Question asked = past.map(Past::question).orElse(question);
        return withPast(Optional.of(new Past(recalled.recorded(), present, asked)))
                .withData(read);
    }

    /** The same with the present in place of a moment in the past. */
    Model inThePresent() {
        Past left = past.orElseThrow();
        Model asBefore = copy(left.question(), dialog, now, nowNanos);
        return asBefore.withPast(Optional.empty()).withData(left.present()).withQuestion(question);
    }

    /** The same, when something is heard of the present while the past is shown. */
    Model withPresentAfter(Event event) {
        Past shown = past.orElseThrow();
        return withPast(Optional.of(new Past(shown.recorded(), shown.present().after(event), shown.question())));
    }

    /** How old a sample is, in seconds; one that a daemon gave was not new when it came. */
    public double ageSeconds(Sample<?> sample) {
        double given = sample.value() instanceof Snapshot snapshot
                ? snapshot.age().map(Duration::toNanos).orElse(0L) / 1e9
                : 0;
        return given + Math.max(0, nowNanos - sample.takenNanos()) / 1e9;
    }

    DrillLevel place() {
        return new DrillLevel(tab, question, selected);
    }

    Model withDialog(Dialog opened) {
        return withDialog(Optional.of(opened));
    }

    Model withoutDialog() {
        return withDialog(Optional.empty());
    }

    Model asking(Request wanted) {
        return withRequest(Optional.of(wanted));
    }

    /** Asks another question; what is known stays where it answers that too. */
    Model withQuestion(Question asked) {
        Data known = data;
        boolean sameSockets = asked.filter().equals(question.filter());
        if (!sameSockets || !asked.keys().equals(question.keys())) {
            known = known.withoutChurn().with(Topic.GROUPS, Counted.none(asked.order()));
        } else if (!asked.order().equals(question.order())) {
            known = known.with(Topic.GROUPS, known.count(Topic.GROUPS).in(asked.order()));
        }
        if (!sameSockets) {
            known = known.withoutFiltered();
        }
        return copy(asked, dialog, now, nowNanos).withData(known.asked(question, asked));
    }

    Model withDialog(Optional<Dialog> opened) {
        return copy(question, opened, now, nowNanos);
    }

    Model at(Instant time, long timeNanos) {
        return copy(question, dialog, time, timeNanos);
    }

    private Model copy(Question asked, Optional<Dialog> opened, Instant time, long timeNanos) {
        return new Model(
                setup, size, tab, asked, places, selected, top, opened, message, paused, interval, hidden, data, past,
                window, time, timeNanos, request);
    }

    Model withSize(Size changed) {
        return new Model(
                setup, changed, tab, question, places, selected, top, dialog, message, paused, interval, hidden, data,
                past, window, now, nowNanos, request);
    }

    Model withTab(Tab changed) {
        return new Model(
                setup, size, changed, question, places, selected, top, dialog, message, paused, interval, hidden, data,
                past, window, now, nowNanos, request);
    }

    Model withPlaces(List<DrillLevel> changed) {
        return new Model(
                setup, size, tab, question, changed, selected, top, dialog, message, paused, interval, hidden, data,
                past, window, now, nowNanos, request);
    }

    Model withSelected(int changed) {
        return new Model(
                setup, size, tab, question, places, changed, top, dialog, message, paused, interval, hidden, data, past,
                window, now, nowNanos, request);
    }

    Model withTop(int changed) {
        return new Model(
                setup, size, tab, question, places, selected, changed, dialog, message, paused, interval, hidden, data,
                past, window, now, nowNanos, request);
    }

    /** The same with something to be said. */
    public Model withMessage(String changed) {
        return new Model(
                setup, size, tab, question, places, selected, top, dialog, changed, paused, interval, hidden, data,
                past, window, now, nowNanos, request);
    }

    Model withPaused(boolean changed) {
        return new Model(
                setup, size, tab, question, places, selected, top, dialog, message, changed, interval, hidden, data,
                past, window, now, nowNanos, request);
    }

    Model withInterval(Duration changed) {
        return new Model(
                setup, size, tab, question, places, selected, top, dialog, message, paused, changed, hidden, data, past,
                window, now, nowNanos, request);
    }

    Model withHidden(Set<String> changed) {
        return new Model(
                setup, size, tab, question, places, selected, top, dialog, message, paused, interval, changed, data,
                past, window, now, nowNanos, request);
    }

    Model withData(Data changed) {
        return new Model(
                setup, size, tab, question, places, selected, top, dialog, message, paused, interval, hidden, changed,
                past, window, now, nowNanos, request);
    }

    private Model withPast(Optional<Past> changed) {
        return new Model(
                setup, size, tab, question, places, selected, top, dialog, message, paused, interval, hidden, data,
                changed, window, now, nowNanos, request);
    }

    Model withWindow(Duration changed) {
        return new Model(
                setup, size, tab, question, places, selected, top, dialog, message, paused, interval, hidden, data,
                past, changed, now, nowNanos, request);
    }

    /** The same with another request, or none. */
    public Model withRequest(Optional<Request> changed) {
        return new Model(
                setup, size, tab, question, places, selected, top, dialog, message, paused, interval, hidden, data,
                past, window, now, nowNanos, changed);
    }

    /**
     * Where the user was, to come back to.
     *
     * @param selected the row of the cursor
     */
    public record DrillLevel(Tab tab, Question question, int selected) {}

    /** What the model wants to be done that it cannot do itself. */
    public sealed interface Request {
        /** To end. */
        record Quit() implements Request {}

        /** To draw the whole screen, whatever it is thought to show. */
        record Redraw() implements Request {}

        /** To give the terminal back and stop until the shell continues it. */
        record Suspend() implements Request {}

        /** To show a moment in the past. */
        record Go(Travel travel) implements Request {}

        /** To go on with the present. */
        record Leave() implements Request {}

        /** To find the network namespaces that there are. */
        record ListNamespaces() implements Request {}

        /**
         * To show another network namespace, given as its name, its path or {@code all}; or, of the hosts of a Prometheus, one by its
         * name, or all by an empty one.
         */
        record Enter(String namespace) implements Request {}

        /** To write what a view shows into a file that does not exist yet; JSON if its name ends so, else CSV. */
        record Write(Tab tab, Path file) implements Request {}
    }

    /**
     * What does not change while the dashboard runs.
     *
     * @param host the name of the host that is shown
     * @param scope what is shown
     * @param recorded when it was recorded; empty if it is shown as it is now
     * @param namespace the network namespace, as {@link Request.Enter} gives it
     * @param source what the host's sockets are read from, such as {@code sock_diag}
     * @param cpuBudget how much of a processor sampling may take
     * @param columns all columns of listings
     * @param filters reads the text of a filter
     * @param times reads the words for a time
     */
    public record Setup(
            String host,
            Scope scope,
            Optional<Instant> recorded,
            String namespace,
            String source,
            double cpuBudget,
            List<Choice> columns,
            Function<String, TypedFilter> filters,
            Function<String, TypedTime> times) {
        /** What is shown. */
        public enum Scope {
            /** This host, or a recording of one. */
            HOST,
            /** All hosts that a Prometheus knows, of which only counts are known. */
            FLEET,
            /** One of those. */
            MEMBER
        }

        /** Copies what it is given. */
        public Setup {
            columns = List.copyOf(columns);
        }
    }

    /** The size of the screen, in characters. */
    public record Size(int columns, int rows) {}
}
