package io.conncount.tui;

import io.conncount.collect.ListenQueues;
import io.conncount.counters.Measures;
import io.conncount.sampler.Sampler;
import io.conncount.sampler.Series;
import io.conncount.snapshot.Snapshot;
import io.conncount.tui.model.Counted;
import io.conncount.tui.model.Event;
import io.conncount.tui.model.Question;
import io.conncount.tui.model.SocketPage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * Samples what is shown, with one sampler for as long as the dashboard runs. A view that comes back shows what was sampled for
 * it, until its interval is over; only a new question starts a new sample.
 */
final class Sampling implements AutoCloseable {
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    /** Keys for ephemeral ports: everything else that identifies a connection. */
    private static final List<String> PORT_KEYS = List.of("local-address", "remote-address", "remote-port");

    private static final List<String> STATE = List.of("state");

    private static final String PORTS_FILTER = "autobound";

    private final Backend backend;
    private final Sampler sampler;
    private final Listener listener;
    private final Followed<Snapshot> states = new Followed<>("states", Event.StatesCounted::new, Snapshot::fault);
    private final Followed<Snapshot> filteredStates =
            new Followed<>("filtered states", Event.FilteredStatesCounted::new, Snapshot::fault);
    private final Followed<Measures> measures =
            new Followed<>("measures", Event.MeasuresRead::new, read -> Optional.empty());
    private final Followed<ListenQueues> queues = new Followed<>("queues", Event.QueuesRead::new, ListenQueues::fault);
    private final Followed<ListenQueues> filteredQueues =
            new Followed<>("filtered queues", Event.FilteredQueuesRead::new, ListenQueues::fault);
    private final Followed<Snapshot> ports = new Followed<>("ports", Event.PortsCounted::new, Snapshot::fault);
    private final Followed<Snapshot> groups = new Followed<>("groups", Event.GroupsCounted::new, Snapshot::fault);
    private final Followed<SocketPage> sockets = new Followed<>("sockets", Event.SocketsListed::new, SocketPage::fault);
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

    /** @param listener hears of every sample, in the sampler's thread */
    Sampling(Backend backend, double cpuBudget, Listener listener) {
        this.backend = backend;
        this.listener = listener;
        sampler = new Sampler(cpuBudget, DEADLINE);
        sampler.onSample(() -> {
            for (Followed<?> one :
                    List.of(states, filteredStates, measures, queues, filteredQueues, ports, groups, sockets)) {
                one.tell();
            }
        });
    }

    /** Samples this from now on. */
    void ask(Asked asked) {
        Series.Repetition shown = asked.live() && !asked.paused() ? Series.Repetition.ALWAYS : Series.Repetition.ONCE;
        Duration interval = asked.interval();
        states.ask("", () -> backend.count(STATE, ""), interval, shown);
        queues.ask("", () -> backend.queues(""), interval, shown);
        if (asked.live()) {
            measures.ask("", backend::measures, interval, shown);
            ports.ask("", () -> backend.count(PORT_KEYS, PORTS_FILTER), interval, shown);
        }
        askForView(asked, shown);
        if (!started) {
            started = true;
            sampler.start();
        }
    }

    /** Series that only some views show; they rest while other views are shown. */
    private void askForView(Asked asked, Series.Repetition shown) {
        Duration interval = asked.interval();
        String filter = asked.filter();
        if (asked.filteredStates()) {
            filteredStates.ask(filter, () -> backend.count(STATE, filter), interval, shown);
        } else {
            filteredStates.rest();
        }
        if (asked.filteredQueues()) {
            filteredQueues.ask(filter, () -> backend.queues(filter), interval, shown);
        } else {
            filteredQueues.rest();
        }
        if (asked.keys().isEmpty()) {
            groups.rest();
        } else {
            groups.ask(List.of(asked.keys(), filter), () -> backend.count(asked.keys(), filter), interval, shown);
        }
        if (asked.sockets().isEmpty()) {
            sockets.rest();
        } else {
            Question listed = asked.sockets().get();
            sockets.ask(listed, () -> backend.sockets(listed, Counted.ROWS_MAX), interval, shown);
        }
    }

    @Override
    public void close() {
        sampler.close();
    }

    /**
     * One sampled series and its last answer. Used by the drawing thread. The sampler may have an
     * answer before that thread knows its series: the lock keeps it from looking for news until then.
     */
    private final class Followed<T> {
        private final String name;
        private final Function<Series.State<T>, Event> event;
        private final Function<T, Optional<String>> fault;
        private volatile Series<T> series;
        private Object question;
        private Series<T> told;
        private long taken;

        Followed(String name, Function<Series.State<T>, Event> event, Function<T, Optional<String>> fault) {
            this.name = name;
            this.event = event;
            this.fault = fault;
        }

        /**
         * Samples the answer to a question; what the probe takes is looked at only if the question is another one.
         *
         * @param wanted equal for equal questions
         */
        synchronized void ask(Object wanted, Series.Probe<T> probe, Duration interval, Series.Repetition repetition) {
            if (series == null) {
                series = sampler.every(interval, name, probe, fault);
            } else if (!wanted.equals(question)) {
                series = sampler.replace(series, probe);
            }
            question = wanted;
            if (!series.intervalMin().equals(interval)) {
                sampler.interval(series, interval);
            }
            sampler.repeat(series, repetition);
        }

        /** Pauses sampling while it is not shown. */
        void rest() {
            if (series != null) {
                sampler.repeat(series, Series.Repetition.NEVER);
            }
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
                listener.heard(event.apply(state), () -> now == series);
            }
        }
    }
}
