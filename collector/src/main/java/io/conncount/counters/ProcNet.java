package io.conncount.counters;

import io.conncount.socket.Protocol;
import io.conncount.sys.KernelFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Reads {@link Measures} from a {@code /proc/net} directory: counts of sockets from {@code sockstat}, {@code sockstat6} and
 * {@code snmp}, the rest from these, {@code netstat} and {@code /proc/sys}, each file once. These are totals the kernel keeps;
 * {@code /proc/net/tcp}, a walk over every socket, is never opened.
 */
public final class ProcNet implements CounterSource {
    /** The counters of the network namespace that a netlink socket opened by this thread belongs to. */
    public static final Path OF_THIS_THREAD = Path.of("/proc/thread-self/net");

    /** Listed in {@code protocols}, but with a number that does not move. */
    private static final Set<String> UNCOUNTED = Set.of("AF_VSOCK", "NETLINK");

    private static final long KIBIBYTE = 1024;

    /** Of its values below {@code net}, those of the namespace of the thread that reads. */
    private static final Path SYSCTLS = Path.of("/proc/sys");

    private final Path directory;
    private final Path sysctls;

    /** Reads the files of this directory, and limits from {@code /proc/sys}. */
    public ProcNet(Path directory) {
        this(directory, SYSCTLS);
    }

    /** The same with limits from another directory. */
    ProcNet(Path directory, Path sysctls) {
        this.directory = directory;
        this.sysctls = sysctls;
    }

    @Override
    public Measures read() {
        Map<Measure, Long> values = new EnumMap<>(Measure.class);
        putSockets(values, socketNumbers(directory));
        return new Measures(values);
    }

    @Override
    public Measures readAll() {
        NamedNumbers numbers = socketNumbers(directory);
        readLimits(numbers);
        Map<Measure, Long> values = new EnumMap<>(Measure.class);
        putSockets(values, numbers);
        putCounters(values, numbers);
        putGauges(values, numbers);
        return new Measures(values);
    }

    /** What the files of a directory say of sockets. */
    static NamedNumbers socketNumbers(Path directory) {
        NamedNumbers numbers = new NamedNumbers();
        numbers.readPairs(directory.resolve("sockstat"));
        numbers.readPairs(directory.resolve("sockstat6"));
        numbers.readTable(directory.resolve("snmp"), "Tcp");
        return numbers;
    }

    @Override
    public Optional<LocalPorts> localPorts() {
        return Optional.ofNullable(LocalPorts.read(sysctls.resolve("net/ipv4")));
    }

    private void readLimits(NamedNumbers numbers) {
        numbers.readTable(directory.resolve("netstat"), "TcpExt");
        Path ipv4 = sysctls.resolve("net/ipv4");
        numbers.readRow(ipv4.resolve("tcp_mem"));
        numbers.readRow(ipv4.resolve("udp_mem"));
        numbers.readRow(ipv4.resolve("tcp_max_orphans"));
        numbers.readRow(ipv4.resolve("tcp_max_tw_buckets"));
        numbers.readRow(ipv4.resolve("ip_local_port_range"));
        numbers.readRow(sysctls.resolve("net/core/somaxconn"));
        numbers.readRow(sysctls.resolve("net/netfilter/nf_conntrack_count"));
        numbers.readRow(sysctls.resolve("net/netfilter/nf_conntrack_max"));
        numbers.readRow(sysctls.resolve("fs/file-nr"));
        numbers.readRow(sysctls.resolve("fs/nr_open"));
        numbers.readRow(sysctls.resolve("fs/epoll/max_user_watches"));
        numbers.readRow(sysctls.resolve("user/max_net_namespaces"));
        numbers.readRow(ipv4.resolve("tcp_max_syn_backlog"));
        numbers.readRow(ipv4.resolve("tcp_ehash_entries"));
        numbers.readLines(sysctls.resolve("../meminfo"));
    }

