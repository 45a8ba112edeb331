package io.conncount.collect;

import io.conncount.collect.Limit.Unit;
import io.conncount.counters.CgroupMemory;
import io.conncount.counters.LocalPorts;
import io.conncount.counters.Measure;
import io.conncount.counters.Measures;
import io.conncount.counters.SocketMemory;
import io.conncount.source.Host;
import io.conncount.sys.HostSystem;
import io.conncount.sys.KernelException;
import io.conncount.sys.NetNamespaces;
import io.conncount.sys.Processes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The limits that many connections meet, and how near they are. Everything is read in constant time, but for the listeners, the
 * processes and the cgroups, of which there are few.
 *
 * @param limits the nearest first, and then those whose share is not known
 * @param measures what the kernel told of itself
 * @param memory what the kernel takes for a connection
 * @param ports those that the kernel gives to connections
 * @param fault why limits may be missing
 */
public record CapacityView(
        List<Limit> limits,
        Measures measures,
        SocketMemory memory,
        Optional<LocalPorts> ports,
        Optional<String> fault) {
    /** The names of the limits of which the use can be known. */
    public static final List<String> NAMES = List.of(
            "open_files",
            "process_open_files",
            "sockets",
            "tcp_memory",
            "tcp_memory_pressure",
            "udp_memory",
            "orphans",
            "tcp_hash",
            "time_wait",
            "accept_queue",
            "somaxconn",
            "conntrack",
            "net_namespaces",
            "memory",
            "cgroup_memory");

    /** Of processes, and of cgroups, so many are shown. */
    static final int FULLEST_MAX = 3;

    /** Of a process with fewer descriptors, the limit is not looked up. */
    private static final int OPEN_FILES_MIN = 64;

    private static final String HOST_ONLY = "shown only in the host's own network namespace";
    private static final boolean LINUX = HostSystem.current() == HostSystem.LINUX;

    /** Copies what it is given. */
    public CapacityView {
        limits = List.copyOf(limits);
    }

    /**
     * Reads the limits of a host, and of the network namespace of the thread that asks.
     *
     * @throws KernelException if the kernel does not show its listeners
     */
    public static CapacityView of(Host host) throws KernelException {
        Measures measures = host.counters().readAll();
        Optional<LocalPorts> ports = host.counters().localPorts();
        List<Limit> limits = new ArrayList<>();
        addFiles(measures, limits);
        addTcp(measures, limits);
        addQueues(ListenQueues.of(host), measures, limits);
        limits.add(Limit.count(
                        "local_ports",
                        -1,
                        ports.isPresent() ? ports.get().count() : -1,
                        sysctl("net.ipv4.ip_local_port_range", "net.inet.ip.portrange.first and last"))
                .noted("for each destination; conncount ports shows their use"));
        if (LINUX) {
            addConntrack(measures, limits);
            addNamespaces(measures, limits);
            addMemory(measures, limits);
        }
        Collections.sort(limits);
        return new CapacityView(
                limits,
                measures,
                LINUX ? SocketMemory.ofThisHost() : new SocketMemory(Map.of()),
                ports,
                measures.fault());
    }

    private static String sysctl(String linux, String freeBsd) {
        return LINUX ? linux : freeBsd;
    }

    private static void addFiles(Measures measures, List<Limit> limits) {
        limits.add(Limit.count(
                "open_files",
                measures.number(Measure.OPEN_FILES),
                measures.number(Measure.OPEN_FILES_MAX),
                sysctl("fs.file-max", "kern.maxfiles")));
        limits.add(Limit.count(
                        "sockets",
                        measures.number(Measure.OPEN_SOCKETS),
                        measures.number(Measure.OPEN_SOCKETS_MAX),
                        sysctl("", "kern.ipc.maxsockets"))
                .notedIfUnknown("Linux has no limit of its own for sockets"));
        if (LINUX) {
            addProcesses(limits);
            limits.add(Limit.count(
                            "epoll_watches",
                            -1,
                            measures.number(Measure.EPOLL_WATCHES_MAX),
                            "fs.epoll.max_user_watches")
                    .noted("for each user; the kernel does not report how many are used"));
        }
    }

    private static void addProcesses(List<Limit> limits) {
        List<Limit> ofProcesses = new ArrayList<>();
        int hidden = 0;
        for (int pid : Processes.list()) {
            long open = Processes.openFiles(pid);
            hidden += open < 0 ? 1 : 0;
            if (open >= OPEN_FILES_MIN) {
                ofProcesses.add(Limit.count("process_open_files", open, Processes.openFilesMax(pid), "LimitNOFILE")
                        .of(Processes.name(pid) + "/" + pid)
                        .noted("its soft limit, ulimit -n; the most that can be given is fs.nr_open"));
            }
        }
        Collections.sort(ofProcesses);
        limits.addAll(ofProcesses.subList(0, Math.min(FULLEST_MAX, ofProcesses.size())));
        if (hidden > 0) {
            limits.add(Limit.count("process_open_files", -1, -1, "LimitNOFILE")
                    .of("others")
                    .noted(hidden + " processes do not show how many files they have open; only root sees them"));
        }
    }

    private static void addTcp(Measures measures, List<Limit> limits) {
        long memory = measures.number(Measure.TCP_SOCKET_MEMORY);
        if (LINUX) {
            limits.add(Limit.bytes(
                            "tcp_memory", memory, measures.number(Measure.TCP_SOCKET_MEMORY_MAX), "net.ipv4.tcp_mem")
                    .notedIfUnknown(HOST_ONLY));
            limits.add(Limit.bytes(
                            "tcp_memory_pressure",
                            memory,
                            measures.number(Measure.TCP_SOCKET_MEMORY_PRESSURE),
                            "net.ipv4.tcp_mem")
                    .notedIfUnknown(HOST_ONLY));
            limits.add(Limit.bytes(
                            "udp_memory",
                            measures.number(Measure.UDP_SOCKET_MEMORY),
                            measures.number(Measure.UDP_SOCKET_MEMORY_MAX),
                            "net.ipv4.udp_mem")
                    .notedIfUnknown(HOST_ONLY));
            limits.add(Limit.count(
                            "orphans",
                            measures.number(Measure.TCP_ORPHANS),
                            measures.number(Measure.TCP_ORPHANS_MAX),
                            "net.ipv4.tcp_max_orphans")
                    .notedIfUnknown(HOST_ONLY));
            limits.add(
                    Limit.count(
                                    "tcp_hash",
                                    measures.tcpSockets(),
                                    measures.number(Measure.TCP_HASH_BUCKETS),
                                    "thash_entries")
                            .noted(
                                    measures.number(Measure.TCP_HASH_BUCKETS) < 0
                                            ? "kernels report the number of buckets since Linux 6.1"
                                            : "sockets of this namespace over buckets, set at boot: no limit, but a load above 1 takes time"));
        }
        limits.add(Limit.count(
                "time_wait",
                measures.number(Measure.TCP_TIME_WAIT),
                measures.number(Measure.TCP_TIME_WAIT_MAX),
                sysctl("net.ipv4.tcp_max_tw_buckets", "net.inet.tcp.maxtcptw")));
    }

    private static void addQueues(ListenQueues queues, Measures measures, List<Limit> limits) {
        String somaxconn = sysctl("net.core.somaxconn", "kern.ipc.soacceptqueue");
        long longest = 0;
        for (ListenQueue queue : queues.queues()) {
            longest = Math.max(longest, queue.fullestLength());
        }
        if (!queues.queues().isEmpty()) {
            ListenQueue fullest = queues.queues().get(0);
            limits.add(Limit.count("accept_queue", fullest.fullestLength(), fullest.fullestLimit(), "backlog")
                    .of(fullest.endpoint())
                    .noted("the fullest; its limit is the backlog of listen(), " + somaxconn + " at most"));
        }
        limits.add(Limit.count("somaxconn", longest, measures.number(Measure.ACCEPT_QUEUE_MAX), somaxconn)
                .noted("the longest accept queue"));
        if (LINUX) {
            limits.add(Limit.count(
                            "syn_backlog", -1, measures.number(Measure.SYN_BACKLOG_MAX), "net.ipv4.tcp_max_syn_backlog")
                    .noted("for each listener; conncount listeners -c shows half-open connections"));
        }
    }

    private static void addConntrack(Measures measures, List<Limit> limits) {
        limits.add(Limit.count(
                        "conntrack",
                        measures.number(Measure.CONNTRACK_ENTRIES),
                        measures.number(Measure.CONNTRACK_ENTRIES_MAX),
                        "net.netfilter.nf_conntrack_max")
                .notedIfUnknown("nf_conntrack is not loaded, or does not show its numbers here"));
    }

    private static void addNamespaces(Measures measures, List<Limit> limits) {
        NetNamespaces namespaces = NetNamespaces.list();
        limits.add(Limit.count(
                        "net_namespaces",
                        namespaces.fault().isPresent()
                                ? -1
                                : namespaces.namespaces().size(),
                        measures.number(Measure.NET_NAMESPACES_MAX),
                        "user.max_net_namespaces")
                .noted(namespaces.fault().orElse("the limit is for each user")));
    }

    private static void addMemory(Measures measures, List<Limit> limits) {
        long total = measures.number(Measure.MEMORY_TOTAL);
        long available = measures.number(Measure.MEMORY_AVAILABLE);
        limits.add(Limit.bytes("memory", total < 0 || available < 0 ? -1 : total - available, total, "")
                .noted("what could be had without swapping is not counted as used"));
        List<CgroupMemory> groups = CgroupMemory.fullest(FULLEST_MAX);
        if (groups.isEmpty()) {
            limits.add(Limit.bytes("cgroup_memory", -1, -1, "memory.max")
                    .noted("no cgroup (version 2) with a limit can be seen here"));
        }
        for (CgroupMemory group : groups) {
            String sockets = group.socketBytes() < 0 ? "" : group.socketBytes() + " bytes of it are buffers of sockets";
            limits.add(new Limit(
                    "cgroup_memory",
                    group.path(),
                    group.useBytes(),
                    group.maxBytes(),
                    Unit.BYTES,
                    "memory.max",
                    sockets));
        }
    }
}
