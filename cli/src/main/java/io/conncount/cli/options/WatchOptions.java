package io.conncount.cli.options;

import static io.conncount.cli.options.OptionSpecs.optionalValue;
import static io.conncount.cli.options.OptionSpecs.value;

import io.conncount.cli.output.Beat;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/** The options that repeat an answer, the same for every command that has them. */
public final class WatchOptions {
    public static final String COUNT = "--count";

    private static final double WATCH_SECONDS_MIN = 0.1;
    private static final double WATCH_SECONDS_MAX = 86_400;

    private WatchOptions() {}

    public static void addTo(CommandSpec spec) {
        spec.addOption(optionalValue("SECONDS", "Repeat every SECONDS (default 2), with changes.", OptionSpecs.WATCH));
        spec.addOption(value("N", "With --watch: stop after N answers.", COUNT));
    }

    /** How often to ask. */
    public static Beat read(ParsedArguments given) throws UsageException {
        Optional<Duration> watch = given.seconds(OptionSpecs.WATCH, WATCH_SECONDS_MIN, WATCH_SECONDS_MAX);
        if (watch.isPresent() && given.has(SourceOptions.FROM)) {
            throw new UsageException(
                    "--watch shows changes, but a recording (--from) does not change; leave one of them out");
        }
        Optional<Integer> samplesMax = given.number(COUNT, Integer.MAX_VALUE);
        if (samplesMax.isPresent() && watch.isEmpty()) {
            throw new UsageException("--count N limits the answers of --watch; add --watch, or did you mean --top N?");
        }
        return watch.isPresent()
                ? new Beat(true, watch.get(), samplesMax.map(Integer::longValue).orElse(Long.MAX_VALUE))
                : Beat.ONCE;
    }
}
