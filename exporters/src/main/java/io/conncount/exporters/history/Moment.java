package io.conncount.exporters.history;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a series was at a time, and in the span before it: one sample, or several that became one.
 *
 * @param time when the last of the samples was begun
 * @param span how long before that the span begins: with the sample before the first of them, or, if there was none that
 *     it follows, with the first itself
 * @param samples how many samples it stands for
 * @param total the sum of all groups, of those too that are not in {@code groups}
 * @param groups the largest groups by the values of their keys, as machine formats show them; one that is missing is 0
 * @param otherGroups how many more groups there were at some time in the span, at most
 * @param errorBar by how many sockets a number may be off, or negative if that is not known
 * @param fault why sockets may be missing from one of the samples
 */
public record Moment(
        Instant time,
        Duration span,
        long samples,
        Extent total,
        Map<List<String>, Extent> groups,
        long otherGroups,
        long errorBar,
        Optional<String> fault) {
    /** More groups than these are not kept. */
    public static final int GROUPS_MAX = 1000;

    /** Copies what it is given. */
    public Moment {
        groups = Map.copyOf(groups);
    }

    /** When its span begins. */
    public Instant begin() {
        return time.minus(span);
    }

    /** True if its span holds this time. */
    public boolean covers(Instant asked) {
        return !asked.isAfter(time) && !asked.isBefore(begin());
    }

    /** The same by another clock. */
    Moment at(Instant other) {
        return new Moment(other, span, samples, total, groups, otherGroups, errorBar, fault);
    }

    /** The same with a span that begins at another time. */
    Moment since(Instant begin) {
        return new Moment(time, Duration.between(begin, time), samples, total, groups, otherGroups, errorBar, fault);
    }

    /** True if another span begins where this one ends. */
    boolean isFollowedBy(Moment later) {
        return !later.begin().isAfter(time);
    }

    /** This one and the one that follows it as one. */
    public Moment then(Moment later) {
        Set<List<String>> all = new HashSet<>(groups.keySet());
        all.addAll(later.groups.keySet());
        Map<List<String>, Extent> merged = new HashMap<>();
        for (List<String> values : all) {
            merged.put(values, group(values).then(later.group(values)));
        }
        long dropped = Math.max(0, merged.size() - GROUPS_MAX);
        if (dropped > 0) {
            merged.entrySet().stream()
                    .sorted(Comparator.comparingLong(entry -> -entry.getValue().max()))
                    .skip(GROUPS_MAX)
                    .map(Map.Entry::getKey)
                    .toList()
                    .forEach(merged::remove);
        }
        return new Moment(
                later.time,
                Duration.between(begin(), later.time),
                samples + later.samples,
                total.then(later.total),
                merged,
                Math.max(otherGroups, later.otherGroups) + dropped,
                errorBar < 0 || later.errorBar < 0 ? -1 : Math.max(errorBar, later.errorBar),
                later.fault.or(() -> fault));
    }

    /** A group by the values of its keys. */
    public Extent group(List<String> values) {
        return groups.getOrDefault(values, Extent.NONE);
    }

    /** How many sockets are in none of the groups at the end of the span. */
    public long otherCount() {
        return total.last() - groups.values().stream().mapToLong(Extent::last).sum();
    }
}
