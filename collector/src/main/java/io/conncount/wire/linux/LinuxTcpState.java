package io.conncount.wire.linux;

import io.conncount.socket.TcpState;
import java.util.Set;

/** The kernel's numbers for TCP states, and the masks made of them (the uapi enum in {@code linux/bpf.h}, and {@code net/tcp_states.h}). */
final class LinuxTcpState {
    private static final TcpState[] BY_NUMBER = {
        null,
        TcpState.ESTABLISHED,
        TcpState.SYN_SENT,
        TcpState.SYN_RECV,
        TcpState.FIN_WAIT1,
        TcpState.FIN_WAIT2,
        TcpState.TIME_WAIT,
        TcpState.CLOSE,
        TcpState.CLOSE_WAIT,
        TcpState.LAST_ACK,
        TcpState.LISTEN,
        TcpState.CLOSING,
    };

    /**
     * The states of an SCTP association (RFC 9260, section 4), by the kernel's numbers ({@code enum sctp_state} in
     * {@code net/sctp/constants.h}, which is not part of its API, but is used in its answers) and as the TCP states that come
     * nearest:
     *
     * <pre>
     * 0 CLOSED CLOSE             1 COOKIE_WAIT SYN_SENT     2 COOKIE_ECHOED SYN_SENT        3 ESTABLISHED
     * 4 SHUTDOWN_PENDING FIN_WAIT1    5 SHUTDOWN_SENT FIN_WAIT2    6 SHUTDOWN_RECEIVED CLOSE_WAIT
     * 7 SHUTDOWN_ACK_SENT LAST_ACK
     * </pre>
     */
    private static final TcpState[] SCTP = {
        TcpState.CLOSE,
        TcpState.SYN_SENT,
        TcpState.SYN_SENT,
        TcpState.ESTABLISHED,
        TcpState.FIN_WAIT1,
        TcpState.FIN_WAIT2,
        TcpState.CLOSE_WAIT,
        TcpState.LAST_ACK,
    };

    private static final int CLOSE_BIT = 1 << 7;

    /** {@code TCPF_BOUND_INACTIVE}. */
    private static final int BOUND_INACTIVE_BIT = 1 << 13;

    private LinuxTcpState() {}

    /** The state with this number; null if unknown. */
    static TcpState of(int number) {
        return number < BY_NUMBER.length ? BY_NUMBER[number] : null;
    }

    /** The state of an SCTP association with this number; null if unknown. */
    static TcpState ofSctp(int number) {
        return number < SCTP.length ? SCTP[number] : null;
    }

    /** {@code idiag_states}: one bit a state. */
    static int mask(Set<TcpState> states) {
        int mask = 0;
        for (int number = 1; number < BY_NUMBER.length; number++) {
            if (states.contains(BY_NUMBER[number])) {
                mask |= 1 << number;
            }
        }
        return mask;
    }

    /**
     * The same for TCP, whose closed sockets are in no table unless they are bound to a port: those have a separate bit
     * (Linux 6.8), which older kernels ignore, and are shown as closed.
     */
    static int tcpMask(Set<TcpState> states) {
        int mask = mask(states);
        return states.contains(TcpState.CLOSE) ? (mask & ~CLOSE_BIT) | BOUND_INACTIVE_BIT : mask;
    }
}
