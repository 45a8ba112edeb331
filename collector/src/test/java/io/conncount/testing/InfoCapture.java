package io.conncount.testing;

import io.conncount.socket.AddressFamily;
import io.conncount.socket.Detail;
import io.conncount.socket.Protocol;
import io.conncount.socket.TcpState;
import io.conncount.source.DumpRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;

/**
 * Captures {@link Golden#TCP_INFO} anew, as root, from the test classpath: {@code InfoCapture DIRECTORY}. Some of the
 * connections have carried data, under two congestion controls, and one has a peer that does not read.
 */
public final class InfoCapture {
    private static final String[] POPULATION =
            "--connections 4 --ipv6 1 --time-wait 2 --fin-wait1 1 --syn-sent 1 --syn-recv 1".split(" ");
    private static final Path CONGESTION_CONTROL = Path.of("/proc/sys/net/ipv4/tcp_congestion_control");
    private static final int EXCHANGED_BYTES = 100_000;
    private static final int UNREAD_BYTES = 5000;

    private InfoCapture() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        try (SocketNamespace namespace = new SocketNamespace(POPULATION)) {
            namespace.call(() -> captureWithTraffic(Path.of(arguments[0])));
        }
    }

    private static Void captureWithTraffic(Path directory) throws IOException, InterruptedException {
        InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        try (ServerSocketChannel server = ServerSocketChannel.open().bind(new InetSocketAddress(loopback, 7100))) {
            Files.writeString(CONGESTION_CONTROL, "reno");
            try (SocketChannel busy = SocketChannel.open(server.getLocalAddress());
                    SocketChannel busyPeer = server.accept()) {
                Files.writeString(CONGESTION_CONTROL, "bbr");
                try (SocketChannel stuck = SocketChannel.open(server.getLocalAddress());
                        SocketChannel stuckPeer = server.accept()) {
                    send(busy, busyPeer);
                    send(busyPeer, busy);
                    send(stuckPeer, stuck);
                    stuck.write(ByteBuffer.allocate(UNREAD_BYTES));
                    capture(directory);
                }
            }
        }
        return null;
    }

    private static void send(SocketChannel from, SocketChannel to) throws IOException {
        ByteBuffer sent = ByteBuffer.allocate(EXCHANGED_BYTES);
        ByteBuffer received = ByteBuffer.allocate(EXCHANGED_BYTES);
        while (received.hasRemaining()) {
            if (sent.hasRemaining()) {
                sent.limit(Math.min(sent.capacity(), sent.position() + UNREAD_BYTES));
                from.write(sent);
                sent.limit(sent.capacity());
            }
            to.read(received);
        }
    }

    private static void capture(Path directory) throws IOException, InterruptedException {
        DumpRequest everything =
                DumpRequest.of(Protocol.TCP, AddressFamily.IP, EnumSet.complementOf(EnumSet.of(TcpState.CLOSE)));
        EnumSet<Detail> details = EnumSet.of(Detail.TCP_INFO, Detail.MEMORY, Detail.CONGESTION, Detail.TRAFFIC_CLASS);
        GoldenCapture.record(directory, Golden.TCP_INFO, everything.telling(details));
        Files.write(directory.resolve(Golden.TCP_INFO + ".ss"), Command.lines("ss", "-HOtanoiem", "--tos"));
    }
}
