package io.conncount.wire.linux;

import io.conncount.socket.TcpState;

/**
 * The states of an SCTP association (RFC 9260, section 4), by the kernel's numbers ({@code enum sctp_state} in
 * {@code net/sctp/constants.h}, which is no part of its API, but what its answers hold) and as the TCP states that come
 * nearest:
 *
 * <pre>
 * 0 CLOSED CLOSE             1 COOKIE_WAIT SYN_SENT     2 COOKIE_ECHOED SYN_SENT        3 ESTABLISHED
 * 4 SHUTDOWN_PENDING FIN_WAIT1    5 SHUTDOWN_SENT FIN_WAIT2    6 SHUTDOWN_RECEIVED CLOSE_WAIT
 * 7 SHUTDOWN_ACK_SENT LAST_ACK
 * </pre>
 */
final class SctpAssociationState {
    private static final TcpState[] BY_NUMBER = {
        TcpState.CLOSE,
        TcpState.SYN_SENT,
        TcpState.SYN_SENT,
        TcpState.ESTABLISHED,
        TcpState.FIN_WAIT1,
        TcpState.FIN_WAIT2,
        TcpState.CLOSE_WAIT,
        TcpState.LAST_ACK,
    };

    private SctpAssociationState() {}

    /** The state with this number; null if there is none. */
    static TcpState of(int number) {
        return number < BY_NUMBER.length ? BY_NUMBER[number] : null;
    }
}
