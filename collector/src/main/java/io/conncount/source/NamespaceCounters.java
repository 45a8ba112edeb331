package io.conncount.source;

import io.conncount.counters.CounterSource;
import io.conncount.counters.Measure;
import io.conncount.counters.Measures;
import io.conncount.socket.Protocol;
import io.conncount.sys.KernelException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Counts of sockets in every network namespace together. What else is read, such as the segments sent, stays that of the
 * thread's own namespace: a sum would fall whenever a namespace ends.
 */
final class NamespaceCounters implements CounterSource {
    private final CounterSource each;
    private final NamespaceTour tour;

    /** @param each has the counters of the namespace of the thread that asks */
    NamespaceCounters(CounterSource each, NamespaceTour tour) {
        this.each = each;
        this.tour = tour;
    }

    @Override
    public Measures read() {
        return new Measures(sums());
    }

    private Map<Measure, Long> sums() {
        List<Map<Measure, Long>> readings = inEach(() -> each.read().values());
        Map<Measure, Long> sums = new EnumMap<>(Measure.class);
        for (Measure measure : Measure.values()) {
            // A number that one of them lacks is no sum.
            if (!readings.isEmpty() && readings.stream().allMatch(reading -> reading.containsKey(measure))) {
                sums.put(
                        measure,
                        readings.stream()
                                .mapToLong(reading -> reading.get(measure))
                                .sum());
            }
        }
        return sums;
    }

    @Override
    public Measures readAll() {
        Map<Measure, Long> values = new EnumMap<>(Measure.class);
        values.putAll(each.readAll().values());
        values.putAll(sums());
        return new Measures(values);
    }

    @Override
    public long sockets(Protocol protocol) {
        List<Long> counts = inEach(() -> each.sockets(protocol));
        return counts.isEmpty() || counts.contains(Measures.MISSING)
                ? Measures.MISSING
                : counts.stream().mapToLong(Long::longValue).sum();
    }

    @Override
    public Map<String, Long> otherSockets() {
        Map<String, Long> sums = new TreeMap<>();
        for (Map<String, Long> counts : inEach(each::otherSockets)) {
            counts.forEach((kind, sockets) -> sums.merge(kind, sockets, Long::sum));
        }
        return sums;
    }

    /** What is read in each namespace; nothing if that was interrupted. */
    private <T> List<T> inEach(Supplier<T> reading) {
        List<T> readings = new ArrayList<>();
        try {
            tour.run(new NamespaceTour.Stop() {
                @Override
                public boolean wanted(long inode) {
                    return true;
                }

                @Override
                public void visit(long inode) {
                    readings.add(reading.get());
                }
            });
            return readings;
        } catch (KernelException e) {
            return List.of();
        }
    }
}