    private void putSockets(Map<Measure, Long> values, NamedNumbers numbers) {
        if (Files.notExists(directory.resolve("if_inet6")) && Files.exists(directory)) {
            // A kernel without IPv6 has no such sockets, and says so by leaving the files out.
            numbers.putIfMissing("TCP6.inuse", 0);
            numbers.putIfMissing("UDP6.inuse", 0);
            numbers.putIfMissing("UDPLITE6.inuse", 0);
            numbers.putIfMissing("RAW6.inuse", 0);
        }
        values.put(Measure.TCP_IN_USE, numbers.get("TCP.inuse"));
        values.put(Measure.TCP6_IN_USE, numbers.get("TCP6.inuse"));
        values.put(Measure.TCP_TIME_WAIT, numbers.get("TCP.tw"));
        values.put(Measure.TCP_ESTABLISHED, numbers.get("Tcp.CurrEstab"));
        values.put(Measure.TCP_OPENS, numbers.sum("Tcp.ActiveOpens", "Tcp.PassiveOpens"));
        values.put(Measure.UDP_IN_USE, numbers.sum("UDP.inuse", "UDP6.inuse"));
        values.put(Measure.UDPLITE_IN_USE, numbers.sum("UDPLITE.inuse", "UDPLITE6.inuse"));
        values.put(Measure.RAW_IN_USE, numbers.sum("RAW.inuse", "RAW6.inuse"));
    }

    private static void putCounters(Map<Measure, Long> values, NamedNumbers numbers) {
        values.put(Measure.TCP_ACTIVE_OPENS, numbers.get("Tcp.ActiveOpens"));
        values.put(Measure.TCP_PASSIVE_OPENS, numbers.get("Tcp.PassiveOpens"));
        values.put(Measure.TCP_ATTEMPT_FAILS, numbers.get("Tcp.AttemptFails"));
        values.put(Measure.TCP_ESTABLISHED_RESETS, numbers.get("Tcp.EstabResets"));
        values.put(Measure.TCP_SENT_RESETS, numbers.get("Tcp.OutRsts"));
        values.put(Measure.TCP_RETRANSMITTED_SEGMENTS, numbers.get("Tcp.RetransSegs"));
        values.put(Measure.TCP_SENT_SEGMENTS, numbers.get("Tcp.OutSegs"));
        values.put(Measure.TCP_RECEIVED_SEGMENTS, numbers.get("Tcp.InSegs"));
        values.put(Measure.TCP_LISTEN_OVERFLOWS, numbers.get("TcpExt.ListenOverflows"));
        values.put(Measure.TCP_LISTEN_DROPS, numbers.get("TcpExt.ListenDrops"));
        values.put(Measure.TCP_SYN_COOKIES_SENT, numbers.get("TcpExt.SyncookiesSent"));
        values.put(Measure.TCP_SYN_QUEUE_DROPS, numbers.get("TcpExt.TCPReqQFullDrop"));
    }

