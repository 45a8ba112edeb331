package io.conncount.wire.linux;

import io.conncount.socket.SocketNumber;
import java.nio.ByteOrder;
import java.util.List;

/**
 * What some congestion controls tell of themselves ({@code linux/inet_diag.h}; numbers in the host's byte order). Each
 * comes in an attribute of its own, whichever is asked for.
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
final class CongestionInfo {
    static final List<AttributeField> FIELDS = List.of(
            AttributeField.of(SocketNumber.VEGAS_ENABLED, InetDiagExtension.VEGASINFO, 0, 4),
            AttributeField.of(SocketNumber.VEGAS_RTT_COUNT, InetDiagExtension.VEGASINFO, 4, 4),
            AttributeField.of(SocketNumber.VEGAS_RTT, InetDiagExtension.VEGASINFO, 8, 4)
                    .unknown(AttributeField.Unknown.INFINITE),
            AttributeField.of(SocketNumber.VEGAS_MIN_RTT, InetDiagExtension.VEGASINFO, 12, 4)
                    .unknown(AttributeField.Unknown.INFINITE),
            AttributeField.of(SocketNumber.DCTCP_ENABLED, InetDiagExtension.DCTCPINFO, 0, 2),
            AttributeField.of(SocketNumber.DCTCP_CE_STATE, InetDiagExtension.DCTCPINFO, 2, 2),
            AttributeField.of(SocketNumber.DCTCP_ALPHA, InetDiagExtension.DCTCPINFO, 4, 4),
            AttributeField.of(SocketNumber.DCTCP_AB_ECN, InetDiagExtension.DCTCPINFO, 8, 4),
            AttributeField.of(SocketNumber.DCTCP_AB_TOTAL, InetDiagExtension.DCTCPINFO, 12, 4),
            AttributeField.of(SocketNumber.BBR_BANDWIDTH, InetDiagExtension.BBRINFO, 0, bandwidthBytes())
                    .bytesPerSecond(),
            AttributeField.of(SocketNumber.BBR_MIN_RTT, InetDiagExtension.BBRINFO, 8, 4),
            AttributeField.of(SocketNumber.BBR_PACING_GAIN, InetDiagExtension.BBRINFO, 12, 4),
            AttributeField.of(SocketNumber.BBR_CWND_GAIN, InetDiagExtension.BBRINFO, 16, 4));

    private CongestionInfo() {}

    private static int bandwidthBytes() {
        return ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN ? Long.BYTES : Integer.BYTES;
    }
}
