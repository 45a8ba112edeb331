package io.conncount.tui;

import io.conncount.collect.ListenQueues;
import io.conncount.counters.Measures;
import io.conncount.group.GroupKey;
import io.conncount.group.GroupKeys;
import io.conncount.query.Query;
import io.conncount.query.Selection;
import io.conncount.sampler.Sampler;
import io.conncount.sampler.Series;
import io.conncount.snapshot.Churn;
import io.conncount.snapshot.Snapshot;
import io.conncount.sys.KernelException;
import io.conncount.tui.model.Event;
import io.conncount.tui.model.Event.Topic;
import io.conncount.tui.model.Model;
import io.conncount.tui.model.Question;
import io.conncount.tui.model.Tab;
import io.conncount.tui.model.Table;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Samples what is shown, with one sampler for as long as the dashboard runs. A view that comes back shows what was sampled for
 * it, until its interval is over; only a new question starts a new sample.
 */
final class Sampling implements AutoCloseable {
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    private static final List<GroupKey> STATE = GroupKeys.of(List.of("state"));

    private final Backend backend;
    private final boolean wholeFirst;
    private final Sampler sampler;
    private final Listener listener;
    private final Followed<Snapshot> states = new Followed<>(Topic.STATES);
    private final Followed<Snapshot> filteredStates = new Followed<>(Topic.FILTERED_STATES);
    private final Followed<Measures> measures = new Followed<>(Topic.MEASURES);
    private final Followed<ListenQueues> queues = new Followed<>(Topic.QUEUES);
    private final Followed<Snapshot> ports = new Followed<>(Topic.PORTS);
    private final Followed<Snapshot> groups = new Followed<>(Topic.GROUPS);
    private final Followed<Optional<Churn>> churn = new Followed<>(Topic.CHURN);
    private final Map<Tab, Followed<Table>> tables = new EnumMap<>(Tab.class);
    private boolean started;

    /** Hears of every sample, in the sampler's thread. */
    interface Listener {
        /**
         * Takes one sample.
         *
         * @param current false once another question has replaced it
         */
        void heard(Event event, BooleanSupplier current);
    }

    /**
     * @param wholeFirst true if an older answer that is complete is better than a newer one that is not
     * @param listener hears of every sample, in the sampler's thread
     */
    Sampling(Backend backend, double cpuBudget, boolean wholeFirst, Listener listener) {
        this.wholeFirst = wholeFirst;
        this.backend = backend;
        this.listener = listener;
        sampler = new Sampler(cpuBudget, DEADLINE);
        Tab.tables().forEach(tab -> tables.put(tab, new Followed<>(tab.topic())));
        sampler.onSample(() -> {
            for (Followed<?> one : List.of(states, filteredStates, measures, queues, ports, groups, churn)) {
                one.tell();
            }
            tables.values().forEach(Followed::tell);
        });
    }

    /** Samples this from now on. */
    void ask(Plan asked) {
        Series.Repetition shown = asked.live() && !asked.paused() ? Series.Repetition.ALWAYS : Series.Repetition.ONCE;
        Duration interval = asked.interval();
        states.ask(asked.all(), all -> backend.count(Question.count(all, STATE)), interval, shown);
        if (asked.ofThisHost()) {
            queues.ask(asked.all(), backend::queues, interval, shown);
        }
        if (asked.ofThisHost() && asked.live()) {
            measures.ask(asked.all(), all -> backend.measures(), interval, shown);
            ports.ask(asked.all(), all -> backend.ports(), interval, shown);
        }
        filteredStates.askOrRest(
                asked.filteredStates(), some -> backend.count(Question.count(some, STATE)), interval, shown);
        groups.askOrRest(asked.groups(), backend::count, interval, shown);
        backend.wantChurn(asked.churn().isPresent());
        churn.askOrRest(asked.churn(), backend::churn, interval, shown);
        tables.forEach((tab, table) -> table.askOrRest(
                asked.table().filter(wanted -> wanted.tab() == tab),
                wanted -> backend.table(tab, wanted.question()),
                interval,
                shown));
        if (!started) {
            started = true;
            sampler.start();
        }
    }

