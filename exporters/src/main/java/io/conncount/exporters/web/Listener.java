package io.conncount.exporters.web;

import io.conncount.socket.AddressFamily;
import io.conncount.socket.AddressText;
import io.conncount.sys.PassedListener;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.util.ArrayList;
import java.util.List;

/**
 * A socket that listens.
 *
 * @param address where it is bound
 * @param note an addition to the address in the log, such as {@code IPv4 too}; may be empty
 */
record Listener(ServerSocket socket, InetSocketAddress address, String note) {
    private static final int BACKLOG = 256;

    /**
     * Listens on addresses. An IPv4 address beside {@code [::]} on the same port is left out, for that takes IPv4 too.
     *
     * @throws IOException if an address cannot be had; the message says which and why
     */
    static List<Listener> on(List<InetSocketAddress> addresses) throws IOException {
        List<Listener> listeners = new ArrayList<>();
        try {
            for (InetSocketAddress address : addresses) {
                if (isIpv6(address) || addresses.stream().noneMatch(other -> takesIn(other, address.getPort()))) {
                    listeners.add(on(address));
                }
            }
            return listeners;
        } catch (IOException e) {
            for (Listener listener : listeners) {
                listener.socket.close();
            }
            throw e;
        }
    }

    /**
     * Those that the service manager has passed.
     *
     * @throws IOException if there are none; the message gives the reason and the remedy
     */
    static List<Listener> passed() throws IOException {
        return PassedListener.all().stream()
                .map(passed ->
                        new Listener(passed.channel().socket(), passed.address(), "a socket of the service manager"))
                .toList();
    }

    private static boolean isIpv6(InetSocketAddress address) {
        return address.getAddress() instanceof Inet6Address;
    }

    private static boolean isEvery(InetSocketAddress address) {
        return isIpv6(address) && address.getAddress().isAnyLocalAddress();
    }

    /** True if this address takes every IPv4 address in, on this port; 0 is another free one each time. */
    private static boolean takesIn(InetSocketAddress address, int port) {
        return isEvery(address) && port != 0 && address.getPort() == port;
    }

    private static Listener on(InetSocketAddress address) throws IOException {
        boolean isEvery = isEvery(address);
        ServerSocketChannel channel =
                isIpv6(address) ? ServerSocketChannel.open() : ServerSocketChannel.open(StandardProtocolFamily.INET);
        try {
            ServerSocket socket = channel.socket();
            socket.setReuseAddress(true); // else a restart has to wait for the last one's connections to be forgotten
            // Java chooses :: for itself, or 0.0.0.0 on a host without IPv6.
            socket.bind(isEvery ? new InetSocketAddress(address.getPort()) : address, BACKLOG);
            InetSocketAddress bound = (InetSocketAddress) channel.getLocalAddress();
            return new Listener(socket, bound, isEvery(bound) ? "IPv4 too" : "");
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            channel.close();
            String reason = address.isUnresolved() ? "no such host" : e.getMessage();
            throw new IOException("cannot listen on " + text(address) + ": " + reason, e);
        }
    }

    /** Where it is bound, for people: {@code [::1]:80}. */
    String text() {
        return text(address) + (note.isEmpty() ? "" : " (" + note + ")");
    }

    private static String text(InetSocketAddress address) {
        if (address.isUnresolved()) {
            return address.getHostString() + ":" + address.getPort();
        }
        String host = address.getAddress().getHostAddress();
        if (!isIpv6(address)) {
            return host + ":" + address.getPort();
        }
        ByteBuffer bytes = ByteBuffer.wrap(address.getAddress().getAddress());
        String scope = host.contains("%") ? host.substring(host.indexOf('%')) : "";
        return "[" + AddressText.of(AddressFamily.IPV6, bytes.getLong(), bytes.getLong()) + scope + "]:"
                + address.getPort();
    }
}