    private static void putGauges(Map<Measure, Long> values, NamedNumbers numbers) {
        values.put(Measure.TCP_SOCKET_MEMORY, bytes(numbers.get("TCP.mem")));
        values.put(Measure.TCP_SOCKET_MEMORY_MAX, bytes(numbers.get("tcp_mem.2")));
        values.put(Measure.TCP_SOCKET_MEMORY_PRESSURE, bytes(numbers.get("tcp_mem.1")));
        values.put(Measure.UDP_SOCKET_MEMORY, bytes(numbers.get("UDP.mem")));
        values.put(Measure.UDP_SOCKET_MEMORY_MAX, bytes(numbers.get("udp_mem.2")));
        values.put(Measure.TCP_ALLOCATED, numbers.get("TCP.alloc"));
        values.put(Measure.TCP_ORPHANS, numbers.get("TCP.orphan"));
        values.put(Measure.TCP_ORPHANS_MAX, numbers.get("tcp_max_orphans.0"));
        values.put(Measure.TCP_TIME_WAIT_MAX, numbers.get("tcp_max_tw_buckets.0"));
        values.put(Measure.CONNTRACK_ENTRIES, numbers.get("nf_conntrack_count.0"));
        values.put(Measure.CONNTRACK_ENTRIES_MAX, numbers.get("nf_conntrack_max.0"));
        values.put(Measure.LOCAL_PORTS_MIN, numbers.get("ip_local_port_range.0"));
        values.put(Measure.LOCAL_PORTS_MAX, numbers.get("ip_local_port_range.1"));
        values.put(Measure.ACCEPT_QUEUE_MAX, numbers.get("somaxconn.0"));
        values.put(Measure.OPEN_SOCKETS, numbers.get("sockets.used"));
        values.put(Measure.OPEN_FILES, numbers.get("file-nr.0"));
        values.put(Measure.OPEN_FILES_MAX, numbers.get("file-nr.2"));
        values.put(Measure.PROCESS_OPEN_FILES_MAX, numbers.get("nr_open.0"));
        values.put(Measure.EPOLL_WATCHES_MAX, numbers.get("max_user_watches.0"));
        values.put(Measure.NET_NAMESPACES_MAX, numbers.get("max_net_namespaces.0"));
        values.put(Measure.SYN_BACKLOG_MAX, numbers.get("tcp_max_syn_backlog.0"));
        // Negative in a namespace that uses the table of the host's own.
        values.put(Measure.TCP_HASH_BUCKETS, numbers.size("tcp_ehash_entries.0"));
        values.put(Measure.MEMORY_TOTAL, kibibytes(numbers.get("MemTotal")));
        values.put(Measure.MEMORY_AVAILABLE, kibibytes(numbers.get("MemAvailable")));
    }

    private static long kibibytes(long number) {
        return number >= 0 && number <= Long.MAX_VALUE / KIBIBYTE ? number * KIBIBYTE : Measures.MISSING;
    }

    private static long bytes(long pages) {
        int pageBytes = KernelFile.pageBytes();
        return pages >= 0 && pages <= Long.MAX_VALUE / pageBytes ? pages * pageBytes : Measures.MISSING;
    }

    @Override
    public long sockets(Protocol protocol) {
        Set<String> names = namesInProtocols(protocol);
        Map<String, Long> counts = countsInProtocols();
        // What is not among the kernel's protocols is none that sockets can be made of.
        long sockets = counts.isEmpty() ? Measures.MISSING : 0;
        for (String name : names) {
            long count = counts.getOrDefault(name, 0L);
            if (count < 0 || (UNCOUNTED.contains(name) && counts.containsKey(name))) {
                return Measures.MISSING;
            }
            sockets += count;
        }
        return sockets;
    }

    @Override
    public Map<String, Long> otherSockets() {
        Map<String, Long> others = new TreeMap<>(countsInProtocols());
        for (Protocol protocol : Protocol.values()) {
            others.keySet().removeAll(namesInProtocols(protocol));
        }
        others.values().removeIf(count -> count <= 0);
        return others;
    }

    /**
     * The counts of {@code /proc/net/protocols}, with lines such as {@code RAW 1152 3 …}: a name, bytes a socket, how many there
     * are. Empty if it cannot be read, and {@link Measures#MISSING} where there is no number.
     */
    private Map<String, Long> countsInProtocols() {
        Map<String, Long> counts = new HashMap<>();
        for (String line : NamedNumbers.lines(directory.resolve("protocols"))) {
            String[] words = line.split(" +", 4);
            if (words.length == 4) {
                counts.put(words[0], Math.max(Measures.MISSING, KernelFile.number(words[2])));
            }
        }
        return counts;
    }

    private static Set<String> namesInProtocols(Protocol protocol) {
        return switch (protocol) {
            case TCP, MPTCP, UDP, RAW, PING, SCTP -> Set.of(protocol.name(), protocol.name() + "v6");
            case UDPLITE -> Set.of("UDP-Lite", "UDPLITEv6");
            case UNIX -> Set.of("UNIX", "UNIX-STREAM");
            case PACKET, NETLINK -> Set.of(protocol.name());
            case VSOCK -> Set.of("AF_VSOCK");
        };
    }
}