    /** Samples nothing until it is asked again. */
    void rest() {
        backend.wantChurn(false);
        for (Followed<?> one : List.of(states, filteredStates, measures, queues, ports, groups, churn)) {
            one.rest();
        }
        tables.values().forEach(Followed::rest);
    }

    /** Answers a question, in the sampler's thread. */
    private interface Asking<Q, T> {
        T answer(Q question) throws KernelException;
    }

    @Override
    public void close() {
        backend.wantChurn(false);
        sampler.close();
    }

    /**
     * One sampled series and its last answer. Used by the drawing thread. The sampler may have an
     * answer before that thread knows its series: the lock keeps it from looking for news until then.
     */
    private final class Followed<T> {
        private final Topic<T> topic;
        private volatile Series<T> series;
        private Object question;
        private Series<T> told;
        private long taken;

        Followed(Topic<T> topic) {
            this.topic = topic;
        }

        /** Samples the answer to a question, or nothing as long as nobody asks one. */
        <Q> void askOrRest(Optional<Q> wanted, Asking<Q, T> asking, Duration interval, Series.Repetition repetition) {
            if (wanted.isPresent()) {
                ask(wanted.get(), asking, interval, repetition);
            } else {
                rest();
            }
        }

        void rest() {
            if (series != null) {
                sampler.repeat(series, Series.Repetition.NEVER);
            }
        }

        /** Samples the answer to a question; the same question goes on as it was. */
        synchronized <Q> void ask(Q wanted, Asking<Q, T> asking, Duration interval, Series.Repetition repetition) {
            Series.Probe<T> probe = () -> asking.answer(wanted);
            if (series == null) {
                series = sampler.every(
                        interval, topic.name(), probe, wholeFirst ? topic.fault() : value -> Optional.empty());
            } else if (!wanted.equals(question)) {
                series = sampler.replace(series, probe);
            }
            question = wanted;
            if (!series.intervalMin().equals(interval)) {
                sampler.interval(series, interval);
            }
            sampler.repeat(series, repetition);
        }

        /** In the sampler's thread: hands on what is new. */
        void tell() {
            Series<T> now;
            Series.State<T> state;
            synchronized (this) {
                now = series;
                if (now == null) {
                    return;
                }
                state = now.state();
                if (now == told && state.taken() == taken) {
                    return;
                }
                told = now;
                taken = state.taken();
            }
            if (state.taken() > 0) {
                listener.heard(new Event.Sampled<>(topic, state), () -> now == series);
            }
        }
    }

    /**
     * What has to be sampled for what is shown.
     *
     * @param ofThisHost true if that is asked itself, and has more than counts
     * @param past true if a moment in the past is shown, of which the same is read
     * @param all every socket, whatever the filter
     * @param groups shown beside the states; empty if there are none
     * @param churn of which groups to tell what is opened and closed; empty if that is not shown
     * @param filteredStates whose states are shown; empty if they are those of every socket
     * @param table what is asked for a table; empty if no table is shown
     */
    record Plan(
            boolean ofThisHost,
            boolean past,
            boolean paused,
            boolean live,
            Duration interval,
            Selection all,
            Optional<Query> groups,
            Optional<Query> churn,
            Optional<Selection> filteredStates,
            Optional<TableQuestion> table) {
        /** True if the answers to one are good for the other, of the same moment. */
        boolean asksLike(Plan other) {
            return all.equals(other.all)
                    && groups.equals(other.groups)
                    && filteredStates.equals(other.filteredStates)
                    && table.equals(other.table);
        }

        static Plan by(Model model) {
            Question question = model.question();
            return new Plan(
                    model.ofThisHost(),
                    model.past().isPresent(),
                    model.paused(),
                    model.live(),
                    model.interval(),
                    question.all(),
                    model.showsGroups() ? Optional.of(question.groups()) : Optional.empty(),
                    model.showsChurn() && !model.paused() ? Optional.of(question.groups()) : Optional.empty(),
                    model.showsFilteredStates() ? Optional.of(question.sockets()) : Optional.empty(),
                    model.tab().isTable()
                            ? Optional.of(
                                    new TableQuestion(model.tab(), model.tab().asked(question)))
                            : Optional.empty());
        }
    }

    /**
     * What is asked for a table.
     *
     * @param question what of the user's question the table depends on
     */
    record TableQuestion(Tab tab, Question question) {}
}
