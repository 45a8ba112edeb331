package io.conncount.cli.fleet;

import io.conncount.cli.fleet.FleetReader.FleetOptions;
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
import java.util.List;
import java.util.Optional;

/** Asks a Prometheus, and says which hosts it has no good numbers of. */
final class FleetRun {
    private static final int NAMED_MAX = 3;

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
        answers = new AnswerOutput(output, format, options.color(), false);
    }

    /** Asks as often as is wanted; true if all answers were complete. */
    boolean run() throws IOException, InterruptedException {
        options.beat().run(() -> {
            FleetAnswer answer = answer();
            answers.show(answer);
            answer.faults().forEach(fault -> err.println("conncount: incomplete: " + fault));
            complete &= answer.faults().isEmpty();
        });
        return complete;
    }

    private FleetAnswer answer() throws IOException, InterruptedException {
        FleetQuestion question = options.question();
        Optional<Instant> at = options.at();
        Instant time = at.orElseGet(Instant::now);
        Vector sums = client.query(question.sum(groups()), at);
        List<FleetRow> rows = new ArrayList<>();
        for (Series series : sums.series()) {
            rows.add(new FleetRow(
                    question.labels().stream()
                            .map(label -> series.labels().getOrDefault(label, ""))
                            .toList(),
                    Math.max(0, Math.round(series.value()))));
        }
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
                options.rowsMax(),
                hosts(at),
                faults,
                options.beat().watching());
    }

    /** The metric of groups that is asked for, if one is. */
    private Optional<String> groups() throws IOException, InterruptedException {
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

    private long hosts(Optional<Instant> at) throws IOException, InterruptedException {
        List<Series> count = client.query("count(count by (instance) (conncount_sockets" + hostMatchers("") + "))", at)
                .series();
        return count.isEmpty() ? 0 : Math.round(count.get(0).value());
    }

    private String hostMatchers(String more) {
        String hosts = options.question().hosts();
        String all = hosts.isEmpty() || more.isEmpty() ? hosts + more : hosts + ", " + more;
        return all.isEmpty() ? "" : "{" + all + "}";
    }

    /** Those that were scraped within an hour and are not any more, and those whose own numbers are not to be trusted. */
    private List<String> faults(Optional<Instant> at) throws IOException, InterruptedException {
        String states = hostMatchers("sample=\"states\"");
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

    private void add(List<String> faults, String what, Optional<Instant> at, String query)
            throws IOException, InterruptedException {
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
