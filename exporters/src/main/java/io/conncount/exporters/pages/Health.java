package io.conncount.exporters.pages;

import io.conncount.exporters.sampled.DaemonSeries;
import io.conncount.exporters.web.Response;
import io.conncount.exporters.web.WebServer.Page;
import io.conncount.sampler.Series;
import io.conncount.view.Escaper;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** The health pages: whether the sampler is running, and whether it has counts. */
public final class Health {
    private static final int INTERVALS_MISSED_MAX = 3;

    private final DaemonSeries sampled;
    private final Duration deadline;

    private volatile long heardNanos = System.nanoTime();

    /**
     * Health of a sampler that is about to start.
     *
     * @param deadline how long a sample may take
     */
    public Health(DaemonSeries sampled, Duration deadline) {
        this.sampled = sampled;
        this.deadline = deadline;
    }

    /** To be called whenever a sample was tried, be it in vain. */
    public void heard() {
        heardNanos = System.nanoTime();
    }

    /** Answers 200 as long as samples are tried, and says if they fail: a new start would not mend that. */
    public Page live() {
        return request ->
                answer("ok" + failing().map(reason -> ", but " + reason).orElse(""), stuck());
    }

    /** Answers 200 once sockets have been counted by state, and as long as that goes on. */
    public Page ready() {
        return request -> answer("ready", unready());
    }

    private static Response answer(String good, Optional<String> fault) {
        return Response.uncached(fault.isEmpty() ? 200 : 503, Response.PLAIN_TEXT, fault.orElse(good) + "\n");
    }

    /**
     * Why sampling seems to have stopped. The longest interval counts, because cheap samples also wait after an expensive one,
     * until it is paid for.
     */
    private Optional<String> stuck() {
        Duration silence = Duration.ofNanos(System.nanoTime() - heardNanos);
        Duration interval = sampled.all().stream()
                .map(series -> series.state().interval())
                .max(Duration::compareTo)
                .orElseThrow();
        Duration silenceMax = interval.multipliedBy(INTERVALS_MISSED_MAX).plus(deadline);
        return silence.compareTo(silenceMax) <= 0
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT,
                        "no sample was attempted for %.1f s, expected at least one in %.1f s: restart the daemon",
                        seconds(silence),
                        seconds(silenceMax)));
    }

    private Optional<String> unready() {
        Series.State<?> states = sampled.states().state();
        if (states.last().isPresent()) {
            return failing();
        }
        return Optional.of("no counts by state yet: "
                + states.failure().map(Escaper::message).orElse("the first sample is being taken"));
    }

    /** Why the count by state fails, if it does. One that is incomplete does not. */
    private Optional<String> failing() {
        return sampled.states()
                .refusal()
                .map(refusal -> "counting by state fails: " + Escaper.message(refusal.getMessage()));
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1e3;
    }
}
