package io.conncount.wire.linux;

import io.conncount.socket.SocketNumber;
import io.conncount.wire.linux.InetDiagNumbers.Field;
import io.conncount.wire.linux.InetDiagNumbers.Field.Unknown;
import java.nio.ByteOrder;
import java.util.List;

/**
 * {@code INET_DIAG_INFO} of a TCP socket: {@code struct tcp_info} of {@code linux/tcp.h}, in the host's byte order; u32
 * where nothing else stands. It has grown with the kernel, and only ever at its end: what a kernel does not know is
 * behind the end of what it gives. Times are in microseconds, those called last in milliseconds; rates in bytes a second.
 *
 * <pre>
 *   0 state u8   1 ca_state u8   2 retransmits u8   3 probes u8   4 backoff u8   5 options u8
 *   6 snd_wscale 4 bits, rcv_wscale 4 bits   7 delivery_rate_app_limited 1 bit, fastopen_client_fail 2 bits   8 rto
 *   12 ato   16 snd_mss   20 rcv_mss   24 unacked   28 sacked   32 lost   36 retrans   40 fackets
 *   44 last_data_sent   48 last_ack_sent   52 last_data_recv   56 last_ack_recv   60 pmtu   64 rcv_ssthresh
 *   68 rtt   72 rttvar   76 snd_ssthresh   80 snd_cwnd   84 advmss   88 reordering   92 rcv_rtt   96 rcv_space
 *   100 total_retrans   104 pacing_rate u64   112 max_pacing_rate u64   120 bytes_acked u64
 *   128 bytes_received u64   136 segs_out   140 segs_in   144 notsent_bytes   148 min_rtt   152 data_segs_in
 *   156 data_segs_out   160 delivery_rate u64   168 busy_time u64   176 rwnd_limited u64   184 sndbuf_limited u64
 *   192 delivered   196 delivered_ce   200 bytes_sent u64   208 bytes_retrans u64   216 dsack_dups   220 reord_seen
 *   224 rcv_ooopack   228 snd_wnd   232 rcv_wnd   236 rehash   240 total_rto u16   242 total_rto_recoveries u16
 *   244 total_rto_time   248
 * </pre>
 *
 * <p>{@code last_ack_sent} is always 0. Bit fields begin with the lowest bit, as compilers for little-endian hosts lay
 * them out; big-endian ones begin with the highest.
 */
final class TcpInfo {
    static final List<Field> FIELDS = List.of(
            field(SocketNumber.CA_STATE, 1, 1),
            field(SocketNumber.TIMEOUTS, 2, 1),
            field(SocketNumber.PROBES, 3, 1),
            field(SocketNumber.BACKOFF, 4, 1),
            field(SocketNumber.TCP_OPTIONS, 5, 1),
            bits(SocketNumber.SND_WSCALE, 6, 0, 4),
            bits(SocketNumber.RCV_WSCALE, 6, 4, 4),
            bits(SocketNumber.APP_LIMITED, 7, 0, 1),
            bits(SocketNumber.FASTOPEN_CLIENT_FAIL, 7, 1, 2),
            field(SocketNumber.RTO, 8, 4).unknown(Unknown.ZERO),
            field(SocketNumber.ATO, 12, 4),
            field(SocketNumber.SND_MSS, 16, 4),
            field(SocketNumber.RCV_MSS, 20, 4),
            field(SocketNumber.UNACKED, 24, 4),
            field(SocketNumber.SACKED, 28, 4),
            field(SocketNumber.LOST, 32, 4),
            field(SocketNumber.RETRANS, 36, 4),
            field(SocketNumber.FACKETS, 40, 4),
            field(SocketNumber.LAST_DATA_SENT, 44, 4),
            field(SocketNumber.LAST_DATA_RECV, 52, 4),
            field(SocketNumber.LAST_ACK_RECV, 56, 4),
            field(SocketNumber.PMTU, 60, 4),
            field(SocketNumber.RCV_SSTHRESH, 64, 4),
            field(SocketNumber.RTT, 68, 4).unknown(Unknown.ZERO),
            field(SocketNumber.RTTVAR, 72, 4),
            field(SocketNumber.SND_SSTHRESH, 76, 4).unknown(Unknown.INFINITE),
            field(SocketNumber.SND_CWND, 80, 4),
            field(SocketNumber.ADVMSS, 84, 4),
            field(SocketNumber.REORDERING, 88, 4),
            field(SocketNumber.RCV_RTT, 92, 4).unknown(Unknown.ZERO),
            field(SocketNumber.RCV_SPACE, 96, 4),
            field(SocketNumber.TOTAL_RETRANS, 100, 4),
            field(SocketNumber.PACING_RATE, 104, 8).bytesPerSecond().unknown(Unknown.ALL_ONES),
            field(SocketNumber.MAX_PACING_RATE, 112, 8).bytesPerSecond().unknown(Unknown.ALL_ONES),
            field(SocketNumber.BYTES_ACKED, 120, 8),
            field(SocketNumber.BYTES_RECEIVED, 128, 8),
            field(SocketNumber.SEGS_OUT, 136, 4),
            field(SocketNumber.SEGS_IN, 140, 4),
            field(SocketNumber.NOTSENT, 144, 4),
            field(SocketNumber.MIN_RTT, 148, 4).unknown(Unknown.ZERO_OR_ALL_ONES),
            field(SocketNumber.DATA_SEGS_IN, 152, 4),
            field(SocketNumber.DATA_SEGS_OUT, 156, 4),
            field(SocketNumber.DELIVERY_RATE, 160, 8).bytesPerSecond(),
            field(SocketNumber.BUSY, 168, 8),
            field(SocketNumber.RWND_LIMITED, 176, 8),
            field(SocketNumber.SNDBUF_LIMITED, 184, 8),
            field(SocketNumber.DELIVERED, 192, 4),
            field(SocketNumber.DELIVERED_CE, 196, 4),
            field(SocketNumber.BYTES_SENT, 200, 8),
            field(SocketNumber.BYTES_RETRANS, 208, 8),
            field(SocketNumber.DSACK_DUPS, 216, 4),
            field(SocketNumber.REORD_SEEN, 220, 4),
            field(SocketNumber.RCV_OOOPACK, 224, 4),
            field(SocketNumber.SND_WND, 228, 4),
            field(SocketNumber.RCV_WND, 232, 4),
            field(SocketNumber.REHASH, 236, 4),
            field(SocketNumber.TOTAL_RTO, 240, 2),
            field(SocketNumber.TOTAL_RTO_RECOVERIES, 242, 2),
            field(SocketNumber.TOTAL_RTO_TIME, 244, 4));

