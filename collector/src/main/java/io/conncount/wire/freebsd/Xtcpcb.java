package io.conncount.wire.freebsd;

import io.conncount.socket.Protocol;
import io.conncount.socket.SocketNumber;
import io.conncount.socket.SocketText;
import io.conncount.socket.SocketType;
import io.conncount.socket.TcpState;
import io.conncount.wire.DecodeException;

/**
 * A row of {@code net.inet.tcp.pcblist} ({@code netinet/tcp_var.h}; numbers in the host's byte order):
 *
 * <pre>
 * struct xtcpcb
 *    0 xt_len u64, 744     8 xt_inp, an {@link Xinpcb}    408 xt_stack, 32 chars     440 xt_logid, 64 chars
 *  504 xt_cc, 16 chars from FreeBSD 13 on, else zeros   520 spare, 48 bytes        568 t_state s32
 *  572 t_flags u32, t_sndzerowin s32                580 t_sndrexmitpack s32        584 t_rcvoopack s32     588 t_rcvtime s32, ms since data came
 *  592 tt_rexmt s32    596 tt_persist s32    600 tt_keep s32    604 tt_2msl s32
 *  608 tt_delack s32, which like the four before it are milliseconds to go     612 t_logstate s32 and 2 more
 *  624 t_maxseg u32, 628 t_rcv_wnd u32, 632 t_snd_wnd u32 from FreeBSD 13 on, else zeros; and more                   744
 * </pre>
 *
 * <p>Requests in the handshake come from the syncache, first in the list: their xi_len is 0, and they have neither socket
 * nor generation. Until FreeBSD 13 a connection in TIME_WAIT has no socket either, from 14 on it may have one.
 */
public final class Xtcpcb extends Xinpcb {
    /** {@code sizeof(struct xtcpcb)}. */
    public static final int BYTES = 744;

    static final int LEN_OFFSET = 0;
    static final int INP_OFFSET = LEN_OFFSET + Long.BYTES;
    static final int STACK_OFFSET = INP_OFFSET + Xinpcb.BYTES;
    static final int STACK_BYTES = 32;
    static final int LOGID_BYTES = 64;
    static final int CC_OFFSET = STACK_OFFSET + STACK_BYTES + LOGID_BYTES;
    static final int CC_BYTES = 16;
    static final int STATE_OFFSET = CC_OFFSET + CC_BYTES + 48;
    static final int SNDREXMITPACK_OFFSET = STATE_OFFSET + 3 * Integer.BYTES;
    static final int RCVOOPACK_OFFSET = SNDREXMITPACK_OFFSET + Integer.BYTES;
    static final int RCVTIME_OFFSET = RCVOOPACK_OFFSET + Integer.BYTES;
    static final int REXMT_OFFSET = STATE_OFFSET + 6 * Integer.BYTES;
    static final int PERSIST_OFFSET = REXMT_OFFSET + Integer.BYTES;
    static final int KEEP_OFFSET = PERSIST_OFFSET + Integer.BYTES;
    static final int TWO_MSL_OFFSET = KEEP_OFFSET + Integer.BYTES;
    static final int DELACK_OFFSET = TWO_MSL_OFFSET + Integer.BYTES;
    static final int MAXSEG_OFFSET = 624;
    static final int RCV_WND_OFFSET = MAXSEG_OFFSET + Integer.BYTES;
    static final int SND_WND_OFFSET = RCV_WND_OFFSET + Integer.BYTES;

    private static final int SECONDS_COLUMNS = 4;

    private static final int NO_TIMER = 0;
    private static final int TIMER_RETRANSMIT = 1;
    private static final int TIMER_KEEPALIVE = 2;
    private static final int TIMER_TIME_WAIT = 3;
    private static final int TIMER_PERSIST = 4;

    private TcpState state;

    Xtcpcb(RecordReader row) {
        super(Protocol.TCP, row, INP_OFFSET);
    }

