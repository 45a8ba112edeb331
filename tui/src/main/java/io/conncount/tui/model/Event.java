package io.conncount.tui.model;

import io.conncount.sampler.Series;
import io.conncount.tui.model.Data.HostFacts;
import io.conncount.tui.model.Model.Size;
import java.time.Instant;

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

    /** Facts about the host arrived. */
    record HostRead(HostFacts facts) implements Event {}

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
}