    /**
     * Data of some congestion controls ({@code linux/inet_diag.h}; numbers in the host's byte order). Each
     * comes in a separate attribute, whichever is requested.
     *
     * <pre>
     * struct tcpvegas_info     0 enabled u32     4 rttcnt u32     8 rtt u32       12 minrtt u32                         16
     * struct tcp_dctcp_info    0 enabled u16     2 ce_state u16   4 alpha u32      8 ab_ecn u32      12 ab_tot u32       16
     * struct tcp_bbr_info      0 bw_lo u32       4 bw_hi u32      8 min_rtt u32   12 pacing_gain u32 16 cwnd_gain u32   20
     * </pre>
     *
     * <p>Times are in microseconds, the bandwidth is in bytes a second. Its lower half comes first whatever the host's order;
     * where that is not how the host lays out a u64, the lower half alone is read, which holds up to 34 Gbit/s.
     */
    static final List<Field> CONGESTION_FIELDS = List.of(
            Field.of(SocketNumber.VEGAS_ENABLED, InetDiag.VEGASINFO, 0, 4),
            Field.of(SocketNumber.VEGAS_RTT_COUNT, InetDiag.VEGASINFO, 4, 4),
            Field.of(SocketNumber.VEGAS_RTT, InetDiag.VEGASINFO, 8, 4).unknown(Unknown.INFINITE),
            Field.of(SocketNumber.VEGAS_MIN_RTT, InetDiag.VEGASINFO, 12, 4).unknown(Unknown.INFINITE),
            Field.of(SocketNumber.DCTCP_ENABLED, InetDiag.DCTCPINFO, 0, 2),
            Field.of(SocketNumber.DCTCP_CE_STATE, InetDiag.DCTCPINFO, 2, 2),
            Field.of(SocketNumber.DCTCP_ALPHA, InetDiag.DCTCPINFO, 4, 4),
            Field.of(SocketNumber.DCTCP_AB_ECN, InetDiag.DCTCPINFO, 8, 4),
            Field.of(SocketNumber.DCTCP_AB_TOTAL, InetDiag.DCTCPINFO, 12, 4),
            Field.of(SocketNumber.BBR_BANDWIDTH, InetDiag.BBRINFO, 0, bandwidthBytes())
                    .bytesPerSecond(),
            Field.of(SocketNumber.BBR_MIN_RTT, InetDiag.BBRINFO, 8, 4),
            Field.of(SocketNumber.BBR_PACING_GAIN, InetDiag.BBRINFO, 12, 4),
            Field.of(SocketNumber.BBR_CWND_GAIN, InetDiag.BBRINFO, 16, 4));

    private TcpInfo() {}

    private static Field field(SocketNumber number, int offset, int bytes) {
        return Field.of(number, InetDiag.INFO, offset, bytes);
    }

    private static Field bits(SocketNumber number, int offset, int from, int count) {
        boolean lowestFirst = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
        return field(number, offset, 1).bits(lowestFirst ? from : Byte.SIZE - from - count, count);
    }

    private static int bandwidthBytes() {
        return ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN ? Long.BYTES : Integer.BYTES;
    }
}
