package io.conncount.socket;

import java.util.Locale;
import java.util.Optional;

/**
 * A number that the kernel reports for a socket. Its name, unit and meaning are defined here once: for filters, columns, sorting
 * and machine formats alike.
 */
public enum SocketNumber {
    RECVQ("recvq", Unit.BYTES, null, "bytes not yet read; for a listener, connections not yet accepted"),
    SENDQ("sendq", Unit.BYTES, null, "bytes not yet acknowledged; for a listener, the limit of the accept queue"),
    UID("uid", Unit.COUNT, null, "user id of the owner"),
    INODE("inode", Unit.COUNT, null, "inode number of the socket"),
    COOKIE("cookie", Unit.HEXADECIMAL, null, "the kernel's identifier of the socket, never reused"),
    INCQLEN("incqlen", Unit.COUNT, null, "for a listener of FreeBSD, connections that are not yet complete"),
    PCB("pcb", Unit.HEXADECIMAL, null, "the kernel's address of the protocol's control block, on FreeBSD"),
    MARK("mark", Unit.HEXADECIMAL, null, "firewall mark"),
    TIMER_MS("timer_ms", Unit.MILLISECONDS, null, "time until the timer expires"),
    RETRANSMITS("retransmits", Unit.COUNT, null, "retransmissions of the oldest segment, or probes, so far"),
    SHUTDOWN("shutdown", Unit.COUNT, null, "shut-down directions: 1 receiving, 2 sending"),
    V6ONLY(
            "v6only",
            Unit.COUNT,
            null,
            "1 if an IPv6 socket does not accept IPv4; only for listeners and sockets without a peer"),
    TOS("tos", Unit.HEXADECIMAL, Detail.TRAFFIC_CLASS, "type of service of IPv4 packets"),
    TCLASS("tclass", Unit.HEXADECIMAL, Detail.TRAFFIC_CLASS, "traffic class of IPv6 packets"),
    CLASS_ID("class_id", Unit.HEXADECIMAL, Detail.TRAFFIC_CLASS, "class in the queueing discipline, else the priority"),
    INET_OPTIONS(
            "inet_options",
            Unit.HEXADECIMAL,
            null,
            "1 recverr, 2 connection-oriented, 4 freebind, 8 hdrincl, 10 mc_loop, 20 transparent, 40 mc_all, 80 nodefrag, "
                    + "100 bind_address_no_port, 200 recverr_rfc4884, 400 defer_connect"),
    RMEM_ALLOC("rmem_alloc", Unit.BYTES, Detail.MEMORY, "memory used by received data"),
    RCVBUF("rcvbuf", Unit.BYTES, Detail.MEMORY, "limit of the receive buffer"),
    WMEM_ALLOC("wmem_alloc", Unit.BYTES, Detail.MEMORY, "memory used by data handed to the network"),
    SNDBUF("sndbuf", Unit.BYTES, Detail.MEMORY, "limit of the send buffer"),
    FWD_ALLOC("fwd_alloc", Unit.BYTES, Detail.MEMORY, "memory reserved but not used yet"),
    WMEM_QUEUED("wmem_queued", Unit.BYTES, Detail.MEMORY, "memory used by data waiting to be sent or acknowledged"),
    OPTMEM("optmem", Unit.BYTES, Detail.MEMORY, "memory used by options"),
    BACKLOG("backlog", Unit.BYTES, Detail.MEMORY, "memory used by packets waiting for the socket's lock"),
    DROPS("drops", Unit.COUNT, Detail.MEMORY, "packets dropped for lack of buffer space"),
    CA_STATE(
            "ca_state",
            Unit.COUNT,
            Detail.TCP_INFO,
            "congestion avoidance: 0 open, 1 disorder, 2 reduced window, 3 recovery, 4 loss"),
    TIMEOUTS("timeouts", Unit.COUNT, Detail.TCP_INFO, "retransmission timeouts in a row"),
    PROBES("probes", Unit.COUNT, Detail.TCP_INFO, "unanswered probes (zero-window or keepalive)"),
    BACKOFF("backoff", Unit.COUNT, Detail.TCP_INFO, "number of times the timeout was doubled"),
    TCP_OPTIONS(
            "tcp_options",
            Unit.HEXADECIMAL,
            Detail.TCP_INFO,
            "1 timestamps, 2 SACK, 4 window scale, 8 ECN, 10 ECN seen, 20 data in SYN"),
    SND_WSCALE("snd_wscale", Unit.COUNT, Detail.TCP_INFO, "the peer's window is scaled by two to this power"),
    RCV_WSCALE("rcv_wscale", Unit.COUNT, Detail.TCP_INFO, "our window is scaled by two to this power"),
    APP_LIMITED("app_limited", Unit.COUNT, Detail.TCP_INFO, "1 if the delivery rate was limited by the application"),
    FASTOPEN_CLIENT_FAIL(
            "fastopen_client_fail", Unit.COUNT, Detail.TCP_INFO, "why TCP Fast Open failed; 0 if it did not"),
    RTO("rto_ms", Unit.MILLISECONDS_OF_MICROSECONDS, Detail.TCP_INFO, "retransmission timeout"),
    ATO("ato_ms", Unit.MILLISECONDS_OF_MICROSECONDS, Detail.TCP_INFO, "delay of acknowledgements"),
    SND_MSS("snd_mss", Unit.BYTES, Detail.TCP_INFO, "largest segment that is sent"),
    RCV_MSS("rcv_mss", Unit.BYTES, Detail.TCP_INFO, "largest segment that is received (estimate)"),
    UNACKED("unacked", Unit.COUNT, Detail.TCP_INFO, "segments in flight; for a listener, connections not yet accepted"),
    SACKED(
            "sacked",
            Unit.COUNT,
            Detail.TCP_INFO,
            "segments acknowledged out of order; for a listener, the limit of the accept queue"),
    LOST("lost", Unit.COUNT, Detail.TCP_INFO, "segments considered lost"),
    RETRANS("retrans", Unit.COUNT, Detail.TCP_INFO, "segments retransmitted but not yet acknowledged"),
    FACKETS("fackets", Unit.COUNT, Detail.TCP_INFO, "segments up to the last one acknowledged; 0 since Linux 4.15"),
    LAST_DATA_SENT("last_data_sent_ms", Unit.MILLISECONDS, Detail.TCP_INFO, "time since data was sent"),
    LAST_DATA_RECV("last_data_recv_ms", Unit.MILLISECONDS, Detail.TCP_INFO, "time since data was received"),
    LAST_ACK_RECV("last_ack_recv_ms", Unit.MILLISECONDS, Detail.TCP_INFO, "time since an acknowledgement was received"),
    PMTU("pmtu", Unit.BYTES, Detail.TCP_INFO, "largest packet that the path can carry (path MTU)"),
    RCV_SSTHRESH("rcv_ssthresh", Unit.BYTES, Detail.TCP_INFO, "limit to which our window may grow"),
    RTT("rtt_ms", Unit.MILLISECONDS_OF_MICROSECONDS, Detail.TCP_INFO, "round-trip time, smoothed"),
    RTTVAR("rttvar_ms", Unit.MILLISECONDS_OF_MICROSECONDS, Detail.TCP_INFO, "mean deviation of the round-trip time"),
    SND_SSTHRESH(
            "ssthresh",
            Unit.COUNT,
            Detail.TCP_INFO,
            "slow start ends at this many segments; unknown before the first loss"),
    SND_CWND("cwnd", Unit.COUNT, Detail.TCP_INFO, "congestion window, in segments"),
    ADVMSS("advmss", Unit.BYTES, Detail.TCP_INFO, "largest segment that we advertised"),
    REORDERING(
            "reordering",
            Unit.COUNT,
            Detail.TCP_INFO,
            "segments that may arrive out of order without being considered lost"),
    RCV_RTT(
            "rcv_rtt_ms",
            Unit.MILLISECONDS_OF_MICROSECONDS,
            Detail.TCP_INFO,
            "round-trip time as the receiver sees it"),
    RCV_SPACE("rcv_space", Unit.BYTES, Detail.TCP_INFO, "bytes that the application reads per round trip"),
    TOTAL_RETRANS("total_retrans", Unit.COUNT, Detail.TCP_INFO, "segments retransmitted so far"),
    PACING_RATE(
            "pacing_rate_bps",
            Unit.BITS_PER_SECOND,
            Detail.TCP_INFO,
            "rate at which segments are paced out; unknown if unlimited"),
    MAX_PACING_RATE(
            "max_pacing_rate_bps",
            Unit.BITS_PER_SECOND,
            Detail.TCP_INFO,
            "limit of the pacing rate; unknown if unlimited"),
    BYTES_ACKED("bytes_acked", Unit.BYTES, Detail.TCP_INFO, "bytes sent and acknowledged"),
    BYTES_RECEIVED("bytes_received", Unit.BYTES, Detail.TCP_INFO, "bytes received and acknowledged"),
    SEGS_OUT("segs_out", Unit.COUNT, Detail.TCP_INFO, "segments sent"),
    SEGS_IN("segs_in", Unit.COUNT, Detail.TCP_INFO, "segments received"),
    NOTSENT("notsent", Unit.BYTES, Detail.TCP_INFO, "bytes queued but not sent yet"),
    MIN_RTT(
            "min_rtt_ms",
            Unit.MILLISECONDS_OF_MICROSECONDS,
            Detail.TCP_INFO,
            "lowest round-trip time of the last minutes"),
    DATA_SEGS_IN("data_segs_in", Unit.COUNT, Detail.TCP_INFO, "segments with data received"),
    DATA_SEGS_OUT("data_segs_out", Unit.COUNT, Detail.TCP_INFO, "segments with data sent"),
    DELIVERY_RATE("delivery_rate_bps", Unit.BITS_PER_SECOND, Detail.TCP_INFO, "recent delivery rate"),
    BUSY("busy_ms", Unit.MILLISECONDS_OF_MICROSECONDS, Detail.TCP_INFO, "time with data to send"),
    RWND_LIMITED(
            "rwnd_limited_ms",
            Unit.MILLISECONDS_OF_MICROSECONDS,
            Detail.TCP_INFO,
            "part of busy_ms limited by the peer's window"),
    SNDBUF_LIMITED(
            "sndbuf_limited_ms",
            Unit.MILLISECONDS_OF_MICROSECONDS,
            Detail.TCP_INFO,
            "part of busy_ms limited by the send buffer"),
    DELIVERED("delivered", Unit.COUNT, Detail.TCP_INFO, "segments delivered, including retransmitted ones"),
    DELIVERED_CE("delivered_ce", Unit.COUNT, Detail.TCP_INFO, "delivered segments with a congestion mark (ECN)"),
    BYTES_SENT("bytes_sent", Unit.BYTES, Detail.TCP_INFO, "bytes sent, including retransmissions"),
    BYTES_RETRANS("bytes_retrans", Unit.BYTES, Detail.TCP_INFO, "bytes retransmitted"),
    DSACK_DUPS("dsack_dups", Unit.COUNT, Detail.TCP_INFO, "segments that the peer received twice"),
    REORD_SEEN("reord_seen", Unit.COUNT, Detail.TCP_INFO, "number of times segments arrived out of order"),
    RCV_OOOPACK("rcv_ooopack", Unit.COUNT, Detail.TCP_INFO, "segments received out of order"),
    SND_WND("snd_wnd", Unit.BYTES, Detail.TCP_INFO, "the peer's window"),
    RCV_WND("rcv_wnd", Unit.BYTES, Detail.TCP_INFO, "our window (Linux 6.2)"),
    REHASH("rehash", Unit.COUNT, Detail.TCP_INFO, "number of times another path was tried (Linux 6.2)"),
    TOTAL_RTO("total_rto", Unit.COUNT, Detail.TCP_INFO, "retransmission timeouts so far (Linux 6.7)"),
    TOTAL_RTO_RECOVERIES(
            "total_rto_recoveries", Unit.COUNT, Detail.TCP_INFO, "recoveries from retransmission timeouts (Linux 6.7)"),
    TOTAL_RTO_TIME(
            "total_rto_time_ms",
            Unit.MILLISECONDS,
            Detail.TCP_INFO,
            "time spent in retransmission timeouts (Linux 6.7)"),
    VEGAS_ENABLED("vegas_enabled", Unit.COUNT, Detail.CONGESTION, "1 if a Vegas-family algorithm is active"),
    VEGAS_RTT_COUNT(
            "vegas_rtt_count", Unit.COUNT, Detail.CONGESTION, "round-trip times measured during the last round trip"),
    VEGAS_RTT("vegas_rtt_ms", Unit.MILLISECONDS_OF_MICROSECONDS, Detail.CONGESTION, "round-trip time as Vegas sees it"),
    VEGAS_MIN_RTT(
            "vegas_min_rtt_ms",
            Unit.MILLISECONDS_OF_MICROSECONDS,
            Detail.CONGESTION,
            "lowest round-trip time in the last round trip (Vegas)"),
    DCTCP_ENABLED("dctcp_enabled", Unit.COUNT, Detail.CONGESTION, "1 if DCTCP is active, 0 if it fell back"),
    DCTCP_CE_STATE(
            "dctcp_ce_state", Unit.COUNT, Detail.CONGESTION, "1 if the last packet had a congestion mark (DCTCP)"),
    DCTCP_ALPHA("dctcp_alpha", Unit.COUNT, Detail.CONGESTION, "share of marked bytes, in 1024ths (DCTCP)"),
    DCTCP_AB_ECN("dctcp_ab_ecn", Unit.BYTES, Detail.CONGESTION, "bytes acknowledged with a congestion mark (DCTCP)"),
    DCTCP_AB_TOTAL("dctcp_ab_tot", Unit.BYTES, Detail.CONGESTION, "all bytes acknowledged (DCTCP)"),
    BBR_BANDWIDTH("bbr_bw_bps", Unit.BITS_PER_SECOND, Detail.CONGESTION, "estimated bandwidth (BBR)"),
    BBR_MIN_RTT(
            "bbr_min_rtt_ms",
            Unit.MILLISECONDS_OF_MICROSECONDS,
            Detail.CONGESTION,
            "lowest round-trip time of the last seconds (BBR)"),
    BBR_PACING_GAIN("bbr_pacing_gain_256ths", Unit.COUNT, Detail.CONGESTION, "pacing rate factor, in 256ths (BBR)"),
    BBR_CWND_GAIN("bbr_cwnd_gain_256ths", Unit.COUNT, Detail.CONGESTION, "congestion window factor, in 256ths (BBR)"),
    PEER_INODE("peer_inode", Unit.COUNT, Detail.UNIX_NAMES, "inode number of the UNIX socket at the other end"),
    VFS_INODE("vfs_inode", Unit.COUNT, Detail.EXTENDED, "inode number of the file that names a UNIX socket"),
    VFS_DEVICE("vfs_device", Unit.HEXADECIMAL, Detail.EXTENDED, "device that this file is on"),
    GROUPS("groups", Unit.HEXADECIMAL, null, "bit mask of the first 64 multicast groups of a netlink socket"),
    NETNS_INODE("netns_inode", Unit.COUNT, Detail.NAMESPACE, "inode number of the network namespace");

