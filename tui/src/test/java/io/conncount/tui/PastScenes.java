package io.conncount.tui;

import io.conncount.sampler.Series;
import io.conncount.snapshot.Snapshot;
import io.conncount.tui.model.Course;
import io.conncount.tui.model.Event;
import io.conncount.tui.model.Event.Sampled;
import io.conncount.tui.model.Event.Topic;
import io.conncount.tui.model.Model;
import io.conncount.tui.model.Model.Size;
import io.conncount.tui.model.Recorded;
import io.conncount.tui.model.Recorded.Range;
import io.conncount.tui.model.Recorded.Span;
import io.conncount.tui.model.Tab;
import io.conncount.tui.model.Table;
import io.conncount.tui.model.Update;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The server of {@link Scenes}, as it was recorded before an hour and twelve minutes. */
public final class PastScenes {
    private static final int PARTS = 480;
    private static final Instant END = Scenes.TIME.minus(Duration.ofMinutes(72));

    private PastScenes() {}

    /** A single sample, and groups that were sampled less often. */
    public static Model sample(Size size, String... keys) {
        Map<Topic<Snapshot>, Span> spans =
                Map.of(Topic.STATES, span(1, 1), Topic.GROUPS, new Span(END.plusSeconds(4), seconds(15), 1, Map.of()));
        return shown(Scenes.busy(size, keys), span(1, 1), spans, 0.31, List.of());
    }

    /** One that stands for a quarter of a minute, at whose end a spike was over. */
    public static Model spike(Size size, String... keys) {
        Map<List<String>, Range> ranges = Map.of(
                List.of("established"), new Range(12_000, 1_204_300),
                List.of("close_wait"), new Range(1_400, 1_540));
        Span span = new Span(END, seconds(15), 15, ranges);
        return shown(Scenes.busy(size, keys), span, Map.of(Topic.STATES, span, Topic.GROUPS, span), 0.75, List.of());
    }

    /** A view of which nothing was recorded. */
    public static Model without(Size size, Tab tab, String keys) {
        Model model = Scenes.typed(sample(size, "local-port"), keys);
        Series.State<Table> failed = failed("the history /var/lib/conncount/history.db has no "
                + tab.name().toLowerCase(Locale.ROOT)
                + ", only counts: by proto,family,state of tcp,udp; by local-port,state of tcp; and accept queues (3)");
        return shown(
                model, span(1, 1), Map.of(Topic.STATES, span(1, 1)), 1, List.of(new Sampled<>(tab.topic(), failed)));
    }

    /** Groups by a key that was not recorded. */
    public static Model withoutKey(Size size) {
        Model model = Scenes.busy(size, "user");
        Event.Recalled recalled = recalled(
                span(1, 1),
                Map.of(Topic.STATES, span(1, 1)),
                0.5,
                List.of(
                        new Sampled<>(
                                Topic.GROUPS,
                                failed(
                                        "the history /var/lib/conncount/history.db has no counts of TCP sockets by user, only: by"
                                                + " proto,family,state of tcp,udp. conncount serve --group 'by=user' records more"))));
        return Update.after(model, recalled);
    }

    private static <T> Series.State<T> failed(String reason) {
        return new Series.State<>(Optional.empty(), 1, 1, 0, Optional.of(reason), Duration.ZERO, Duration.ZERO);
    }

    private static Duration seconds(long seconds) {
        return Duration.ofSeconds(seconds);
    }

    private static Span span(long seconds, long samples) {
        return new Span(END, seconds(seconds), samples, Map.of());
    }

    private static Model shown(
            Model model, Span span, Map<Topic<Snapshot>, Span> spans, double place, List<Sampled<?>> more) {
        return Update.after(model, recalled(span, spans, place, more));
    }

    private static Event.Recalled recalled(
            Span span, Map<Topic<Snapshot>, Span> spans, double place, List<Sampled<?>> more) {
        List<Sampled<?>> samples = new ArrayList<>();
        for (int second = 0; second < 3; second++) {
            samples.add(new Sampled<>(Topic.STATES, Scenes.state(Scenes.states(second), second, Optional.empty())));
            if (spans.containsKey(Topic.GROUPS)) {
                samples.add(new Sampled<>(
                        Topic.GROUPS, Scenes.state(Scenes.groups(second, "local-port"), second, Optional.empty())));
            }
            samples.add(new Sampled<>(Topic.MEASURES, Scenes.state(Scenes.measures(second), second, Optional.empty())));
        }
        samples.addAll(more);
        return new Event.Recalled(new Recorded("web1", span, spans, Optional.of(course(place))), samples);
    }

    /** Waves, a spike, and a while in which nothing was recorded. */
    public static Course course(double place) {
        long[] least = new long[PARTS];
        long[] most = new long[PARTS];
        for (int part = 0; part < PARTS; part++) {
            least[part] = 600_000 + 3_000L * Math.abs(part % 120 - 60);
            most[part] = least[part] + (part == 360 ? 500_000 : 20_000);
        }
        Arrays.fill(least, 70, 100, Course.MISSING);
        Arrays.fill(most, 70, 100, Course.MISSING);
        return new Course(END.minusSeconds(1800), END.plusSeconds(1800), least, most, place);
    }
}
