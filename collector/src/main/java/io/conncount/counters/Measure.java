package io.conncount.counters;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A number that a kernel keeps of itself, in one network namespace where it has several, and tells in constant time. Those
 * that are published have their names, units and meanings here, and every view follows; by the last, which are not, counts of
 * sockets are planned and checked.
 */
public enum Measure {
    TCP_ACTIVE_OPENS(
            "tcp_active_opens", Kind.COUNTER, "", "Connections opened by this host (RFC 4022 tcpActiveOpens)."),
    TCP_PASSIVE_OPENS(
            "tcp_passive_opens", Kind.COUNTER, "", "Connections accepted by listeners (RFC 4022 tcpPassiveOpens)."),
    TCP_ATTEMPT_FAILS(
            "tcp_attempt_fails",
            Kind.COUNTER,
            "",
            "Connections that closed before they were established (RFC 4022 tcpAttemptFails)."),
    TCP_ESTABLISHED_RESETS(
            "tcp_established_resets",
            Kind.COUNTER,
            "",
            "Established connections that ended by a reset or a timeout, without a FIN"
                    + " (RFC 4022 tcpEstabResets; FreeBSD tcps_drops, including those in SYN_RECV)."),
    TCP_SENT_RESETS("tcp_sent_resets", Kind.COUNTER, "", "Segments sent with RST (RFC 4022 tcpOutRsts; Linux only)."),
    TCP_RETRANSMITTED_SEGMENTS(
            "tcp_retransmitted_segments",
            Kind.COUNTER,
            "",
            "Segments retransmitted (RFC 4022 tcpRetransSegs; on FreeBSD, only those with data)."),
    TCP_SENT_SEGMENTS(
            "tcp_sent_segments", Kind.COUNTER, "", "Segments sent, without retransmissions (RFC 4022 tcpOutSegs)."),
    TCP_RECEIVED_SEGMENTS(
            "tcp_received_segments",
            Kind.COUNTER,
            "",
            "Segments received, including faulty ones (RFC 4022 tcpInSegs)."),
    TCP_LISTEN_OVERFLOWS(
            "tcp_listen_overflows",
            Kind.COUNTER,
            "",
            "Segments that would have opened a connection but found the accept queue full, including repetitions"
                    + " (Linux TcpExt ListenOverflows; FreeBSD tcps_listendrop, only at the end of the handshake)."),
    TCP_LISTEN_DROPS(
            "tcp_listen_drops",
            Kind.COUNTER,
            "",
            "Segments that would have opened a connection but were dropped for any reason, including overflows"
                    + " (Linux TcpExt ListenDrops)."),
    TCP_SYN_COOKIES_SENT(
            "tcp_syn_cookies_sent",
            Kind.COUNTER,
            "",
            "SYN cookies sent because a queue of half-open connections was full (Linux TcpExt SyncookiesSent)."),
    TCP_SYN_QUEUE_DROPS(
            "tcp_syn_queue_drops",
            Kind.COUNTER,
            "",
            "SYNs dropped because a queue of half-open connections was full and cookies are off"
                    + " (Linux TcpExt TCPReqQFullDrop)."),
    TCP_SOCKET_MEMORY(
            "tcp_socket_memory",
            Kind.GAUGE,
            "bytes",
            "Kernel memory for buffers of TCP sockets, in all namespaces (Linux sockstat mem)."),
    TCP_SOCKET_MEMORY_MAX(
            "tcp_socket_memory_max",
            Kind.GAUGE,
            "bytes",
            "Limit on kernel memory for buffers of TCP sockets (Linux tcp_mem, visible only in the host's own namespace)."),
    TCP_SOCKET_MEMORY_PRESSURE(
            "tcp_socket_memory_pressure",
            Kind.GAUGE,
            "bytes",
            "Kernel memory for buffers of TCP sockets from which on the kernel saves memory"
                    + " (Linux tcp_mem, visible only in the host's own namespace)."),
    UDP_SOCKET_MEMORY(
            "udp_socket_memory",
            Kind.GAUGE,
            "bytes",
            "Kernel memory for buffers of UDP sockets, in all namespaces (Linux sockstat mem)."),
    UDP_SOCKET_MEMORY_MAX(
            "udp_socket_memory_max",
            Kind.GAUGE,
            "bytes",
            "Limit on kernel memory for buffers of UDP sockets (Linux udp_mem, visible only in the host's own namespace)."),
    TCP_ORPHANS(
            "tcp_orphans",
            Kind.GAUGE,
            "",
            "TCP sockets that no process holds any more, in all namespaces (Linux sockstat orphan)."),
    TCP_ORPHANS_MAX(
            "tcp_orphans_max",
            Kind.GAUGE,
            "",
            "Limit on TCP sockets that no process holds (Linux tcp_max_orphans, visible only in the host's own namespace)."),
    TCP_HASH_BUCKETS(
            "tcp_hash_buckets",
            Kind.GAUGE,
            "",
            "Buckets of the hash table of TCP connections (Linux 6.1 tcp_ehash_entries)."),
    SYN_BACKLOG_MAX(
            "syn_backlog_max",
            Kind.GAUGE,
            "",
            "Limit on half-open connections of a listener where SYN cookies are off (Linux tcp_max_syn_backlog)."),
    TCP_TIME_WAIT_MAX(
            "tcp_time_wait_max",
            Kind.GAUGE,
            "",
            "Limit on sockets in TIME_WAIT (Linux tcp_max_tw_buckets, FreeBSD 13 maxtcptw)."),
    CONNTRACK_ENTRIES(
            "conntrack_entries", Kind.GAUGE, "", "Connections that the firewall tracks (Linux nf_conntrack_count)."),
    CONNTRACK_ENTRIES_MAX(
            "conntrack_entries_max",
            Kind.GAUGE,
            "",
            "Limit on connections that the firewall tracks (Linux nf_conntrack_max)."),
    LOCAL_PORTS_MIN(
            "local_ports_min",
            Kind.GAUGE,
            "",
            "First port that the kernel assigns to outgoing connections"
                    + " (Linux ip_local_port_range, FreeBSD portrange.first)."),
    LOCAL_PORTS_MAX(
            "local_ports_max",
            Kind.GAUGE,
            "",
            "Last port that the kernel assigns to outgoing connections"
                    + " (Linux ip_local_port_range, FreeBSD portrange.last)."),
    ACCEPT_QUEUE_MAX(
            "accept_queue_max",
            Kind.GAUGE,
            "",
            "Limit on the accept queue of a new listener (Linux somaxconn, FreeBSD soacceptqueue)."),
    OPEN_SOCKETS(
            "open_sockets",
            Kind.GAUGE,
            "",
            "Sockets of all kinds (Linux sockstat used, in this namespace and without TIME_WAIT;"
                    + " FreeBSD numopensockets, on the whole host)."),
    OPEN_SOCKETS_MAX("open_sockets_max", Kind.GAUGE, "", "Limit on sockets of all kinds (FreeBSD maxsockets)."),
    OPEN_FILES(
            "open_files",
            Kind.GAUGE,
            "",
            "Files open in all processes of the host, including sockets" + " (Linux file-nr, FreeBSD openfiles)."),
    OPEN_FILES_MAX(
            "open_files_max",
            Kind.GAUGE,
            "",
            "Limit on open files of all processes of the host (Linux file-max, FreeBSD maxfiles)."),
    PROCESS_OPEN_FILES_MAX(
            "process_open_files_max",
            Kind.GAUGE,
            "",
            "Highest limit on open files that a process may have (Linux nr_open, FreeBSD maxfilesperproc)."),
    EPOLL_WATCHES_MAX(
            "epoll_watches_max",
            Kind.GAUGE,
            "",
            "Limit on descriptors in epoll sets, for each user (Linux fs.epoll.max_user_watches)."),
    NET_NAMESPACES_MAX(
            "net_namespaces_max",
            Kind.GAUGE,
            "",
            "Limit on network namespaces, for each user (Linux user.max_net_namespaces)."),
    MEMORY_TOTAL("memory_total", Kind.GAUGE, "bytes", "Memory of the host (Linux MemTotal)."),
    MEMORY_AVAILABLE(
            "memory_available", Kind.GAUGE, "bytes", "Memory that could be had without swapping (Linux MemAvailable)."),
    /**
     * Full IPv4 TCP sockets that are hashed: listeners, and connections in every state but mini-sockets (TIME_WAIT, orphaned
     * FIN_WAIT2, requests in SYN_RECV); {@code inuse} of sockstat.
     */
    TCP_IN_USE,
    /** The same for IPv6, of sockstat6. */
    TCP6_IN_USE,
    /** Mini-sockets of both families in TIME_WAIT, and in FIN_WAIT2 once orphaned; {@code tw} of sockstat. */
    TCP_TIME_WAIT,
    /**
     * {@code tcpCurrEstab} (RFC 4022): ESTABLISHED and CLOSE_WAIT since Linux 6.10, on many older kernels ESTABLISHED alone.
     */
    TCP_ESTABLISHED,
    /** TCP sockets of every network namespace, whether or not they are in a table; {@code alloc} of sockstat. */
    TCP_ALLOCATED,
    /** Connections opened since the namespace began, actively and passively. */
    TCP_OPENS,
    /** Bound UDP sockets of both families. */
    UDP_IN_USE,
    /** The same of UDP-Lite. */
    UDPLITE_IN_USE,
    /** Raw IP sockets of both families. */
    RAW_IN_USE;

    /** What its value does. */
    public enum Kind {
        /** It grows, and begins again from 0 when the host starts. */
        COUNTER,
        /** It comes and goes. */
        GAUGE
    }

    private final String label;
    private final Kind kind;
    private final String unit;
    private final String help;

    /** One that is not published. */
    Measure() {
        this("", Kind.GAUGE, "", "");
    }

    Measure(String label, Kind kind, String unit, String help) {
        this.label = label;
        this.kind = kind;
        this.unit = unit;
        this.help = help;
    }

    /** Those that views show. */
    public static List<Measure> published() {
        return Stream.of(values()).filter(measure -> !measure.label.isEmpty()).toList();
    }

    /** Its name in machine formats, without unit, and without {@code _total} for a counter. */
    public String label() {
        return label;
    }

    /** What its value does. */
    public Kind kind() {
        return kind;
    }

    /** Its unit by Prometheus's name, such as {@code bytes}; empty for a plain number. */
    public Optional<String> unit() {
        return unit.isEmpty() ? Optional.empty() : Optional.of(unit);
    }

    /** What it means, in a sentence. */
    public String help() {
        return help;
    }
}
