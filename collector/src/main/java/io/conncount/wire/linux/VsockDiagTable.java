package io.conncount.wire.linux;

import io.conncount.socket.AddressFamily;
import io.conncount.socket.Detail;
import io.conncount.socket.TcpState;
import io.conncount.wire.Words;
import java.nio.ByteBuffer;
import java.util.Set;

/** The table of sockets between virtual machines. */
final class VsockDiagTable implements DiagTable {
    @Override
    public boolean filters() {
        return false;
    }

    @Override
    public boolean choosesStates() {
        return true;
    }

    @Override
    public String module() {
        return "vsock_diag";
    }

    @Override
    public ByteBuffer request(
            AddressFamily family, Set<TcpState> states, Set<Detail> details, ByteBuffer filter, int sequence) {
        return VsockDiagRequest.dump(states, sequence);
    }

    @Override
    public DiagMessage message(Words words) {
        return new VsockDiagMessage(words);
    }
}
