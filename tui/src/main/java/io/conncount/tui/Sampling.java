package io.conncount.tui;

import io.conncount.sampler.Probe;
import io.conncount.sampler.Sampler;
import io.conncount.sampler.Series;
import io.conncount.snapshot.Snapshot;
import io.conncount.tui.model.Counted;
import io.conncount.tui.model.Event;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** Samples what is shown, for one question, until it is closed; for the next there is another. */
final class Sampling implements AutoCloseable {
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    /** For what does not change: once. */
    private static final Duration NEVER_AGAIN = Duration.ofDays(365);

    /** Ports in use change slowly, and on a busy client they take a dump. */
    private static final Duration PORTS_INTERVAL_MIN = Duration.ofSeconds(30);

    /** Ports that the kernel gave, by all that they have to differ in. */
    private static final List<String> PORT_KEYS = List.of("local-address", "remote-address", "remote-port");

    private static final String PORTS_FILTER = "autobound";

    private final Sampler sampler;
    private final Consumer<Event> events;
    private final List<Heard<?>> heard = new ArrayList<>();

    /** A series, and what was last heard of it. */
    private static final class Heard<T> {
        private final Series<T> series;
        private final Function<Series.State<T>, Event> event;
        private Series.State<T> last;

        Heard(Series<T> series, Function<Series.State<T>, Event> event) {
            this.series = series;
            this.event = event;
            last = series.state();
        }

        void tell(Consumer<Event> events) {
            Series.State<T> now = series.state();
            if (now.taken() != last.taken()) {
                last = now;
                events.accept(event.apply(now));
            }
        }
    }

    /**
     * Begins to sample.
     *
     * @param events hears of every sample, in the sampler's thread
     */
    Sampling(Backend backend, double cpuBudget, Asked asked, Consumer<Event> events) {
        this.events = events;
        sampler = new Sampler(cpuBudget, DEADLINE);
        if (asked.paused()) {
            return;
        }
        Duration interval = asked.live() ? asked.interval() : NEVER_AGAIN;
        add(interval, "states", () -> backend.count(List.of("state"), ""), Snapshot::fault, Event.StatesCounted::new);
        if (asked.live()) {
            add(interval, "measures", backend::measures, measures -> Optional.empty(), Event.MeasuresRead::new);
        }
        add(interval, "queues", backend::queues, queues -> queues.fault(), Event.QueuesRead::new);
        if (!asked.keys().isEmpty()) {
            Probe<Snapshot> groups = () -> backend.count(asked.keys(), asked.filter());
            add(interval, "groups", groups, Snapshot::fault, Event.GroupsCounted::new);
        }
        asked.sockets()
                .ifPresent(question -> add(
                        interval,
                        "sockets",
                        () -> backend.sockets(question, Counted.ROWS_MAX),
                        page -> page.fault(),
                        Event.SocketsListed::new));
        if (asked.live()) {
            Duration rarely = interval.compareTo(PORTS_INTERVAL_MIN) > 0 ? interval : PORTS_INTERVAL_MIN;
            Probe<Snapshot> ports = () -> backend.count(PORT_KEYS, PORTS_FILTER);
            add(rarely, "ports", ports, Snapshot::fault, Event.PortsCounted::new);
        }
        sampler.onSample(() -> heard.forEach(one -> one.tell(this.events)));
        sampler.start();
    }

    private <T> void add(
            Duration interval,
            String name,
            Probe<T> probe,
            Function<T, Optional<String>> fault,
            Function<Series.State<T>, Event> event) {
        heard.add(new Heard<>(sampler.every(interval, name, probe, fault), event));
    }

    @Override
    public void close() {
        sampler.close();
    }
}
