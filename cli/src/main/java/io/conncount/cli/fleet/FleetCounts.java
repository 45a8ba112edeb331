package io.conncount.cli.fleet;

import io.conncount.cli.fleet.PrometheusClient.Access;
import io.conncount.cli.fleet.PrometheusClient.Series;
import io.conncount.cli.fleet.PrometheusClient.Vector;
import io.conncount.cli.options.ParsedArguments;
import io.conncount.cli.options.UsageException;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the hosts of a Prometheus have now, for those that ask again and again. */
public final class FleetCounts {
    /** The label that has the name of a host. */
    public static final String INSTANCE = "instance";

    private static final double MILLIS = 1000;

    private final Access access;
    private final List<String> conditions;

    /**
     * An answer.
     *
     * @param groups by the values of the labels
     * @param time when the newest of its numbers was scraped
     * @param hosts how many hosts there are numbers of
     * @param faults why it is not complete, for people; none if it is
     */
    public record Counts(Map<List<String>, Long> groups, Instant time, long hosts, List<String> faults) {
        /** Copies what it is given. */
        public Counts {
            groups = Map.copyOf(groups);
            faults = List.copyOf(faults);
        }
    }

    private FleetCounts(Access access, List<String> conditions) {
        this.access = access;
        this.conditions = conditions;
    }

    /** Those that the command line asks for. */
    public static FleetCounts of(ParsedArguments given) throws UsageException {
        FleetQuestion question = FleetQuestion.of(INSTANCE, given.words());
        return new FleetCounts(PrometheusOptions.access(given), question.matchers());
    }

    /** Those of one host of them. */
    public FleetCounts of(String instance) {
        List<String> narrower = new ArrayList<>(conditions);
        narrower.add(FleetQuestion.matcher(INSTANCE, "=", instance));
        return new FleetCounts(access, narrower);
    }

    /** Which Prometheus is asked. */
    public URI url() {
        return access.url();
    }

    /**
     * The sums by labels.
     *
     * @param alternatives of labels one of which a series must have
     * @throws IOException if there is no answer, or none with numbers: the message is for people
     */
    public Counts count(List<String> labels, Map<String, List<String>> alternatives) throws IOException {
        List<String> matchers = new ArrayList<>(conditions);
        alternatives.forEach(
                (label, values) -> matchers.add(FleetQuestion.matcher(label, "=~", String.join("|", values))));
        FleetQuestion question = new FleetQuestion(labels, matchers);
        FleetAsking asking = new FleetAsking(access, question);
        Optional<String> metric = asking.groups();
        Vector sums = asking.query(question.sum(metric), Optional.empty());
        if (sums.series().isEmpty()) {
            throw asking.nothing(false);
        }
        List<String> faults = asking.faults(sums, Optional.empty());
        List<Series> newest =
                asking.query(question.newest(metric), Optional.empty()).series();
        Instant time = newest.isEmpty()
                ? Instant.now()
                : Instant.ofEpochMilli(Math.round(newest.get(0).value() * MILLIS));
        return new Counts(asking.numbers(sums), time, asking.hosts(Optional.empty()), faults);
    }
}
