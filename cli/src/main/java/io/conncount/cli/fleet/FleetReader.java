package io.conncount.cli.fleet;

import io.conncount.cli.fleet.PrometheusClient.Access;
import io.conncount.cli.options.HistoryOptions;
import io.conncount.cli.options.ParsedArguments;
import io.conncount.cli.options.UsageException;
import io.conncount.cli.options.WatchOptions;
import io.conncount.cli.output.Beat;
import io.conncount.cli.output.Format;
import io.conncount.cli.output.Output.ColorWhen;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Reads what is to be asked, and of whom. */
final class FleetReader {
    private static final String USUAL_LABELS = "instance,state";

    private final ParsedArguments given;

    private FleetReader(ParsedArguments given) {
        this.given = given;
    }

    /**
     * What the command line says.
     *
     * @param at the moment that is asked about; empty for now
     * @param since how long ago a number is to be compared with; empty for none
     * @param rowsMax how many rows to show
     * @param format empty where the output decides
     */
    record FleetOptions(
            FleetQuestion question,
            Access access,
            Optional<Instant> at,
            Optional<Duration> since,
            int rowsMax,
            Beat beat,
            Optional<Format> format,
            ColorWhen color) {}

    static FleetOptions read(ParsedArguments given) throws UsageException {
        return new FleetReader(given).read();
    }

    private FleetOptions read() throws UsageException {
        Optional<Instant> at = at();
        Beat beat = WatchOptions.read(given);
        if (at.isPresent() && beat.watching()) {
            throw new UsageException("--watch and --at cannot be combined: the past does not change");
        }
        return new FleetOptions(
                FleetQuestion.of(given.value(Fleet.BY).orElse(USUAL_LABELS), given.words()),
                PrometheusOptions.access(given),
                at,
                given.period(Fleet.SINCE),
                given.number(Fleet.TOP, Integer.MAX_VALUE).orElse(Integer.MAX_VALUE),
                beat,
                given.format(),
                given.color());
    }

    private Optional<Instant> at() throws UsageException {
        return given.has(Fleet.AT)
                ? Optional.of(
                        HistoryOptions.time(Fleet.AT, given.value(Fleet.AT).orElseThrow()))
                : Optional.empty();
    }
}
