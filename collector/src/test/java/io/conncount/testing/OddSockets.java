package io.conncount.testing;

import com.sun.jna.NativeLibrary;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channel;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SocketChannel;
import java.util.List;

/**
 * Sockets of a kind that {@code bench/with-sockets} does not make, in the network namespace of the thread that opens them.
 * Java's own are IPv6 sockets: those on {@code ::ffff:127.0.0.1}. Needs root.
 */
public final class OddSockets implements AutoCloseable {
    private final int listener;
    private final SocketChannel mapped = SocketChannel.open();
    private final DatagramChannel connected = DatagramChannel.open();
    private final DatagramChannel unconnected = DatagramChannel.open();
    private final DatagramChannel any = DatagramChannel.open();

    public OddSockets() throws IOException {
        InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        InetAddress loopback6 = InetAddress.getByAddress(new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1});
        listener = markedListener(7000);
        mapped.bind(new InetSocketAddress(loopback, 7001)).connect(new InetSocketAddress(loopback, 7000));
        connected.bind(new InetSocketAddress(loopback6, 7002)).connect(new InetSocketAddress(loopback6, 53));
        unconnected.bind(new InetSocketAddress(loopback6, 7003));
        any.bind(new InetSocketAddress(7004));
    }

    /** A listener on 127.0.0.1 that is bound to lo, carries mark 0x2a, and belongs to user 1234. */
    private static int markedListener(int port) {
        int socket = libc("socket", 2, 1, 0);
        libc("setsockopt", socket, 1, 36, new int[] {42}, 4);
        libc("setsockopt", socket, 1, 25, "lo", 3);
        libc("fchown", socket, 1234, -1);
        ByteBuffer address = ByteBuffer.allocateDirect(16).order(ByteOrder.nativeOrder());
        address.putShort(0, (short) 2);
        address.order(ByteOrder.BIG_ENDIAN).putShort(2, (short) port).putInt(4, 0x7f00_0001);
        libc("bind", socket, address, 16);
        libc("listen", socket, 16);
        return socket;
    }

    private static int libc(String name, Object... arguments) {
        int result = NativeLibrary.getProcess().getFunction(name).invokeInt(arguments);
        if (result < 0) {
            throw new IllegalStateException(name + " failed; run as root");
        }
        return result;
    }

    @Override
    public void close() throws IOException {
        for (Channel channel : List.of(mapped, connected, unconnected, any)) {
            channel.close();
        }
        libc("close", listener);
    }
}
