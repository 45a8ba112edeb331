package io.conncount.wire.linux;

/**
 * Offsets of the socket identity inside requests and answers ({@code linux/inet_diag.h}). Ports and addresses are in
 * network byte order, the rest in the host's:
 *
 * <pre>
 * struct inet_diag_sockid
 *    0 idiag_sport be16    2 idiag_dport be16    4 idiag_src be32[4]    20 idiag_dst be32[4]
 *   36 idiag_if u32       40 idiag_cookie u32[2]                        48
 * </pre>
 */
final class InetDiagSockId {
    static final int SPORT_OFFSET = 0;
    static final int DPORT_OFFSET = SPORT_OFFSET + 2;
    static final int SRC_OFFSET = DPORT_OFFSET + 2;
    static final int DST_OFFSET = SRC_OFFSET + 16;
    static final int IF_OFFSET = DST_OFFSET + 16;
    static final int COOKIE_OFFSET = IF_OFFSET + 4;
    static final int BYTES = COOKIE_OFFSET + 8;

    private InetDiagSockId() {}
}
