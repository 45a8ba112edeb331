package io.conncount.counters;

import java.util.Optional;

/**
 * A number that a kernel keeps of itself: its name, unit and meaning are defined here, and every view follows. Read in
 * constant time.
 */
public enum Measure {
    TCP_ACTIVE_OPENS("tcp_active_opens", Kind.COUNTER, "", "Connections opened from here (RFC 4022 tcpActiveOpens)."),
    TCP_PASSIVE_OPENS("tcp_passive_opens", Kind.COUNTER, "", "Connections accepted here (RFC 4022 tcpPassiveOpens)."),
    TCP_ATTEMPT_FAILS(
            "tcp_attempt_fails", Kind.COUNTER, "", "Connections that failed to open (RFC 4022 tcpAttemptFails)."),
    TCP_ESTABLISHED_RESETS(
            "tcp_established_resets", Kind.COUNTER, "", "Connections that ended by a reset (RFC 4022 tcpEstabResets)."),
    TCP_SENT_RESETS("tcp_sent_resets", Kind.COUNTER, "", "Segments sent with RST (RFC 4022 tcpOutRsts)."),
    TCP_RETRANSMITTED_SEGMENTS(
            "tcp_retransmitted_segments", Kind.COUNTER, "", "Segments sent again (RFC 4022 tcpRetransSegs)."),
    TCP_SENT_SEGMENTS("tcp_sent_segments", Kind.COUNTER, "", "Segments sent, without those sent again only."),
    TCP_RECEIVED_SEGMENTS("tcp_received_segments", Kind.COUNTER, "", "Segments received, faulty ones too."),
    TCP_LISTEN_OVERFLOWS(
            "tcp_listen_overflows", Kind.COUNTER, "", "Connections refused a place in a full accept queue."),
    TCP_LISTEN_DROPS("tcp_listen_drops", Kind.COUNTER, "", "Connections dropped on their way into a listener."),
    TCP_SOCKET_MEMORY("tcp_socket_memory", Kind.GAUGE, "bytes", "Kernel memory in the buffers of TCP sockets."),
    TCP_SOCKET_MEMORY_MAX(
            "tcp_socket_memory_max", Kind.GAUGE, "bytes", "Kernel memory that buffers of TCP sockets may take."),
    UDP_SOCKET_MEMORY("udp_socket_memory", Kind.GAUGE, "bytes", "Kernel memory in the buffers of UDP sockets."),
    UDP_SOCKET_MEMORY_MAX(
            "udp_socket_memory_max", Kind.GAUGE, "bytes", "Kernel memory that buffers of UDP sockets may take."),
    TCP_ORPHANS("tcp_orphans", Kind.GAUGE, "", "TCP sockets that no process holds any more."),
    TCP_ORPHANS_MAX("tcp_orphans_max", Kind.GAUGE, "", "Orphaned TCP sockets that there may be."),
    TCP_TIME_WAIT_MAX("tcp_time_wait_max", Kind.GAUGE, "", "Sockets in TIME_WAIT that there may be."),
    CONNTRACK_ENTRIES("conntrack_entries", Kind.GAUGE, "", "Connections that the firewall tracks."),
    CONNTRACK_ENTRIES_MAX("conntrack_entries_max", Kind.GAUGE, "", "Connections that the firewall can track."),
    LOCAL_PORTS_MIN("local_ports_min", Kind.GAUGE, "", "First port that the kernel gives to outgoing connections."),
    LOCAL_PORTS_MAX("local_ports_max", Kind.GAUGE, "", "Last port that the kernel gives to outgoing connections."),
    OPEN_FILES("open_files", Kind.GAUGE, "", "Files, sockets among them, that all processes have open."),
    OPEN_FILES_MAX("open_files_max", Kind.GAUGE, "", "Files that all processes may have open.");

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

    Measure(String label, Kind kind, String unit, String help) {
        this.label = label;
        this.kind = kind;
        this.unit = unit;
        this.help = help;
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
