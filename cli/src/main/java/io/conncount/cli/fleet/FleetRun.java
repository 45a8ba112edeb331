package io.conncount.cli.fleet;

import io.conncount.cli.fleet.FleetReader.FleetOptions;
import io.conncount.cli.fleet.FleetRow.Past;
import io.conncount.cli.fleet.PrometheusClient.Vector;
import io.conncount.cli.output.AnswerOutput;
import io.conncount.cli.output.Format;
import io.conncount.cli.output.Output;
import io.conncount.cli.output.Progress;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Asks a Prometheus, and says which hosts it has no good numbers of. */
final class FleetRun {
    /** Head, other, total, the line below, and the cursor's. */
    private static final int LINES_AROUND_ROWS = 5;

    /** Of a time that is over, so many moments are looked at. */
    private static final int MOMENTS = 120;

    private static final int STEP_SECONDS_MIN = 5;

    private final FleetOptions options;
    private final FleetAsking asking;
    private final PrintStream err;
    private final AnswerOutput answers;
    private boolean complete = true;

    FleetRun(FleetOptions options, Output output, PrintStream err) {
        this.options = options;
        this.err = err;
        asking = new FleetAsking(options.access(), options.question());
        Format format = options.format().orElse(output.usualFormat());
        answers =
                new AnswerOutput(output, format, options.color(), options.beat().watching());
    }

    /** Asks as often as is wanted; true if all answers were complete. */
    boolean run() throws IOException, InterruptedException {
        options.beat().run(() -> {
            FleetAnswer answer;
            try (Progress progress = Progress.on(err)) {
                progress.doing("asking Prometheus");
                answer = answer();
            }
            answers.show(answer);
            if (!answers.repaints()) {
                answer.faults().forEach(fault -> err.println("conncount: incomplete: " + fault));
            }
            complete &= answer.faults().isEmpty();
        });
        return complete;
    }

    private FleetAnswer answer() throws IOException {
        FleetQuestion question = options.question();
        Optional<Instant> at = options.at();
        Instant time = at.orElseGet(Instant::now);
        String sum = question.sum(asking.groups());
        Vector sums = asking.query(sum, at);
        List<FleetRow> rows = rows(sums, at, sum);
        rows.sort(Comparator.comparingLong(FleetRow::count)
                .reversed()
                .thenComparing(row -> String.join(",", row.values())));
        if (rows.isEmpty()) {
            throw asking.nothing(at.isPresent());
        }
        List<String> faults = asking.faults(sums, at);
        return new FleetAnswer(
                question,
                time,
                rows,
                answers.rowsMax(options.rowsMax(), faults.size() + LINES_AROUND_ROWS),
                asking.hosts(at),
                faults,
                options.since().isPresent(),
                options.beat().watching());
    }

    private List<FleetRow> rows(Vector sums, Optional<Instant> at, String sum) throws IOException {
        Map<List<String>, Long> now = asking.numbers(sums);
        Map<List<String>, Long> first = Map.of();
        Map<List<String>, Long> min = Map.of();
        Map<List<String>, Long> max = now;
        if (options.since().isPresent()) {
            long seconds = options.since().get().toSeconds();
            String range = "((" + sum + ")[" + seconds + "s:" + Math.max(STEP_SECONDS_MIN, seconds / MOMENTS) + "s])";
            first = asking.numbers(
                    asking.query(sum, Optional.of(at.orElseGet(Instant::now).minusSeconds(seconds))));
            min = asking.numbers(asking.query("min_over_time" + range, at));
            max = asking.numbers(asking.query("max_over_time" + range, at));
        }
        Set<List<String>> groups = new LinkedHashSet<>(now.keySet());
        groups.addAll(max.keySet());
        List<FleetRow> rows = new ArrayList<>();
        for (List<String> group : groups) {
            long count = now.getOrDefault(group, 0L);
            Optional<Past> past = options.since().isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Past(
                            first.getOrDefault(group, 0L),
                            Math.min(count, min.getOrDefault(group, count)),
                            Math.max(count, max.getOrDefault(group, count))));
            rows.add(new FleetRow(group, count, past));
        }
        return rows;
    }
}
