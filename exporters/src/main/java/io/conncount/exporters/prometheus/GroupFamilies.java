package io.conncount.exporters.prometheus;

import io.conncount.exporters.prometheus.Family.SeriesBuilder;
import io.conncount.exporters.prometheus.ScrapeContext.SeriesStatus;
import io.conncount.exporters.sampled.DaemonSeries.GroupSeries;
import io.conncount.exporters.sampled.DaemonSeries.GroupSpec;
import io.conncount.group.GroupKey;
import io.conncount.sampler.Series.Sample;
import io.conncount.snapshot.Ranking;
import io.conncount.snapshot.Ranking.Order;
import io.conncount.snapshot.Ranking.Row;
import io.conncount.snapshot.Snapshot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;

/** The configured groupings, with a common limit on their series. */
final class GroupFamilies {
    private static final String OTHER = "other";

    private final List<GroupSpec> specs;
    private final int seriesMax;
    private final LongAdder dropped = new LongAdder();

    GroupFamilies(List<GroupSeries> groups, int seriesMax) {
        specs = groups.stream().map(GroupSeries::spec).toList();
        this.seriesMax = seriesMax;
    }

    List<Family> all() {
        List<Family> families = new ArrayList<>();
        IntStream.range(0, specs.size()).mapToObj(this::sockets).forEach(families::add);
        families.add(Family.gauge(
                "conncount_groups",
                "Number of groups, including those in other.",
                List.of("sample"),
                (moment, points) -> {
                    for (int at = 0; at < specs.size(); at++) {
                        SeriesStatus<Snapshot> standing = moment.groups().get(at);
                        ranked(at, moment).ifPresent(found -> points.add(found.groups(), standing.name()));
                    }
                }));
        families.add(Family.counter(
                "conncount_series_dropped",
                "Series of groups that were left out because of --max-series, counted once per" + " sample.",
                List.of(),
                (moment, points) -> points.add(dropped.sum())));
        return families;
    }

    private Family sockets(int at) {
        GroupSpec spec = specs.get(at);
        String keys = String.join(", ", spec.query().keyNames());
        String selected = spec.query()
                .selection()
                .words()
                .map(words -> "Sockets selected by " + words)
                .orElse("TCP sockets");
        return Family.gauge(
                        "conncount_sockets_by_" + spec.name(),
                        String.format(
                                Locale.ROOT,
                                "%s, by %s; at most %d groups, the largest, and the rest as other.",
                                selected,
                                keys,
                                spec.top()),
                        spec.labels(),
                        (moment, points) ->
                                ranked(at, moment).ifPresent(found -> add(found, share(at, moment), points)))
                .madeOf(moment -> ranked(at, moment).map(found -> List.of(found.takenNanos(), share(at, moment))));
    }

    /** Adds the largest groups and, as the last of the series it may have, what is in none of them. */
    private void add(RankedGroups found, int share, SeriesBuilder points) {
        dropped.add(found.seriesWanted() - share);
        if (share == 0) {
            return;
        }
        long rest = found.total();
        for (RankedGroups.Group group : found.largest().subList(0, share - 1)) {
            points.add(group.sockets(), group.values().toArray(new String[0]));
            rest -= group.sockets();
        }
        points.add(rest, Collections.nCopies(points.labels(), OTHER).toArray(new String[0]));
    }

    /** How many series a grouping may have: what the smaller ones leave of their shares goes to the larger. */
    private int share(int at, ScrapeContext moment) {
        int[] wanted = new int[specs.size()];
        for (int i = 0; i < wanted.length; i++) {
            wanted[i] = ranked(i, moment).map(RankedGroups::seriesWanted).orElse(0);
        }
        int left = seriesMax;
        int sharers = wanted.length;
        int[] smallestFirst = wanted.clone();
        Arrays.sort(smallestFirst);
        for (int want : smallestFirst) {
            int fair = left / sharers;
            if (want > fair) {
                return Math.min(wanted[at], fair);
            }
            left -= want;
            sharers--;
        }
        return wanted[at];
    }

    private Optional<RankedGroups> ranked(int at, ScrapeContext moment) {
        return moment.groups().get(at).last().map(sample -> moment.cache().groups(specs.get(at), sample));
    }

    /**
     * The groups of one sample that may become series.
     *
     * @param takenNanos of the sample, which identifies it
     * @param largest groups, the largest first
     * @param total sockets in all groups, those included that may not become series
     * @param groups the total number of groups
     */
    record RankedGroups(long takenNanos, List<Group> largest, long total, long groups) {
        /**
         * A group.
         *
         * @param values of the keys
         */
        record Group(List<String> values, long sockets) {}

        static RankedGroups of(GroupSpec spec, Sample<Snapshot> sample) {
            boolean restricted = !spec.allowed().isEmpty();
            Ranking ranking =
                    new Ranking(sample.value(), Order.LARGEST_FIRST, restricted ? Integer.MAX_VALUE : spec.top());
            List<GroupKey> keys = spec.query().keys();
            List<Group> largest = new ArrayList<>();
            for (Row row : ranking.rows()) {
                if (largest.size() == spec.top()) {
                    break;
                }
                Group group = group(row, keys.size());
                if (allowed(group, keys, spec.allowed())) {
                    largest.add(group);
                }
            }
            long groups = ranking.rows().size() + ranking.otherGroups();
            return new RankedGroups(sample.takenNanos(), largest, sample.value().total(), groups);
        }

        /** How many series there would be without a ceiling: one is what is in none of these groups. */
        int seriesWanted() {
            return largest.size() + 1;
        }

        private static Group group(Row row, int keys) {
            List<String> values = new ArrayList<>(keys);
            for (int key = 0; key < keys; key++) {
                values.add(row.value(key));
            }
            return new Group(values, row.count());
        }

        private static boolean allowed(Group group, List<GroupKey> keys, Map<String, Set<String>> allowed) {
            for (int key = 0; key < keys.size(); key++) {
                Set<String> values = allowed.get(keys.get(key).name());
                if (values != null && !values.contains(group.values.get(key))) {
                    return false;
                }
            }
            return true;
        }
    }
}
