package io.conncount.tui.model;

import io.conncount.snapshot.Snapshot;
import io.conncount.tui.model.Event.Topic;
import io.conncount.view.Numbers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A moment that was recorded.
 *
 * @param host of which it is
 * @param span of what the view is about
 * @param spans of the counts that were recorded
 * @param course how many sockets there were around it; empty if that was not recorded
 */
public record Recorded(String host, Span span, Map<Topic<Snapshot>, Span> spans, Optional<Course> course) {
    /** Copies what it is given. */
    public Recorded {
        spans = Map.copyOf(spans);
    }

    /** The least and the most of something in a span. */
    public record Range(long min, long max) {}

    /**
     * The time that a record stands for.
     *
     * @param end when the last of its samples was begun, by the clock of the host
     * @param length how long before that the span begins; zero for a first sample
     * @param samples how many it stands for
     * @param ranges of groups by the values of their keys, as machine formats show them; a group that is missing did not change
     */
    public record Span(Instant end, Duration length, long samples, Map<List<String>, Range> ranges) {
        /** Copies what it is given. */
        public Span {
            ranges = Map.copyOf(ranges);
        }

        /** How often samples were taken, such as {@code 15 samples in 15 s}. */
        public String pace() {
            return samples
                    + (samples == 1 ? " sample" : " samples")
                    + (length.isZero() ? "" : " in " + Numbers.length(length));
        }

        /** The least and the most of a group that had a number at the end. */
        public Range range(List<String> values, long last) {
            return ranges.getOrDefault(values, new Range(last, last));
        }
    }
}
