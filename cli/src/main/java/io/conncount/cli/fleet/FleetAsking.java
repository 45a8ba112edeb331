package io.conncount.cli.fleet;

import io.conncount.cli.fleet.PrometheusClient.Access;
import io.conncount.cli.fleet.PrometheusClient.Series;
import io.conncount.cli.fleet.PrometheusClient.Vector;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Asks a Prometheus a question, and which hosts it has no good numbers of. */
final class FleetAsking {
    private static final int NAMED_MAX = 3;

    /** Of which every host with counts has one series. */
    private static final String STATES_SAMPLE = "sample=\"states\"";

    private final PrometheusClient client;
    private final URI url;
    private final FleetQuestion question;

    FleetAsking(Access access, FleetQuestion question) {
        client = new PrometheusClient(access);
        url = access.url();
        this.question = question;
    }

    Vector query(String query, Optional<Instant> at) throws IOException {
        return client.query(query, at);
    }

    /** There are no series, which is not zero sockets. */
    PrometheusException nothing(boolean past) {
        return new PrometheusException(
                url + ": there are no such numbers" + (past ? " of that time" : "")
                        + "; is conncount serve scraped, and does the filter match?",
                null);
    }

    /** What an answer has, by the values of the labels. */
    Map<List<String>, Long> numbers(Vector sums) {
        Map<List<String>, Long> numbers = new LinkedHashMap<>();
        for (Series series : sums.series()) {
            List<String> values = question.labels().stream()
                    .map(label -> series.labels().getOrDefault(label, ""))
                    .toList();
            numbers.put(values, Math.max(0, Math.round(series.value())));
        }
        return numbers;
    }

    /** The metric of groups that is asked for, if one is. */
    Optional<String> groups() throws IOException {
        if (!question.needsGroups()) {
            return Optional.empty();
        }
        Optional<String> metric = question.metricAmong(client.names(FleetQuestion.groupNames()));
        if (metric.isEmpty()) {
            throw new PrometheusException(
                    url + ": no host exports groups by " + question.groupKeys() + "; run conncount serve --group 'by="
                            + question.groupKeys() + "' there",
                    null);
        }
        return metric;
    }

    /** How many hosts Prometheus has numbers of. */
    long hosts(Optional<Instant> at) throws IOException {
        List<Series> count = client.query(
                        "count(count by (instance) (conncount_sample_age_seconds" + hostMatchers(STATES_SAMPLE) + "))",
                        at)
                .series();
        return count.isEmpty() ? 0 : Math.round(count.get(0).value());
    }

    private String hostMatchers(String more) {
        String hosts = question.hosts();
        String all = hosts.isEmpty() || more.isEmpty() ? hosts + more : hosts + ", " + more;
        return all.isEmpty() ? "" : "{" + all + "}";
    }

    /**
     * Why an answer is not complete: what Prometheus says of it, hosts that were scraped within an hour and are not any more, and those
     * whose own numbers are not to be trusted.
     */
    List<String> faults(Vector answer, Optional<Instant> at) throws IOException {
        String states = hostMatchers(STATES_SAMPLE);
        List<String> faults = new ArrayList<>(answer.warnings());
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
