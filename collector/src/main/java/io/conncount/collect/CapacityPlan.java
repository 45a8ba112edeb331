package io.conncount.collect;

import io.conncount.counters.LocalPorts;
import io.conncount.counters.Measure;
import io.conncount.counters.Measures;
import io.conncount.sys.KernelFile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * What must be raised so that a Linux host can have a number of connections. Values come from what its connections use now; where
 * there are too few to tell, or a limit cannot be read, it says so.
 *
 * @param needs what must be raised
 * @param notes what else must be known
 */
public record CapacityPlan(List<Need> needs, List<String> notes) {
    private static final int PERCENT = 100;

    /** A tenth to spare where each connection takes one, and as much again where numbers are averages. */
    private static final int SPARE_PERCENT = 110;

    private static final int SPARE_OF_AVERAGE_PERCENT = 120;

    /** Copies what it is given. */
    public CapacityPlan {
        needs = List.copyOf(needs);
        notes = List.copyOf(notes);
    }

    /**
     * A limit that is too low.
     *
     * @param setting a sysctl, or where else it is set
     * @param isSysctl false if it is set elsewhere
     * @param now its value
     * @param needed the value to give it
     * @param why in a sentence without a full stop
     */
    public record Need(String setting, boolean isSysctl, String now, String needed, String why) {}

    /** The plan for so many established connections at the same time. */
    public static CapacityPlan of(CapacityView view, long connections) {
        Planning planning = new Planning(view, connections);
        planning.files();
        planning.memory();
        planning.ofShare(Measure.TCP_ORPHANS, Measure.TCP_ORPHANS_MAX, "net.ipv4.tcp_max_orphans", "orphans");
        planning.ofShare(
                Measure.TCP_TIME_WAIT,
                Measure.TCP_TIME_WAIT_MAX,
                "net.ipv4.tcp_max_tw_buckets",
                "sockets in TIME_WAIT");
        planning.conntrack();
        planning.table();
        planning.ports();
        return new CapacityPlan(planning.needs, planning.notes);
    }

    private static final class Planning {
        private final CapacityView view;
        private final Measures measures;
        private final long connections;
        private final long present;
        private final List<Need> needs = new ArrayList<>();
        private final List<String> notes = new ArrayList<>();

        Planning(CapacityView view, long connections) {
            this.view = view;
            this.connections = connections;
            measures = view.measures();
            present = Math.max(0, measures.number(Measure.TCP_ESTABLISHED));
        }

        /** A setting that must be at least this, if that can be told. */
        private void need(String sysctl, Measure measure, long needed, String why) {
            long now = measures.number(measure);
            if (now < 0) {
                notes.add(sysctl + " cannot be read here, and should be at least " + needed + ": " + why);
            } else if (now < needed) {
                needs.add(new Need(sysctl, true, Long.toString(now), Long.toString(needed), why));
            }
        }

        private static long spare(long number, int percent) {
            return number > Long.MAX_VALUE / percent ? Long.MAX_VALUE : number * percent / PERCENT;
        }

        void files() {
            long others = Math.max(0, measures.number(Measure.OPEN_FILES) - present);
            need(
                    "fs.file-max",
                    Measure.OPEN_FILES_MAX,
                    spare(connections + others, SPARE_PERCENT),
                    String.format(
                            Locale.ROOT,
                            "each connection is an open file, and %,d others are open; a tenth to spare",
                            others));
            long ofOne = spare(connections, SPARE_PERCENT);
            need(
                    "fs.nr_open",
                    Measure.PROCESS_OPEN_FILES_MAX,
                    ofOne,
                    "the most that a process may have open, if one process has all connections; a tenth to spare");
            need(
                    "fs.epoll.max_user_watches",
                    Measure.EPOLL_WATCHES_MAX,
                    ofOne,
                    "a connection in an epoll set is a watch; a tenth to spare");
            view.limits().stream()
                    .filter(limit -> limit.name().equals("process_open_files") && limit.isKnown())
                    .max(Comparator.comparingLong(Limit::use))
                    .filter(fullest -> fullest.max() < ofOne)
                    .ifPresent(fullest -> needs.add(new Need(
                            "LimitNOFILE",
                            false,
                            Long.toString(fullest.max()),
                            Long.toString(ofOne),
                            fullest.of()
                                    + " has the most files open; set it for the service that has the connections")));
        }

