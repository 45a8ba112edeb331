package io.conncount.wire.freebsd;

import io.conncount.socket.SocketNumber;
import io.conncount.socket.SocketView;
import io.conncount.socket.TcpState;
import io.conncount.wire.AnswerText;
import io.conncount.wire.DecodeException;
import io.conncount.wire.StructBuffer;

/**
 * A view of the current row of a {@link PcbList}, whichever list it is: what the {@link Xsocket} in it tells. As every
 * {@link SocketView} it is valid in the callback only.
 */
public abstract class PcbRow implements SocketView {
    private static final int BUFFER_COLUMNS = 6;

    final RecordReader row;
    final StructBuffer structs;
    final AnswerText answer = new AnswerText();
    private final int socketAt;

    /** @param socketAt where the row has its struct xsocket */
    PcbRow(RecordReader row, int socketAt) {
        this.row = row;
        this.socketAt = socketAt;
        structs = row.structs();
    }

    /** Checks what the row that was just taken says of itself. */
    abstract void check() throws DecodeException;

    /** Checks the length of the socket within. */
    final void checkSocket() throws DecodeException {
        long socketBytes = structs.int64(socketAt + Xsocket.LEN_OFFSET);
        if (socketBytes != Xsocket.BYTES && socketBytes != 0) {
            throw row.refused("xso_len is " + socketBytes + ", not " + Xsocket.BYTES + ", nor 0 for no socket");
        }
    }

    /** The kernel's address of the socket; 0 if there is none: in the handshake, and until FreeBSD 13 in TIME_WAIT. */
    @Override
    public final long identity() {
        return structs.int64(socketAt + Xsocket.SO_OFFSET);
    }

    final boolean connected() {
        return (structs.uint16(socketAt + Xsocket.STATE_OFFSET) & Xsocket.STATE_ISCONNECTED) != 0;
    }

    final boolean listens() {
        return (structs.uint16(socketAt + Xsocket.OPTIONS_OFFSET) & Xsocket.OPTION_ACCEPTCONN) != 0;
    }

    final int typeNumber() {
        return structs.uint16(socketAt + Xsocket.TYPE_OFFSET);
    }

    @Override
    public final boolean owned() {
        return identity() != 0;
    }

    @Override
    public final int uid() {
        return structs.int32(socketAt + Xsocket.UID_OFFSET);
    }

    @Override
    public long number(SocketNumber which) {
        return switch (which) {
            case RECVQ -> queue(Xsocket.QLEN_OFFSET, Xsocket.RCV_CC_OFFSET);
            case SENDQ -> queue(Xsocket.QLIMIT_OFFSET, Xsocket.SND_CC_OFFSET);
            case UID -> owned() ? unsigned(Xsocket.UID_OFFSET) : UNKNOWN;
            case RCVBUF -> owned() ? unsigned(Xsocket.RCV_CC_OFFSET + Xsocket.HIWAT_IN_SOCKBUF) : UNKNOWN;
            case SNDBUF -> owned() ? unsigned(Xsocket.SND_CC_OFFSET + Xsocket.HIWAT_IN_SOCKBUF) : UNKNOWN;
            case INCQLEN -> state() == TcpState.LISTEN ? unsigned(Xsocket.INCQLEN_OFFSET) : UNKNOWN;
            case PCB -> controlBlock();
            case COOKIE -> generation() == 0 ? UNKNOWN : generation();
            default -> UNKNOWN;
        };
    }

    /** The kernel's address of what the protocol keeps; 0 if it keeps nothing. */
    long controlBlock() {
        return structs.int64(socketAt + Xsocket.PCB_OFFSET);
    }

    private long queue(int ofListenerOffset, int offset) {
        return unsigned(state() == TcpState.LISTEN ? ofListenerOffset : offset);
    }

    private long unsigned(int offset) {
        return Integer.toUnsignedLong(structs.int32(socketAt + offset));
    }

    /** A number that the kernel gives to no two sockets of a list; 0 if it gave none yet. */
    abstract long generation();

    /** {@link SocketText#BUFFER_COUNTS}. */
    final int bufferCounts(byte[] into) {
        answer.begin(into);
        ofBothBuffers(Xsocket.MCNT_IN_SOCKBUF);
        ofBothBuffers(Xsocket.CCNT_IN_SOCKBUF);
        return answer.lengthBytes();
    }

