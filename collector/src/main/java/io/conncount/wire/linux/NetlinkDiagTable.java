package io.conncount.wire.linux;

import io.conncount.socket.AddressFamily;
import io.conncount.socket.Detail;
import io.conncount.socket.TcpState;
import io.conncount.wire.Words;
import java.nio.ByteBuffer;
import java.util.Set;

/** The table of netlink sockets, the kernel's own included, and the one that asks. */
final class NetlinkDiagTable implements DiagTable {
    @Override
    public boolean filters() {
        return false;
    }

    @Override
    public boolean choosesStates() {
        return false;
    }

    @Override
    public String module() {
        return "netlink_diag";
    }

    @Override
    public ByteBuffer request(
            AddressFamily family, Set<TcpState> states, Set<Detail> details, ByteBuffer filter, int sequence) {
        return NetlinkDiagRequest.dump(sequence);
    }

    @Override
    public DiagMessage message(Words words) {
        return new NetlinkDiagMessage(words);
    }
}
