package io.conncount.sys;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ServerSocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A TCP socket that listens already, and that the service manager has passed to this process
 * ({@code man 3 sd_listen_fds}): {@code LISTEN_FDS} of them, from descriptor 3 on. Linux only.
 *
 * @param channel accepts its connections. Java takes the channel to be bound elsewhere: ask for {@code address} instead
 * @param address where it is bound
 */
public record PassedListener(ServerSocketChannel channel, InetSocketAddress address) {
    // asm-generic/socket.h, bits/socket.h, netinet/in.h
    static final int SO_TYPE = 3;
    static final int SO_ACCEPTCONN = 30;
    static final int SO_DOMAIN = 39;
    static final int SOCK_STREAM = 1;
    static final int AF_INET = 2;
    static final int AF_INET6 = 10;
    static final int SOCKADDR_IN6_BYTES = 28;
    static final int SIN_PORT_OFFSET = 2;
    static final int SIN_ADDR_OFFSET = 4;
    static final int SIN6_ADDR_OFFSET = 8;

    private static final int FIRST_DESCRIPTOR = 3;
    private static final int PASSED_MAX = 64;
    private static final int DESCRIPTORS_MAX = 4096;
    private static final int IPV4_BYTES = 4;
    private static final int IPV6_BYTES = 16;
    private static final NativeLibrary LIBC = NativeLibrary.getProcess();

    /**
     * Takes those that were passed, in the order of the unit.
     *
     * @throws IOException if there are none or something else was passed; the message says which, and what to do
     */
    public static List<PassedListener> all() throws IOException {
        return all(System.getenv());
    }

    static List<PassedListener> all(Map<String, String> environment) throws IOException {
        String count = environment.getOrDefault("LISTEN_FDS", "");
        boolean isOurs = environment
                .getOrDefault("LISTEN_PID", "")
                .equals(Long.toString(ProcessHandle.current().pid()));
        if (!isOurs || !count.matches("[1-9]\\d?") || Integer.parseInt(count) > PASSED_MAX) {
            throw new IOException("no listening socket was passed to this process: systemd passes up to " + PASSED_MAX
                    + " if a .socket unit starts the service (LISTEN_FDS and LISTEN_PID in the environment)");
        }
        List<PassedListener> listeners = new ArrayList<>();
        for (int i = 0; i < Integer.parseInt(count); i++) {
            listeners.add(of(FIRST_DESCRIPTOR + i));
        }
        return listeners;
    }

    /** Takes a descriptor over, and closes it. */
    static PassedListener of(int descriptor) throws IOException {
        int family = option(descriptor, SO_DOMAIN);
        boolean isIp = family == AF_INET || family == AF_INET6;
        if (!isIp || option(descriptor, SO_TYPE) != SOCK_STREAM || option(descriptor, SO_ACCEPTCONN) != 1) {
            throw new IOException(
                    "the passed descriptor " + descriptor + " is not a listening TCP socket: the .socket unit"
                            + " needs ListenStream=ADDRESS:PORT, and no Accept=yes");
        }
        InetSocketAddress address = address(descriptor)
                .orElseThrow(() -> new KernelException("getsockname(" + descriptor + ")", Native.getLastError()));
        ServerSocketChannel channel =
                family == AF_INET ? ServerSocketChannel.open(StandardProtocolFamily.INET) : ServerSocketChannel.open();
        try {
            putInto(channel, descriptor);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        return new PassedListener(channel, address);
    }

    /**
     * Puts the passed socket in the place of a channel's own, for Java has no other way to take one that is not descriptor 0.
     * The channel's descriptor is identified by the port that only it is bound to at the moment.
     */
    private static void putInto(ServerSocketChannel channel, int descriptor) throws IOException {
        channel.bind(new InetSocketAddress(0), 1);
        int port = ((InetSocketAddress) channel.getLocalAddress()).getPort();
        List<Integer> own = new ArrayList<>();
        for (int candidate = FIRST_DESCRIPTOR; candidate < DESCRIPTORS_MAX; candidate++) {
            if (address(candidate).map(InetSocketAddress::getPort).orElse(-1) == port) {
                own.add(candidate);
            }
        }
        if (own.size() != 1) {
            throw new IOException("the passed descriptor " + descriptor + " cannot be taken over: " + own.size()
                    + " sockets are bound to port " + port + "; start again");
        }
        Object[] arguments = {descriptor, own.get(0), NetNamespace.O_CLOEXEC};
        if (LIBC.getFunction("dup3").invokeInt(arguments) < 0) {
            throw new KernelException("dup3(" + descriptor + ")", Native.getLastError());
        }
        LIBC.getFunction("close").invokeInt(new Object[] {descriptor});
    }

    private static int option(int descriptor, int option) throws KernelException {
        int[] value = {0};
        Object[] arguments = {descriptor, NetlinkSocket.SOL_SOCKET, option, value, new int[] {Integer.BYTES}};
        if (LIBC.getFunction("getsockopt").invokeInt(arguments) < 0) {
            throw new KernelException("getsockopt(" + descriptor + ")", Native.getLastError());
        }
        return value[0];
    }

    /** The address an IP socket is bound to; empty if the descriptor is not an IP socket. */
    private static Optional<InetSocketAddress> address(int descriptor) throws IOException {
        byte[] bytes = new byte[SOCKADDR_IN6_BYTES];
        Object[] arguments = {descriptor, bytes, new int[] {bytes.length}};
        if (LIBC.getFunction("getsockname").invokeInt(arguments) < 0) {
            return Optional.empty();
        }
        ByteBuffer sockaddr = ByteBuffer.wrap(bytes).order(ByteOrder.BIG_ENDIAN);
        int family = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()).getShort(0);
        if (family != AF_INET && family != AF_INET6) {
            return Optional.empty();
        }
        byte[] address = new byte[family == AF_INET ? IPV4_BYTES : IPV6_BYTES];
        sockaddr.get(family == AF_INET ? SIN_ADDR_OFFSET : SIN6_ADDR_OFFSET, address);
        int port = Short.toUnsignedInt(sockaddr.getShort(SIN_PORT_OFFSET));
        return Optional.of(new InetSocketAddress(InetAddress.getByAddress(address), port));
    }
}
