package io.conncount.counters;

import io.conncount.sys.KernelFile;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;

/** Reads {@link Measures} from a {@code /proc/net} and the {@code /proc/sys} beside it, each file once. */
final class ProcMeasures {
    private final Map<Measure, Long> values = new EnumMap<>(Measure.class);
    private final NamedNumbers numbers = new NamedNumbers();

    private ProcMeasures() {}

    static Measures read(Path net, Path sysctls) {
        ProcMeasures reading = new ProcMeasures();
        reading.readFiles(net, sysctls);
        reading.takeCounters();
        reading.takeGauges();
        return new Measures(reading.values);
    }

    private void readFiles(Path net, Path sysctls) {
        numbers.readTable(net.resolve("snmp"), "Tcp");
        numbers.readTable(net.resolve("netstat"), "TcpExt");
        numbers.readPairs(net.resolve("sockstat"));
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
    }

    private void takeCounters() {
        take(Measure.TCP_ACTIVE_OPENS, "Tcp.ActiveOpens");
        take(Measure.TCP_PASSIVE_OPENS, "Tcp.PassiveOpens");
        take(Measure.TCP_ATTEMPT_FAILS, "Tcp.AttemptFails");
        take(Measure.TCP_ESTABLISHED_RESETS, "Tcp.EstabResets");
        take(Measure.TCP_SENT_RESETS, "Tcp.OutRsts");
        take(Measure.TCP_RETRANSMITTED_SEGMENTS, "Tcp.RetransSegs");
        take(Measure.TCP_SENT_SEGMENTS, "Tcp.OutSegs");
        take(Measure.TCP_RECEIVED_SEGMENTS, "Tcp.InSegs");
        take(Measure.TCP_LISTEN_OVERFLOWS, "TcpExt.ListenOverflows");
        take(Measure.TCP_LISTEN_DROPS, "TcpExt.ListenDrops");
    }

    private void takeGauges() {
        takePages(Measure.TCP_SOCKET_MEMORY, "TCP.mem");
        takePages(Measure.TCP_SOCKET_MEMORY_MAX, "tcp_mem.2");
        takePages(Measure.UDP_SOCKET_MEMORY, "UDP.mem");
        takePages(Measure.UDP_SOCKET_MEMORY_MAX, "udp_mem.2");
        take(Measure.TCP_ORPHANS, "TCP.orphan");
        take(Measure.TCP_ORPHANS_MAX, "tcp_max_orphans.0");
        take(Measure.TCP_TIME_WAIT_MAX, "tcp_max_tw_buckets.0");
        take(Measure.CONNTRACK_ENTRIES, "nf_conntrack_count.0");
        take(Measure.CONNTRACK_ENTRIES_MAX, "nf_conntrack_max.0");
        take(Measure.LOCAL_PORTS_MIN, "ip_local_port_range.0");
        take(Measure.LOCAL_PORTS_MAX, "ip_local_port_range.1");
        take(Measure.ACCEPT_QUEUE_MAX, "somaxconn.0");
        take(Measure.OPEN_SOCKETS, "sockets.used");
        take(Measure.OPEN_FILES, "file-nr.0");
        take(Measure.OPEN_FILES_MAX, "file-nr.2");
    }

    private void take(Measure measure, String name) {
        values.put(measure, numbers.get(name));
    }

    private void takePages(Measure measure, String name) {
        long pages = numbers.get(name);
        boolean fits = pages >= 0 && pages <= Long.MAX_VALUE / KernelFile.pageBytes();
        values.put(measure, fits ? pages * KernelFile.pageBytes() : SocketCounters.MISSING);
    }
}
