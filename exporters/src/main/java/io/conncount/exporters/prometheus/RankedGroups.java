package io.conncount.exporters.prometheus;

import io.conncount.exporters.sampled.GroupSpec;
import io.conncount.group.GroupKey;
import io.conncount.sampler.Sample;
import io.conncount.snapshot.Order;
import io.conncount.snapshot.Ranking;
import io.conncount.snapshot.Row;
import io.conncount.snapshot.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

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
        Ranking ranking = new Ranking(sample.value(), Order.LARGEST_FIRST, restricted ? Integer.MAX_VALUE : spec.top());
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
