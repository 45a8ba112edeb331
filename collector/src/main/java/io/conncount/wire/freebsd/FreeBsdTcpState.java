package io.conncount.wire.freebsd;

import io.conncount.socket.TcpState;
import io.conncount.wire.DecodeException;
import java.nio.ByteBuffer;

/** The kernel's numbers for TCP states ({@code netinet/tcp_fsm.h}); they are not Linux's. */
public final class FreeBsdTcpState {
    private static final TcpState[] BY_NUMBER = {
        TcpState.CLOSE,
        TcpState.LISTEN,
        TcpState.SYN_SENT,
        TcpState.SYN_RECV,
        TcpState.ESTABLISHED,
        TcpState.CLOSE_WAIT,
        TcpState.FIN_WAIT1,
        TcpState.CLOSING,
        TcpState.LAST_ACK,
        TcpState.FIN_WAIT2,
        TcpState.TIME_WAIT,
    };

    /** {@code TCP_NSTATES}. */
    static final int COUNT = BY_NUMBER.length;

    /** The length of {@code net.inet.tcp.states}: eleven states of eight bytes. */
    public static final int STATES_BYTES = COUNT * Long.BYTES;

    private FreeBsdTcpState() {}

    /** The state with this number; null if unknown. */
    static TcpState of(int number) {
        return number >= 0 && number < COUNT ? BY_NUMBER[number] : null;
    }

    /**
     * {@code net.inet.tcp.states} ({@code netinet/tcp_subr.c}): the number of TCP sockets in each state, a u64 for each
     * state number, in the host's byte order. The kernel keeps them for each network stack, for every reader.
     *
     * @return the counts by the ordinal of {@link TcpState}
     */
    public static long[] counts(ByteBuffer bytes) throws DecodeException {
        if (bytes.limit() != STATES_BYTES) {
            throw new DecodeException("net.inet.tcp.states", 0, bytes.limit() + " bytes, takes " + STATES_BYTES);
        }
        long[] counts = new long[COUNT];
        for (int number = 0; number < COUNT; number++) {
            counts[of(number).ordinal()] = bytes.getLong(number * Long.BYTES);
        }
        return counts;
    }
}
