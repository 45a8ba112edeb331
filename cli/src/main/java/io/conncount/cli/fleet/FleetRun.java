package io.conncount.cli.fleet;

import io.conncount.cli.fleet.FleetReader.FleetOptions;
import io.conncount.cli.fleet.FleetRow.Past;
import io.conncount.cli.fleet.PrometheusClient.Series;
import io.conncount.cli.fleet.PrometheusClient.Vector;
import io.conncount.cli.output.AnswerOutput;
import io.conncount.cli.output.Format;
import io.conncount.cli.output.Output;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Asks a Prometheus, and says which hosts it has no good numbers of. */
final class FleetRun {
    private static final int NAMED_MAX = 3;

    /** Head, other, total, the line below, and the cursor's. */
    private static final int LINES_AROUND_ROWS = 5;

    /** Of a time that is over, so many moments are looked at. */
    private static final int MOMENTS = 120;

    private static final int STEP_SECONDS_MIN = 5;

    /** Of which every host with counts has one series. */
    private static final String STATES_SAMPLE = "sample=\"states\"";

    private final FleetOptions options;
    private final PrometheusClient client;
    private final PrintStream err;
    private final AnswerOutput answers;
    private boolean complete = true;

    FleetRun(FleetOptions options, Output output, PrintStream err) {
        this.options = options;
        this.err = err;
        client = new PrometheusClient(options.access());
        Format format = options.format().orElse(output.usualFormat());
        answers =
                new AnswerOutput(output, format, options.color(), options.beat().watching());
    }

    /** Asks as often as is wanted; true if all answers were complete. */
    boolean run() throws IOException, InterruptedException {
        options.beat().run(() -> {
            FleetAnswer answer = answer();
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
        String sum = question.sum(groups());
        Vector sums = client.query(sum, at);
        List<FleetRow> rows = rows(sums, at, sum);
        rows.sort(Comparator.comparingLong(FleetRow::count)
                .reversed()
                .thenComparing(row -> String.join(",", row.values())));
        if (rows.isEmpty()) {
            throw new PrometheusException(
                    options.access().url() + ": there are no such numbers" + (at.isPresent() ? " of that time" : "")
                            + "; is conncount serve scraped, and does the filter match?",
                    null);
        }
        List<String> faults = new ArrayList<>(sums.warnings());
        faults.addAll(faults(at));
        return new FleetAnswer(
                question,
                time,
                rows,
                answers.rowsMax(options.rowsMax(), faults.size() + LINES_AROUND_ROWS),
                hosts(at),
                faults,
                options.since().isPresent(),
                options.beat().watching());
    }

    private List<FleetRow> rows(Vector sums, Optional<Instant> at, String sum) throws IOException {
        Map<List<String>, Long> now = numbers(sums);
        Map<List<String>, Long> first = Map.of();
        Map<List<String>, Long> min = Map.of();
        Map<List<String>, Long> max = now;
        if (options.since().isPresent()) {
            long seconds = options.since().get().toSeconds();
            String range = "((" + sum + ")[" + seconds + "s:" + Math.max(STEP_SECONDS_MIN, seconds / MOMENTS) + "s])";
            first = numbers(
                    client.query(sum, Optional.of(at.orElseGet(Instant::now).minusSeconds(seconds))));
            min = numbers(client.query("min_over_time" + range, at));
            max = numbers(client.query("max_over_time" + range, at));
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

    /** What an answer has, by the values of the labels. */
    private Map<List<String>, Long> numbers(Vector sums) {
        Map<List<String>, Long> numbers = new LinkedHashMap<>();
        for (Series series : sums.series()) {
            List<String> values = options.question().labels().stream()
                    .map(label -> series.labels().getOrDefault(label, ""))
                    .toList();
            numbers.put(values, Math.max(0, Math.round(series.value())));
        }
        return numbers;
    }

    /** The metric of groups that is asked for, if one is. */
    private Optional<String> groups() throws IOException {
        FleetQuestion question = options.question();
        if (!question.needsGroups()) {
            return Optional.empty();
        }
        Optional<String> metric = question.metricAmong(client.names(FleetQuestion.groupNames()));
        if (metric.isEmpty()) {
            throw new PrometheusException(
                    options.access().url() + ": no host exports groups by " + question.groupKeys()
                            + "; run conncount serve --group 'by=" + question.groupKeys() + "' there",
                    null);
        }
        return metric;
    }

    private long hosts(Optional<Instant> at) throws IOException {
        List<Series> count = client.query(
                        "count(count by (instance) (conncount_sample_age_seconds" + hostMatchers(STATES_SAMPLE) + "))",
                        at)
                .series();
        return count.isEmpty() ? 0 : Math.round(count.get(0).value());
    }

    private String hostMatchers(String more) {
        String hosts = options.question().hosts();
        String all = hosts.isEmpty() || more.isEmpty() ? hosts + more : hosts + ", " + more;
        return all.isEmpty() ? "" : "{" + all + "}";
    }

    /** Those that were scraped within an hour and are not any more, and those whose own numbers are not to be trusted. */
    private List<String> faults(Optional<Instant> at) throws IOException {
        String states = hostMatchers(STATES_SAMPLE);
        List<String> faults = new ArrayList<>();
        String info = "conncount_build_info" + hostMatchers("");
        add(
                faults,
                "gave no numbers, and did within the last hour",
                at,
                "last_over_time(" + info + "[1h]) unless on (instance) " + info);
        add(
                faults,
                "gave old numbers",
                at,
                "conncount_sample_age_seconds" + states + " > 3 * conncount_sample_interval_seconds" + states
                        + " + 30");
        add(faults, "could not count all sockets", at, "conncount_sample_complete" + states + " == 0");
        return faults;
    }

    private void add(List<String> faults, String what, Optional<Instant> at, String query) throws IOException {
        List<String> hosts = client.query(query, at).series().stream()
                .map(series -> series.labels().getOrDefault("instance", "?"))
                .distinct()
                .sorted()
                .toList();
        if (!hosts.isEmpty()) {
            String named = String.join(", ", hosts.subList(0, Math.min(NAMED_MAX, hosts.size())));
            String more = hosts.size() > NAMED_MAX ? " and " + (hosts.size() - NAMED_MAX) + " more" : "";
            faults.add((hosts.size() == 1 ? "1 host " : hosts.size() + " hosts ") + what + ": " + named + more);
        }
    }
}
