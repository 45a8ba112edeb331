package io.conncount.tui.model;

import io.conncount.collect.ListenQueues;
import io.conncount.counters.Measures;
import io.conncount.sampler.Series;
import io.conncount.snapshot.Churn;
import io.conncount.snapshot.Snapshot;
import io.conncount.tui.model.Data.HostFacts;
import io.conncount.tui.model.Dialog.Choice;
import io.conncount.tui.model.Model.Size;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Something to which the dashboard answers. */
public sealed interface Event {
    /** A key was typed. */
    record Typed(Key key) implements Event {}

    /** The mouse was pressed at this place, counted from 0. */
    record Clicked(int column, int row) implements Event {}

    /** The mouse wheel was turned by this many rows, downwards if positive. */
    record Wheeled(int rows) implements Event {}

    /** The screen has another size. */
    record Resized(Size size) implements Event {}

    /**
     * Time has passed.
     *
     * @param nowNanos by {@link System#nanoTime}
     */
    record Ticked(Instant now, long nowNanos) implements Event {}

    /**
     * Something was sampled.
     *
     * @param state how its series stands now
     */
    record Sampled<T>(Topic<T> topic, Series.State<T> state) implements Event {}

    /**
     * A moment in the past was read.
     *
     * @param samples what is known of it, for each topic in the order of time
     */
    record Recalled(Recorded recorded, List<Sampled<?>> samples) implements Event {
        /** Copies what it is given. */
        public Recalled {
            samples = List.copyOf(samples);
        }
    }

    /** Facts about the host arrived. */
    record HostRead(HostFacts facts) implements Event {}

    /** The network namespaces that there are to choose from. */
    record NamespacesListed(List<Choice> namespaces) implements Event {}

    /** Something was done in the background, and this is to be said of it. */
    record Told(String message) implements Event {}

    /**
     * An event about data, and what it makes of those that there were when that was worked out: an answer of many groups takes
     * longer to rank than a frame may take.
     */
    record Prepared(Event event, Data before, Data after) implements Event {
        /** Works it out, in this thread. */
        public static Prepared of(Event event, Data data) {
            return new Prepared(event, data, data.after(event));
        }
    }

    /**
     * Something that is sampled for views.
     *
     * @param name in messages
     * @param fault why a value may be incomplete
     * @param <T> what a sample of it is
     */
    record Topic<T>(String name, Function<T, Optional<String>> fault) {
        /** All sockets by state. */
        public static final Topic<Snapshot> STATES = new Topic<>("states", Snapshot::fault);

        /** Those that the filter leaves, by state. */
        public static final Topic<Snapshot> FILTERED_STATES = new Topic<>("filtered states", Snapshot::fault);

        /** The groups that the filter leaves, by the requested keys. */
        public static final Topic<Snapshot> GROUPS = new Topic<>("groups", Snapshot::fault);

        /** What was opened and closed of these groups since the sample before. */
        public static final Topic<Optional<Churn>> CHURN =
                new Topic<>("opened and closed", churn -> churn.flatMap(Churn::fault));

        /** Sockets that took their local port from the kernel, by local address and remote end. */
        public static final Topic<Snapshot> PORTS = new Topic<>("ports", Snapshot::fault);

        /** The kernel's own numbers. */
        public static final Topic<Measures> MEASURES = new Topic<>("measures", read -> Optional.empty());

        /** The accept queues of all listeners. */
        public static final Topic<ListenQueues> QUEUES = new Topic<>("queues", ListenQueues::fault);
    }
}
