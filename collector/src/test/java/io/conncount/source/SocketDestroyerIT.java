package io.conncount.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.conncount.socket.AddressFamily;
import io.conncount.socket.KeptSockets;
import io.conncount.socket.Protocol;
import io.conncount.socket.SocketView;
import io.conncount.socket.TcpState;
import io.conncount.sys.Errno;
import io.conncount.testing.SocketNamespace;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;

/** Closing real sockets, one by one. Needs root and iproute2. */
class SocketDestroyerIT {
    private static final int LISTENING_PORT = 7900;
    private static final int PORT = 7901;
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    /** A connection that leaves nothing when it ends, so that its addresses and ports can be used again at once. */
    private static Socket connect() throws IOException {
        Socket socket = new Socket();
        socket.setReuseAddress(true);
        socket.setSoLinger(true, 0);
        socket.bind(new InetSocketAddress(LOOPBACK, PORT));
        socket.connect(new InetSocketAddress(LOOPBACK, LISTENING_PORT));
        return socket;
    }

    /** The connection as sock_diag shows it now. */
    private static SocketView shown() throws IOException {
        KeptSockets kept = new KeptSockets(1);
        DumpRequest established = DumpRequest.of(Protocol.TCP, AddressFamily.IP, EnumSet.of(TcpState.ESTABLISHED));
        HostSource.openSockDiag().sockets().dump(established, socket -> {
            if (socket.localPort() == PORT) {
                kept.accept(socket);
            }
        });
        assertEquals(1, kept.kept());
        return kept.get(0);
    }

    @Test
    void socketThatTookThePlaceOfAnotherIsLeftAlone() throws Exception {
        try (SocketNamespace namespace = new SocketNamespace("--connections", "1")) {
            namespace.call(() -> {
                try (ServerSocket listener = new ServerSocket(LISTENING_PORT, 5, LOOPBACK);
                        SocketDestroyer destroyer = HostSource.openDestroyer()) {
                    Socket first = connect();
                    SocketView gone = shown();
                    first.close();
                    listener.accept().close();
                    assertEquals(Errno.ENOENT, destroyer.destroy(gone), "nothing is in its place");
                    try (Socket second = connect();
                            Socket accepted = listener.accept()) {
                        assertEquals(Errno.ENOENT, destroyer.destroy(gone));
                        accepted.getOutputStream().write('x');
                        assertEquals('x', second.getInputStream().read());
                        assertEquals(0, destroyer.destroy(shown()));
                        assertThrows(
                                SocketException.class,
                                () -> second.getOutputStream().write('x'));
                    }
                }
                return null;
            });
        }
    }
}
