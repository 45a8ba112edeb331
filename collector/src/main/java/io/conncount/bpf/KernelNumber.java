package io.conncount.bpf;

import static io.conncount.bpf.KernelNumber.Unknown.ALL_ONES;
import static io.conncount.bpf.KernelNumber.Unknown.INFINITE;
import static io.conncount.bpf.KernelNumber.Unknown.NONE;
import static io.conncount.bpf.KernelNumber.Unknown.ZERO;
import static io.conncount.bpf.KernelNumber.Unknown.ZERO_OR_ALL_ONES;

import io.conncount.socket.SocketNumber;
import java.util.EnumMap;
import java.util.Map;

/**
 * A number that sock_diag reports of a full socket just as it is in one of the socket's structs, or nearly so
 * ({@code tcp_get_info} in {@code net/ipv4/tcp.c}, {@code sk_get_meminfo} in {@code net/core/sock.c}). What those compute
 * of several fields or of the clock is not here.
 *
 * @param struct the struct that it is in, which begins where the socket does
 * @param path its member
 * @param shift how many lower bits are a fraction
 * @param less what is subtracted from it
 * @param factor its unit, in the unit of the number: 1, or 8 for bytes that are told in bits
 * @param unknown which of its values mean that the kernel knows nothing
 */
record KernelNumber(String struct, String path, int shift, int less, int factor, Unknown unknown) {
    /** A value that means "no value". */
    enum Unknown {
        NONE,
        ZERO,
        ALL_ONES,
        ZERO_OR_ALL_ONES,
        /** {@code TCP_INFINITE_SSTHRESH}, and all above. */
        INFINITE
    }

    private static final Map<SocketNumber, KernelNumber> NUMBERS = new EnumMap<>(SocketNumber.class);

    static {
        sock(SocketNumber.SHUTDOWN, "sk_shutdown");
        sock(SocketNumber.RMEM_ALLOC, "sk_backlog.rmem_alloc");
        sock(SocketNumber.RCVBUF, "sk_rcvbuf");
        // The reference that the socket holds of itself is not memory.
        put(SocketNumber.WMEM_ALLOC, new KernelNumber("sock", "sk_wmem_alloc", 0, 1, 1, NONE));
        sock(SocketNumber.SNDBUF, "sk_sndbuf");
        sock(SocketNumber.FWD_ALLOC, "sk_forward_alloc");
        sock(SocketNumber.WMEM_QUEUED, "sk_wmem_queued");
        sock(SocketNumber.OPTMEM, "sk_omem_alloc");
        sock(SocketNumber.BACKLOG, "sk_backlog.len");
        sock(SocketNumber.DROPS, "sk_drops");
        bytesPerSecond(SocketNumber.PACING_RATE, "sk_pacing_rate");
        bytesPerSecond(SocketNumber.MAX_PACING_RATE, "sk_max_pacing_rate");
        connection(SocketNumber.CA_STATE, "icsk_ca_state");
        connection(SocketNumber.TIMEOUTS, "icsk_retransmits");
        connection(SocketNumber.PROBES, "icsk_probes_out");
        connection(SocketNumber.BACKOFF, "icsk_backoff");
        connection(SocketNumber.RCV_MSS, "icsk_ack.rcv_mss");
        connection(SocketNumber.PMTU, "icsk_pmtu_cookie");
        tcp(SocketNumber.APP_LIMITED, "rate_app_limited");
        tcp(SocketNumber.SND_MSS, "mss_cache");
        tcp(SocketNumber.UNACKED, "packets_out");
        tcp(SocketNumber.SACKED, "sacked_out");
        tcp(SocketNumber.LOST, "lost_out");
        tcp(SocketNumber.RETRANS, "retrans_out");
        tcp(SocketNumber.RCV_SSTHRESH, "rcv_ssthresh");
        tcp(SocketNumber.RTT, "srtt_us", 3, ZERO);
        tcp(SocketNumber.RTTVAR, "mdev_us", 2, NONE);
        tcp(SocketNumber.SND_SSTHRESH, "snd_ssthresh", 0, INFINITE);
        tcp(SocketNumber.SND_CWND, "snd_cwnd");
        tcp(SocketNumber.ADVMSS, "advmss");
        tcp(SocketNumber.REORDERING, "reordering");
        tcp(SocketNumber.RCV_RTT, "rcv_rtt_est.rtt_us", 3, ZERO);
        tcp(SocketNumber.RCV_SPACE, "rcvq_space.space");
        tcp(SocketNumber.TOTAL_RETRANS, "total_retrans");
        tcp(SocketNumber.BYTES_ACKED, "bytes_acked");
        tcp(SocketNumber.BYTES_RECEIVED, "bytes_received");
        tcp(SocketNumber.SEGS_OUT, "segs_out");
        tcp(SocketNumber.SEGS_IN, "segs_in");
        tcp(SocketNumber.MIN_RTT, "rtt_min.s[0].v", 0, ZERO_OR_ALL_ONES);
        tcp(SocketNumber.DATA_SEGS_IN, "data_segs_in");
        tcp(SocketNumber.DATA_SEGS_OUT, "data_segs_out");
        tcp(SocketNumber.DELIVERED, "delivered");
        tcp(SocketNumber.DELIVERED_CE, "delivered_ce");
        tcp(SocketNumber.BYTES_SENT, "bytes_sent");
        tcp(SocketNumber.BYTES_RETRANS, "bytes_retrans");
        tcp(SocketNumber.DSACK_DUPS, "dsack_dups");
        tcp(SocketNumber.REORD_SEEN, "reord_seen");
        tcp(SocketNumber.RCV_OOOPACK, "rcv_ooopack");
        tcp(SocketNumber.SND_WND, "snd_wnd");
        tcp(SocketNumber.TOTAL_RTO, "total_rto");
        tcp(SocketNumber.TOTAL_RTO_RECOVERIES, "total_rto_recoveries");
    }

    /** Where a number is; null if nowhere as it is. */
    static KernelNumber of(SocketNumber number) {
        return NUMBERS.get(number);
    }

    private static void sock(SocketNumber number, String member) {
        put(number, new KernelNumber("sock", member, 0, 0, 1, NONE));
    }

    private static void bytesPerSecond(SocketNumber number, String member) {
        put(number, new KernelNumber("sock", member, 0, 0, Byte.SIZE, ALL_ONES));
    }

    private static void connection(SocketNumber number, String member) {
        put(number, new KernelNumber("inet_connection_sock", member, 0, 0, 1, NONE));
    }

    private static void tcp(SocketNumber number, String member) {
        tcp(number, member, 0, NONE);
    }

    private static void tcp(SocketNumber number, String member, int shift, Unknown unknown) {
        put(number, new KernelNumber("tcp_sock", member, shift, 0, 1, unknown));
    }

    private static void put(SocketNumber number, KernelNumber where) {
        NUMBERS.put(number, where);
    }
}
