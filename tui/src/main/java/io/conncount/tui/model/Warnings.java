package io.conncount.tui.model;

import io.conncount.collect.ListenQueue;
import io.conncount.counters.Measure;
import io.conncount.counters.Measures;
import io.conncount.filter.Conditions;
import io.conncount.sampler.Series.Sample;
import io.conncount.snapshot.Ranking.Row;
import io.conncount.socket.TcpState;
import io.conncount.tui.model.Data.Activity;
import io.conncount.tui.model.Event.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** What an operator should look at, the most pressing first. */
public final class Warnings {
    /** From here on something is near its limit. */
    private static final double NEAR = 0.8;

    /** A smaller increase in CLOSE-WAIT is not yet a leak. */
    private static final long CLOSE_WAIT_GROWTH_MIN = 50;

    /** The number of snapshots over which a count must grow. */
    private static final int CLOSE_WAIT_SNAPSHOTS_MIN = 10;

    private static final int QUEUES_MAX = 3;

    private final Instant time;
    private final long nowNanos;
    private final List<Warning> found = new ArrayList<>();

    private Warnings(Instant time, long nowNanos) {
        this.time = time;
        this.nowNanos = nowNanos;
    }

    /**
     * A gauge with its limit.
     *
     * @param name what it counts
     * @param tab the view that shows more of it
     */
    private record Limit(String name, Measure value, Measure max, Tab tab) {}

    private static final List<Limit> LIMITS = List.of(
            new Limit("TCP buffers", Measure.TCP_SOCKET_MEMORY, Measure.TCP_SOCKET_MEMORY_MAX, Tab.MEMORY),
            new Limit("UDP buffers", Measure.UDP_SOCKET_MEMORY, Measure.UDP_SOCKET_MEMORY_MAX, Tab.MEMORY),
            new Limit("orphaned TCP sockets", Measure.TCP_ORPHANS, Measure.TCP_ORPHANS_MAX, Tab.CAPACITY),
            new Limit(
                    "connections that the firewall tracks",
                    Measure.CONNTRACK_ENTRIES,
                    Measure.CONNTRACK_ENTRIES_MAX,
                    Tab.CAPACITY),
            new Limit("open files", Measure.OPEN_FILES, Measure.OPEN_FILES_MAX, Tab.CAPACITY));

    /** All of them, as they are at a moment, and those of the last minute. */
    static List<Warning> of(Data data, Instant time, long nowNanos) {
        Warnings warnings = new Warnings(time, nowNanos);
        warnings.addQueues(data);
        data.activity().ifPresent(warnings::addDrops);
        Optional<Measures> measures = data.state(Topic.MEASURES).last().map(Sample::value);
        measures.ifPresent(read -> warnings.addPorts(data.count(Topic.PORTS), read));
        warnings.addCloseWait(data.count(Topic.STATES));
        measures.ifPresent(read -> warnings.addLimits(data.count(Topic.STATES), read));
        return Warning.merged(warnings.found, data.warnings(), nowNanos);
    }

    private void add(String about, Severity severity, String text, Lead lead) {
        found.add(new Warning(about, severity, text, lead, time, nowNanos, false));
    }

    private void addQueues(Data data) {
        if (data.state(Topic.QUEUES).last().isEmpty()) {
            return;
        }
        int left = QUEUES_MAX;
        for (ListenQueue queue : data.state(Topic.QUEUES).last().get().value().queues()) {
            if (left > 0 && isNear(queue.fullestLength(), queue.fullestLimit())) {
                String endpoint = endpoint(queue.address(), queue.port());
                add(
                        "queue " + endpoint,
                        Severity.of(queue.fullestLength(), queue.fullestLimit()),
                        String.format(
                                Locale.ROOT,
                                "accept queue of %s is %s full: %,d of %,d wait%s",
                                endpoint,
                                percent(queue.fullestLength(), queue.fullestLimit()),
                                queue.fullestLength(),
                                queue.fullestLimit(),
                                queue.listeners() > 1
                                        ? String.format(Locale.ROOT, " at one of %,d listeners", queue.listeners())
                                        : ""),
                        Lead.to(Tab.LISTENERS, queue.condition()));
                left--;
            }
        }
    }

    private void addDrops(Activity activity) {
        double perSecond = activity.perSecond(Measure.TCP_LISTEN_DROPS).orElse(0);
        if (perSecond > 0) {
            add(
                    "drops",
                    Severity.CRITICAL,
                    String.format(Locale.ROOT, "listeners drop %,.1f connections a second", perSecond),
                    Lead.to(Tab.LISTENERS));
        }
    }

