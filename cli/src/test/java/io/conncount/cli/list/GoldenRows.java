package io.conncount.cli.list;

import io.conncount.socket.AddressFamily;
import io.conncount.socket.Detail;
import io.conncount.socket.Protocol;
import io.conncount.socket.SocketSink;
import io.conncount.socket.SocketView;
import io.conncount.socket.TcpState;
import io.conncount.source.DumpRequest;
import io.conncount.source.LinuxSockDiag;
import io.conncount.sys.KernelException;
import io.conncount.testing.Golden;
import io.conncount.view.RowWriter;
import io.conncount.view.TextBuffer;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Rows of recorded sockets. */
final class GoldenRows {
    static final Set<Detail> ALL_DETAILS =
            EnumSet.of(Detail.TCP_INFO, Detail.MEMORY, Detail.CONGESTION, Detail.TRAFFIC_CLASS);

    /** {@code -HO}, and everything that adds to a row. */
    static final SsOptions EVERYTHING = SsOptions.of(
            SsPart.STATE,
            SsPart.QUEUES,
            SsPart.TIMERS,
            SsPart.DETAILS,
            SsPart.MEMORY,
            SsPart.INFO,
            SsPart.TRAFFIC_CLASS,
            SsPart.ONE_LINE);

    private static final Set<TcpState> TCP_STATES = EnumSet.complementOf(EnumSet.of(TcpState.CLOSE));
    private static final Set<TcpState> UDP_STATES = EnumSet.of(TcpState.ESTABLISHED, TcpState.CLOSE);

    private GoldenRows() {}

    static DumpRequest tcp() {
        return DumpRequest.of(Protocol.TCP, AddressFamily.IP, TCP_STATES);
    }

    static DumpRequest tcpInfo() {
        return tcp().telling(ALL_DETAILS);
    }

    static DumpRequest udp() {
        return DumpRequest.of(Protocol.UDP, AddressFamily.IP, UDP_STATES);
    }

    static void show(DumpRequest request, SocketSink sink) throws KernelException {
        new LinuxSockDiag(Golden.kernel()).dump(request, sink);
    }

    /** The rows, each a line. */
    static List<String> of(DumpRequest request, RowWriter<SocketView> writer) throws KernelException {
        TextBuffer out = new TextBuffer(16);
        show(request, socket -> writer.row(socket, out));
        return out.toString().lines().toList();
    }
}
