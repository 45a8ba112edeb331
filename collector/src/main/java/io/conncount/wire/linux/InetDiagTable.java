package io.conncount.wire.linux;

import io.conncount.socket.AddressFamily;
import io.conncount.socket.Detail;
import io.conncount.socket.Protocol;
import io.conncount.socket.TcpState;
import io.conncount.wire.Words;
import java.nio.ByteBuffer;
import java.util.Set;

/** The table of a protocol over IP. */
record InetDiagTable(Protocol protocol) implements DiagTable {
    @Override
    public boolean filters() {
        // sctp_diag takes a program and does not run it (net/sctp/diag.c, Linux 6.18).
        return protocol != Protocol.SCTP;
    }

    /** {@code raw_diag} looks at no states, {@code sctp_diag} at no more than whether it should show listeners. */
    @Override
    public boolean choosesStates() {
        return protocol != Protocol.RAW && protocol != Protocol.SCTP;
    }

    @Override
    public String module() {
        return switch (protocol) {
            case UDP, UDPLITE -> "udp_diag";
            case RAW -> "raw_diag";
            case SCTP -> "sctp_diag";
            case MPTCP -> "mptcp_diag";
            default -> "tcp_diag";
        };
    }

    @Override
    public ByteBuffer request(
            AddressFamily family, Set<TcpState> states, Set<Detail> details, ByteBuffer filter, int sequence) {
        return InetDiagRequest.byFamily(protocol, family, states, details, filter, sequence);
    }

    @Override
    public DiagMessage message(Words words) {
        return new InetDiagMessage(protocol, words);
    }
}