    /** The number of ports that the kernel can give a local address for connections to one remote endpoint. */
    private void addPorts(Counted ports, Measures measures) {
        OptionalLong min = measures.of(Measure.LOCAL_PORTS_MIN);
        OptionalLong max = measures.of(Measure.LOCAL_PORTS_MAX);
        if (min.isEmpty() || max.isEmpty() || ports.groups().isEmpty()) {
            return;
        }
        long room = max.getAsLong() - min.getAsLong() + 1;
        Row first = ports.groups().get(0);
        if (isNear(first.count(), room)) {
            add(
                    "ports",
                    Severity.of(first.count(), room),
                    String.format(
                            Locale.ROOT,
                            "ephemeral ports from %s to %s run out: %,d of %,d in use (%s)",
                            first.value(0),
                            endpoint(first.value(1), Integer.parseInt(first.value(2))),
                            first.count(),
                            room,
                            percent(first.count(), room)),
                    Lead.to(Tab.PORTS));
        }
    }

    private void addCloseWait(Counted states) {
        long[] counts = states.history().of(List.of("close_wait"));
        if (counts.length < CLOSE_WAIT_SNAPSHOTS_MIN) {
            return;
        }
        long least = Arrays.stream(counts).min().orElse(0);
        long now = counts[counts.length - 1];
        long most = Arrays.stream(counts).max().orElse(0);
        if (now == most && now - least >= Math.max(CLOSE_WAIT_GROWTH_MIN, now / 10)) {
            add(
                    "close-wait",
                    Severity.WARNING,
                    String.format(
                            Locale.ROOT,
                            "CLOSE-WAIT grows: %,d, %,d more than %d samples ago; a program does not close its sockets",
                            now,
                            now - least,
                            counts.length - 1),
                    Lead.to(Conditions.states(EnumSet.of(TcpState.CLOSE_WAIT))));
        }
    }

    private void addLimits(Counted states, Measures measures) {
        for (Limit limit : LIMITS) {
            OptionalLong value = measures.of(limit.value);
            OptionalLong max = measures.of(limit.max);
            if (value.isPresent() && max.isPresent()) {
                addLimit(limit.name, value.getAsLong(), max.getAsLong(), Lead.to(limit.tab));
            }
        }
        OptionalLong timeWaitMax = measures.of(Measure.TCP_TIME_WAIT_MAX);
        for (Row row : states.groups()) {
            if (row.value(0).equals("time_wait") && timeWaitMax.isPresent()) {
                addLimit(
                        "sockets in TIME-WAIT",
                        row.count(),
                        timeWaitMax.getAsLong(),
                        Lead.to(Conditions.states(EnumSet.of(TcpState.TIME_WAIT))));
            }
        }
    }

    private void addLimit(String name, long value, long max, Lead lead) {
        if (isNear(value, max)) {
            add(
                    name,
                    Severity.of(value, max),
                    String.format(
                            Locale.ROOT, "%s near the limit: %,d of %,d (%s)", name, value, max, percent(value, max)),
                    lead);
        }
    }

    private static boolean isNear(long value, long max) {
        return value > 0 && value >= NEAR * max;
    }

    private static String percent(long part, long whole) {
        return String.format(Locale.ROOT, "%d %%", 100 * part / Math.max(1, whole));
    }

    private static String endpoint(String address, int port) {
        return (address.indexOf(':') >= 0 ? "[" + address + "]" : address) + ":" + port;
    }

    /** How much it presses. */
    public enum Severity {
        CRITICAL("critical"),
        WARNING("warning");

        /** From here on there is next to nothing left. */
        private static final double CRITICAL_SHARE = 0.95;

        private final String label;

        Severity(String label) {
            this.label = label;
        }

        /** What it is called. */
        public String label() {
            return label;
        }

        private static Severity of(long value, long max) {
            return value >= CRITICAL_SHARE * max ? CRITICAL : WARNING;
        }
    }

    /**
     * Something that an operator should look at.
     *
     * @param about what it is about; a later warning about the same takes its place
     * @param lead where more of it is to be seen, of all sockets
     * @param seen when it was last so, by the host's clock
     * @param seenNanos the same by {@link System#nanoTime}
     * @param over true if it was not so any more in the latest sample
     */
    public record Warning(
            String about, Severity severity, String text, Lead lead, Instant seen, long seenNanos, boolean over) {
        /** Warnings stay for so long, so that what comes and goes can be read. */
        private static final long KEPT_NANOS = Duration.ofMinutes(1).toNanos();

        /** The current warnings, the most severe first, followed by those that ended within the last minute. */
        static List<Warning> merged(List<Warning> now, List<Warning> before, long nowNanos) {
            List<Warning> merged = new ArrayList<>(now);
            merged.sort(Comparator.comparing(Warning::severity));
            for (Warning old : before) {
                boolean again = now.stream().anyMatch(warning -> warning.about.equals(old.about));
                if (!again && nowNanos - old.seenNanos < KEPT_NANOS) {
                    merged.add(new Warning(old.about, old.severity, old.text, old.lead, old.seen, old.seenNanos, true));
                }
            }
            return merged;
        }
    }
}
