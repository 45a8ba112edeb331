package io.conncount.wire.linux;

import io.conncount.socket.AddressFamily;
import io.conncount.socket.Detail;
import io.conncount.socket.TcpState;
import io.conncount.wire.Words;
import java.nio.ByteBuffer;
import java.util.Set;

/** The table of packet sockets, which see frames as they come over the wire. */
final class PacketDiagTable implements DiagTable {
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
        return "af_packet_diag";
    }

    @Override
    public ByteBuffer request(
            AddressFamily family, Set<TcpState> states, Set<Detail> details, ByteBuffer filter, int sequence) {
        return PacketDiagRequest.dump(sequence);
    }

    @Override
    public DiagMessage message(Words words) {
        return new PacketDiagMessage(words);
    }
}
