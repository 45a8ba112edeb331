package io.conncount.testing;

import io.conncount.socket.AddressFamily;
import io.conncount.socket.Detail;
import io.conncount.socket.Protocol;
import io.conncount.socket.SocketSink;
import io.conncount.socket.TcpState;
import io.conncount.source.DumpRequest;
import io.conncount.source.LinuxSockDiag;
import java.io.IOException;
import java.util.EnumSet;

/** The TCP sockets of {@link Golden}, in every state and of either family. */
public final class GoldenSockets {
    private GoldenSockets() {}

    /** Shows each of them: first those of many owners, then those with all details. */
    public static void forEach(SocketSink sink) throws IOException {
        DumpRequest every =
                DumpRequest.of(Protocol.TCP, AddressFamily.IP, EnumSet.complementOf(EnumSet.of(TcpState.CLOSE)));
        LinuxSockDiag kernel = new LinuxSockDiag(Golden.kernel());
        kernel.dump(every, sink);
        kernel.dump(
                every.telling(EnumSet.of(Detail.TCP_INFO, Detail.MEMORY, Detail.CONGESTION, Detail.TRAFFIC_CLASS)),
                sink);
    }
}