        /** The third number is the limit; the others are in the same proportion to it as now. */
        void memory() {
            int page = KernelFile.pageBytes();
            boolean measured = Room.queuedBytes(measures).isPresent();
            long each = Math.max(page, Room.queuedBytes(measures).orElse(page));
            long neededBytes = spare(connections * each, SPARE_OF_AVERAGE_PERCENT);
            String why = String.format(
                    Locale.ROOT,
                    "%,d bytes in the queues of each: %s; a fifth to spare",
                    each,
                    measured
                            ? "the average now, or a page if that is less"
                            : "a page, because there are too few connections to measure");
            long now = measures.number(Measure.TCP_SOCKET_MEMORY_MAX);
            if (now < 0) {
                notes.add("net.ipv4.tcp_mem cannot be read here, and its third number should be at least "
                        + neededBytes / page + ": " + why);
            } else if (now < neededBytes) {
                long pages = neededBytes / page + 1;
                needs.add(new Need(
                        "net.ipv4.tcp_mem",
                        true,
                        Long.toString(now / page),
                        pages / 2 + " " + pages * 3 / 4 + " " + pages,
                        why + " (pages)"));
            }
            hostMemory(each);
        }

        private void hostMemory(long queuedBytes) {
            long total = measures.number(Measure.MEMORY_TOTAL);
            if (view.memory().connectionBytes().isEmpty()) {
                notes.add("how much memory the kernel takes for a connection is in /proc/slabinfo, which only root can"
                        + " read");
                return;
            }
            long bytes = connections * (view.memory().connectionBytes().getAsLong() + queuedBytes);
            notes.add(String.format(
                    Locale.ROOT,
                    "the kernel takes about %,d MB of memory for the connections; the host has %,d MB%s",
                    bytes >> 20,
                    Math.max(0, total) >> 20,
                    total >= 0 && bytes > total ? ", which is too little" : ""));
        }

        /** A number that grows with the connections. */
        void ofShare(Measure use, Measure max, String sysctl, String what) {
            long now = measures.number(use);
            if (now < 0 || present < Room.MEASURED_MIN) {
                notes.add(String.format(
                        Locale.ROOT,
                        "how many %s there will be cannot be estimated from %,d connections",
                        what,
                        present));
                return;
            }
            need(
                    sysctl,
                    max,
                    spare((long) ((double) now / present * connections), SPARE_OF_AVERAGE_PERCENT),
                    String.format(
                            Locale.ROOT,
                            "%,d %s for %,d connections now, in the same proportion; a fifth to spare",
                            now,
                            what,
                            present));
        }

        void conntrack() {
            long entries = measures.number(Measure.CONNTRACK_ENTRIES);
            if (entries > 0 && !Room.isTracked(measures)) {
                notes.add("nf_conntrack tracks few of the connections, so its limit is not raised");
            } else if (entries > 0) {
                long others = Math.max(0, entries - present);
                need(
                        "net.netfilter.nf_conntrack_max",
                        Measure.CONNTRACK_ENTRIES_MAX,
                        spare(connections + others, SPARE_PERCENT),
                        String.format(
                                Locale.ROOT,
                                "a tracked connection is an entry, and %,d others are tracked; a tenth to spare",
                                others));
            }
        }

        /** Its size is a power of two. */
        void table() {
            long buckets = measures.number(Measure.TCP_HASH_BUCKETS);
            if (buckets >= 0 && buckets < connections) {
                long enough = Long.highestOneBit(connections - 1) << 1;
                needs.add(new Need(
                        "thash_entries",
                        false,
                        Long.toString(buckets),
                        Long.toString(enough),
                        "a parameter of the kernel at boot: more connections than buckets make every lookup longer"));
            }
        }

        void ports() {
            if (view.ports().isEmpty() || view.ports().get().count() == 0) {
                return;
            }
            LocalPorts ports = view.ports().get();
            long addresses = (connections + ports.count() - 1) / ports.count();
            notes.add(String.format(
                    Locale.ROOT,
                    "if this host opens the connections, all to one address and port, it needs %,d source addresses: each has"
                            + " %,d ports (net.ipv4.ip_local_port_range = %d %d)",
                    addresses,
                    ports.count(),
                    ports.min(),
                    ports.max()));
        }
    }

    /** As a file for {@code sysctl -p}: what is set elsewhere, and what must be known, is in comments. */
    public String text(long connections) {
        StringBuilder text = new StringBuilder();
        text.append(String.format(Locale.ROOT, "# what must be raised for %,d connections%n", connections));
        if (needs.isEmpty()) {
            text.append("# nothing, as far as is known\n");
        }
        for (Need need : needs) {
            text.append("# ").append(need.why).append("; now ").append(need.now).append('\n');
            text.append(need.isSysctl ? "" : "# ")
                    .append(need.setting)
                    .append(need.isSysctl ? " = " : "=")
                    .append(need.needed)
                    .append('\n');
        }
        notes.forEach(note -> text.append("# ").append(note).append('\n'));
        return text.toString();
    }
}
