package io.conncount.wire.freebsd;

import io.conncount.socket.TcpState;

/** The kernel's numbers for TCP states ({@code netinet/tcp_fsm.h}); they are not Linux's. */
final class FreeBsdTcpState {
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

    private FreeBsdTcpState() {}

    /** The state with this number; null if there is none. */
    static TcpState of(int number) {
        return number >= 0 && number < COUNT ? BY_NUMBER[number] : null;
    }
}
