package io.conncount.wire.freebsd;

/**
 * A socket, as it stands inside every row of a pcblist ({@code sys/socketvar.h}; numbers in the host's byte order):
 *
 * <pre>
 * struct xsocket
 *    0 xso_len u64, 240 or 0 where there is no socket     8 xso_so u64, the kernel's address of it    16 so_pcb u64
 *   24 so_oobmark u64            32 spare, 64 bytes       96 xso_protocol s32      100 xso_family s32
 *  104 so_qlen u32, not yet accepted      108 so_incqlen u32, in the handshake     112 so_qlimit u32
 *  116 so_pgid s32              120 so_uid u32           124 spare, 32 bytes       156 so_type s16
 *  158 so_options s16           160 so_linger s16        162 so_state s16          164 so_timeo s16   166 so_error u16
 *  168 so_rcv, a struct xsockbuf of 36 bytes             204 so_snd, another                                    240
 * struct xsockbuf
 *    0 sb_cc u32, bytes waiting      4 sb_hiwat u32      8 sb_mbcnt u32 and five more                            36
 * </pre>
 *
 * <p>Spare bytes have found uses since 12.1; none of the fields above has moved.
 */
final class Xsocket {
    /** {@code sizeof(struct xsocket)}. */
    static final int BYTES = 240;

    static final int LEN_OFFSET = 0;
    static final int SO_OFFSET = LEN_OFFSET + Long.BYTES;
    static final int PROTOCOL_OFFSET = 96;
    static final int QLEN_OFFSET = PROTOCOL_OFFSET + 2 * Integer.BYTES;
    static final int QLIMIT_OFFSET = QLEN_OFFSET + 2 * Integer.BYTES;
    static final int UID_OFFSET = QLIMIT_OFFSET + 2 * Integer.BYTES;
    static final int TYPE_OFFSET = 156;
    static final int OPTIONS_OFFSET = TYPE_OFFSET + Short.BYTES;
    static final int STATE_OFFSET = OPTIONS_OFFSET + 2 * Short.BYTES;
    static final int RCV_CC_OFFSET = 168;
    static final int SOCKBUF_BYTES = 36;
    static final int RCV_HIWAT_OFFSET = RCV_CC_OFFSET + Integer.BYTES;
    static final int SND_CC_OFFSET = RCV_CC_OFFSET + SOCKBUF_BYTES;
    static final int SND_HIWAT_OFFSET = SND_CC_OFFSET + Integer.BYTES;

    /** {@code SO_ACCEPTCONN} in so_options: the socket listens ({@code sys/socket.h}). */
    static final int OPTION_ACCEPTCONN = 0x2;

    /** {@code SS_ISCONNECTED} in so_state ({@code sys/socketvar.h}). */
    static final int STATE_ISCONNECTED = 0x2;

    /** {@code SOCK_*} in so_type ({@code sys/socket.h}). */
    static final int TYPE_STREAM = 1;

    static final int TYPE_DGRAM = 2;
    static final int TYPE_RAW = 3;
    static final int TYPE_SEQPACKET = 5;

    private Xsocket() {}
}