    private final String label;
    private final Unit unit;
    private final Detail detail;
    private final String help;

    SocketNumber(String label, Unit unit, Detail detail, String help) {
        this.label = label;
        this.unit = unit;
        this.detail = detail;
        this.help = help;
    }

    /** The number that a user's word names: with its unit or without, in any case, with hyphens, underscores or neither. */
    public static Optional<SocketNumber> byWord(String word) {
        String name = folded(word);
        for (SocketNumber number : values()) {
            if (folded(number.label).equals(name)) {
                return Optional.of(number);
            }
        }
        for (SocketNumber number : values()) {
            if (folded(number.labelWithoutUnit()).equals(name)) {
                return Optional.of(number);
            }
        }
        return Optional.empty();
    }

    private static String folded(String word) {
        return word.toLowerCase(Locale.ROOT).replace("-", "").replace("_", "");
    }

    /** {@code rtt} for {@code rtt_ms}. */
    private String labelWithoutUnit() {
        return label.endsWith("_ms") || label.endsWith("_bps") ? label.substring(0, label.lastIndexOf('_')) : label;
    }

    /** The name everywhere, the unit last where it is not in whole pieces: {@code rtt_ms}. */
    public String label() {
        return label;
    }

    /** What it counts. */
    public Unit unit() {
        return unit;
    }

    /** The detail to request; empty if it is always reported. */
    public Optional<Detail> detail() {
        return Optional.ofNullable(detail);
    }

    /** What it means, in half a line. */
    public String help() {
        return help;
    }

    /** What a number counts, and how it is written: in whole numbers, or scaled by a power of ten. */
    public enum Unit {
        COUNT(0),
        BYTES(0),
        BITS_PER_SECOND(0),
        MILLISECONDS(0),
        /** Known in microseconds, and written in milliseconds with three decimals. */
        MILLISECONDS_OF_MICROSECONDS(3),
        /** A bit pattern, or a number without an order; written in hexadecimal. */
        HEXADECIMAL(0);

        private final int decimals;

        Unit(int decimals) {
            this.decimals = decimals;
        }

        /** How many decimals it is written with: the number itself is that many powers of ten larger. */
        public int decimals() {
            return decimals;
        }
    }
}
