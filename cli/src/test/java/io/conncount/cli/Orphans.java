package io.conncount.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/** Connections that were closed at one end with data that the other does not read, in FIN_WAIT1: no process holds them. */
final class Orphans implements AutoCloseable {
    private static final int PIECE_BYTES = 64 * 1024;

    private final ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.INET);
    private final List<SocketChannel> peers = new ArrayList<>();

    /** Makes so many in the network namespace of the thread. */
    Orphans(int count) throws IOException {
        listener.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0), count);
        for (int i = 0; i < count; i++) {
            SocketChannel client = SocketChannel.open(listener.getLocalAddress());
            peers.add(listener.accept());
            client.configureBlocking(false);
            ByteBuffer data = ByteBuffer.allocate(PIECE_BYTES);
            while (client.write(data) > 0) {
                data.clear();
            }
            client.close();
        }
    }

    int count() {
        return peers.size();
    }

    /** The port that they were connected to. */
    int port() throws IOException {
        return ((InetSocketAddress) listener.getLocalAddress()).getPort();
    }

    @Override
    public void close() throws IOException {
        for (SocketChannel peer : peers) {
            peer.close();
        }
        listener.close();
    }
}