    /** {@link SocketText#BUFFER_SIZES}. */
    final int bufferSizes(byte[] into) {
        answer.begin(into);
        ofBothBuffers(Xsocket.HIWAT_IN_SOCKBUF);
        ofBothBuffers(Xsocket.LOWAT_IN_SOCKBUF);
        ofBothBuffers(Xsocket.MBCNT_IN_SOCKBUF);
        ofBothBuffers(Xsocket.MBMAX_IN_SOCKBUF);
        return answer.lengthBytes();
    }

    private void ofBothBuffers(int offset) {
        answer.put(' ').decimal(unsigned(Xsocket.RCV_CC_OFFSET + offset), BUFFER_COLUMNS);
        answer.put(' ').decimal(unsigned(Xsocket.SND_CC_OFFSET + offset), BUFFER_COLUMNS);
    }

    /** Copies a C string with a maximum length. */
    final int cString(int at, int bytesMax, byte[] into) {
        int length = 0;
        while (length < bytesMax && structs.uint8(at + length) != 0) {
            if (length < into.length) {
                into[length] = (byte) structs.uint8(at + length);
            }
            length++;
        }
        return length == 0 ? -1 : length;
    }

    /** Compares a C string with a maximum length, as {@link #matchText} does. */
    final int matchCString(int at, int bytesMax, byte[] other) {
        int length = 0;
        boolean same = true;
        while (length < bytesMax && structs.uint8(at + length) != 0) {
            same &= length < other.length && (byte) structs.uint8(at + length) == other[length];
            length++;
        }
        if (length == 0) {
            return -1;
        }
        return same && length == other.length ? 1 : 0;
    }

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
     *    0 sb_cc u32, bytes waiting      4 sb_hiwat u32      8 sb_mbcnt u32     12 sb_mcnt u32, 16 sb_ccnt u32, until FreeBSD 13
     *   20 sb_mbmax u32                 24 sb_lowat s32     28 sb_timeo s32    32 sb_flags s16                       36
     * </pre>
     *
     * <p>Spare bytes have found uses since 12.1; none of the fields above has moved.
     */
    static final class Xsocket {
        /** {@code sizeof(struct xsocket)}. */
        static final int BYTES = 240;

        static final int LEN_OFFSET = 0;
        static final int SO_OFFSET = LEN_OFFSET + Long.BYTES;
        static final int PCB_OFFSET = SO_OFFSET + Long.BYTES;
        static final int PROTOCOL_OFFSET = 96;
        static final int QLEN_OFFSET = PROTOCOL_OFFSET + 2 * Integer.BYTES;
        static final int INCQLEN_OFFSET = QLEN_OFFSET + Integer.BYTES;
        static final int QLIMIT_OFFSET = INCQLEN_OFFSET + Integer.BYTES;
        static final int UID_OFFSET = QLIMIT_OFFSET + 2 * Integer.BYTES;
        static final int TYPE_OFFSET = 156;
        static final int OPTIONS_OFFSET = TYPE_OFFSET + Short.BYTES;
        static final int STATE_OFFSET = OPTIONS_OFFSET + 2 * Short.BYTES;
        static final int RCV_CC_OFFSET = 168;
        static final int SOCKBUF_BYTES = 36;
        static final int SND_CC_OFFSET = RCV_CC_OFFSET + SOCKBUF_BYTES;
        static final int HIWAT_IN_SOCKBUF = Integer.BYTES;
        static final int MBCNT_IN_SOCKBUF = HIWAT_IN_SOCKBUF + Integer.BYTES;
        static final int MCNT_IN_SOCKBUF = MBCNT_IN_SOCKBUF + Integer.BYTES;
        static final int CCNT_IN_SOCKBUF = MCNT_IN_SOCKBUF + Integer.BYTES;
        static final int MBMAX_IN_SOCKBUF = CCNT_IN_SOCKBUF + Integer.BYTES;
        static final int LOWAT_IN_SOCKBUF = MBMAX_IN_SOCKBUF + Integer.BYTES;

        /** {@code SO_ACCEPTCONN} in so_options: the socket listens ({@code sys/socket.h}). */
        static final int OPTION_ACCEPTCONN = 0x2;

        /** {@code SS_ISCONNECTED} in so_state ({@code sys/socketvar.h}). */
        static final int STATE_ISCONNECTED = 0x2;

        /** {@code SOCK_*} in so_type ({@code sys/socket.h}). */
        static final int TYPE_STREAM = 1;

        static final int TYPE_DGRAM = 2;
        static final int TYPE_SEQPACKET = 5;

        private Xsocket() {}
    }
}