    @Override
    void check() throws DecodeException {
        super.check();
        if (lengthSaid() != Xinpcb.BYTES && lengthSaid() != 0) {
            throw row.refused("xi_len is " + lengthSaid() + ", not " + Xinpcb.BYTES + ", nor 0 for the syncache");
        }
        int number = structs.int32(STATE_OFFSET);
        state = FreeBsdTcpState.of(number);
        if (state == null) {
            throw row.refused("t_state is " + number + ", which is not a state");
        }
    }

    @Override
    public SocketType type() {
        return SocketType.STREAM;
    }

    @Override
    public TcpState state() {
        return state;
    }

    @Override
    public int timer() {
        if (structs.int32(REXMT_OFFSET) > 0) {
            return TIMER_RETRANSMIT;
        }
        if (structs.int32(PERSIST_OFFSET) > 0) {
            return TIMER_PERSIST;
        }
        if (structs.int32(TWO_MSL_OFFSET) > 0) {
            return TIMER_TIME_WAIT;
        }
        return structs.int32(KEEP_OFFSET) > 0 ? TIMER_KEEPALIVE : NO_TIMER;
    }

    @Override
    public long number(SocketNumber which) {
        return switch (which) {
            case TIMER_MS -> timerMilliseconds();
            case TOTAL_RETRANS -> structs.int32(SNDREXMITPACK_OFFSET);
            case RCV_OOOPACK -> structs.int32(RCVOOPACK_OFFSET);
            case SND_MSS -> since13(MAXSEG_OFFSET);
            case RCV_WND -> since13(RCV_WND_OFFSET);
            case SND_WND -> since13(SND_WND_OFFSET);
            default -> super.number(which);
        };
    }

    /** A number in what were spare bytes before FreeBSD 13, and are zeros for requests in the handshake. */
    private long since13(int offset) {
        return structs.int32(MAXSEG_OFFSET) == 0 ? UNKNOWN : Integer.toUnsignedLong(structs.int32(offset));
    }

    private long timerMilliseconds() {
        return switch (timer()) {
            case TIMER_RETRANSMIT -> structs.int32(REXMT_OFFSET);
            case TIMER_PERSIST -> structs.int32(PERSIST_OFFSET);
            case TIMER_TIME_WAIT -> structs.int32(TWO_MSL_OFFSET);
            case TIMER_KEEPALIVE -> structs.int32(KEEP_OFFSET);
            default -> UNKNOWN;
        };
    }

    /** That of TCP, where the kernel keeps it apart from the one below it. */
    @Override
    long controlBlock() {
        long ofTcp = structs.int64(INP_OFFSET + PPCB_OFFSET);
        return ofTcp == 0 ? super.controlBlock() : ofTcp;
    }

    @Override
    public int text(SocketText which, byte[] into) {
        return switch (which) {
            case CONGESTION -> cString(CC_OFFSET, CC_BYTES, into);
            case TIMERS -> timers(into);
            default -> super.text(which, into);
        };
    }

    /** Those that netstat shows, in its order. */
    private int timers(byte[] into) {
        answer.begin(into);
        for (int offset = REXMT_OFFSET; offset <= DELACK_OFFSET; offset += Integer.BYTES) {
            seconds(structs.int32(offset));
        }
        seconds(structs.int32(RCVTIME_OFFSET));
        return answer.lengthBytes();
    }

    private void seconds(int milliseconds) {
        long known = Math.max(0, milliseconds);
        long hundredths = known % 1000 / 10;
        answer.put(' ').decimal(known / 1000, SECONDS_COLUMNS).put(hundredths < 10 ? ".0" : ".");
        answer.decimal(hundredths);
    }

    @Override
    public int matchText(SocketText which, byte[] other) {
        return which == SocketText.CONGESTION ? matchCString(CC_OFFSET, CC_BYTES, other) : -1;
    }
}
