package io.conncount.exporters.history;

import io.conncount.exporters.history.Ring.Sampled;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * Measures a history of a day, with the numbers of a host with a million sockets and churn: states each second, and a grouping of
 * a thousand ports and states every 15 seconds. Not a test: {@code docs/decisions} has what it printed.
 */
final class DayOfRecords {
    private static final long SEED = 20;
    private static final long DAY_SECONDS = 24 * 3600;
    private static final String[] STATES = {
        "established",
        "syn_sent",
        "syn_recv",
        "fin_wait1",
        "fin_wait2",
        "time_wait",
        "close_wait",
        "last_ack",
        "listen",
        "closing"
    };
    private static final int[] USUAL = {990_000, 12, 350, 60, 420, 28_000, 1200, 33, 401, 3};
    private static final RecordedSeries PORTS = new RecordedSeries(
            "local_port_state",
            List.of("local-port", "state"),
            List.of("tcp"),
            List.of("ipv4"),
            List.of("listen"),
            Optional.empty());

    private final Random random = new Random(SEED);
    private final Map<List<String>, Double> numbers = new HashMap<>();

    private DayOfRecords() {}

    public static void main(String[] args) throws Exception {
        new DayOfRecords().measure(Files.createTempDirectory(Path.of(args[0]), "day"));
    }

    private void measure(Path directory) throws Exception {
        long cpuNanos = cpu();
        try (Ring ring = Recordings.open(directory, Recordings.LIMITS)) {
            for (long second = 0; second < DAY_SECONDS; second++) {
                List<Sampled> samples = new ArrayList<>();
                samples.add(Recordings.sampled(Recordings.STATES, second, 1, states()));
                if (second % 15 == 0) {
                    samples.add(Recordings.sampled(PORTS, second, 15, ports()));
                }
                ring.append(samples);
                if (second % 20 == 0) {
                    ring.tidy();
                }
            }
            System.out.printf("%d bytes on disk%n", ring.bytes());
        }
        System.out.printf("%.3f %% of a core%n", 100.0 * (cpu() - cpuNanos) / 1e9 / DAY_SECONDS);
        try (Database database = Database.openToRead(Recordings.file(directory))) {
            for (String table : List.of("states", "local_port_state")) {
                long rows = database.number("SELECT count(*) FROM " + table);
                long bytes = database.number("SELECT sum(pgsize) FROM dbstat WHERE name = '" + table + "'");
                System.out.printf("%s: %d records, %d bytes each%n", table, rows, bytes / rows);
            }
        } catch (java.sql.SQLException e) {
            System.out.println(e.getMessage());
        }
        long[] nanos = new long[100];
        for (int i = 0; i < nanos.length; i++) {
            Instant when = Recordings.START.plusSeconds(1 + random.nextInt((int) DAY_SECONDS - 2));
            long start = System.nanoTime();
            try (HistoryReader reader = HistoryReader.open(directory)) {
                Moment unused = reader.at(PORTS, when).orElseThrow();
            }
            nanos[i] = System.nanoTime() - start;
        }
        Arrays.sort(nanos);
        System.out.printf("a moment is found in %.2f ms, at most %.2f ms%n", nanos[50] / 1e6, nanos[99] / 1e6);
    }

    private static long cpu() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    private Map<List<String>, Extent> states() {
        Map<List<String>, Extent> groups = new HashMap<>();
        for (String family : List.of("ipv4", "ipv6")) {
            for (int i = 0; i < STATES.length; i++) {
                int usual = family.equals("ipv4") ? USUAL[i] : USUAL[i] / 15;
                add(groups, List.of("tcp", family, STATES[i]), usual);
            }
            add(groups, List.of("udp", family, "close"), 30);
        }
        return groups;
    }

    private Map<List<String>, Extent> ports() {
        Map<List<String>, Extent> groups = new HashMap<>();
        for (int i = 0; i < 1000; i++) {
            add(groups, List.of(Integer.toString(32768 + 7 * i), STATES[i % 7]), 20 + i);
        }
        return groups;
    }

    /** Walks about the usual number. */
    private void add(Map<List<String>, Extent> groups, List<String> values, int usual) {
        double last = numbers.getOrDefault(values, (double) usual);
        double next = last + random.nextGaussian() * Math.sqrt(usual) + (usual - last) * 0.05;
        numbers.put(values, next);
        if (Math.round(next) > 0) {
            groups.put(values, Extent.of(Math.round(next)));
        }
    }
}
