package io.conncount.testing;

import com.sun.jna.NativeLibrary;
import io.conncount.socket.AddressFamily;
import io.conncount.socket.Protocol;
import io.conncount.socket.TcpState;
import io.conncount.source.DumpRequest;
import io.conncount.source.LinuxSockDiag;
import io.conncount.sys.KernelException;
import io.conncount.sys.MessageChannel;
import io.conncount.sys.NetlinkSocket;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Captures {@link Golden} anew, as root, from the test classpath: {@code GoldenCapture DIRECTORY}. The namespace has
 * sockets of either family in every state, two owners, marks, a bound interface and two cgroups.
 */
public final class GoldenCapture {
    private static final Path CGROUPS = Path.of("/sys/fs/cgroup/unified");
    private static final String[] POPULATION =
            ("--connections 20 --ipv6 4 --udp 3 --time-wait 7 --close-wait 3 --fin-wait2 4 --fin-wait2-mini 2"
                            + " --syn-sent 2 --syn-recv 3 --fin-wait1 1 --closing 1 --last-ack 1 --listen 2")
                    .split(" ");

    private GoldenCapture() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path directory = Path.of(arguments[0]);
        Files.createDirectories(directory.resolve("proc-net"));
        Path cgroup = CGROUPS.resolve("conncount-golden");
        Files.createDirectory(cgroup);
        try (SocketNamespace namespace = new SocketNamespace(POPULATION)) {
            String pid = Long.toString(ProcessHandle.current().pid());
            Files.writeString(cgroup.resolve("cgroup.procs"), pid);
            Files.writeString(
                    directory.resolve("cgroups"),
                    "1 /\n" + Files.getAttribute(cgroup, "unix:ino") + " /" + cgroup.getFileName() + "\n");
            namespace.call(() -> captureWithSocketsOfOurs(directory));
            Files.writeString(CGROUPS.resolve("cgroup.procs"), pid);
        } finally {
            Files.delete(cgroup);
        }
    }

    /** Java's own are IPv6 sockets: those on {@code ::ffff:127.0.0.1}. */
    private static Void captureWithSocketsOfOurs(Path directory) throws IOException, InterruptedException {
        markedListener(7000);
        InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        InetAddress loopback6 = InetAddress.getByAddress(new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1});
        try (SocketChannel mapped = SocketChannel.open();
                DatagramChannel connected = DatagramChannel.open();
                DatagramChannel unconnected = DatagramChannel.open();
                DatagramChannel any = DatagramChannel.open()) {
            mapped.bind(new InetSocketAddress(loopback, 7001)).connect(new InetSocketAddress(loopback, 7000));
            connected.bind(new InetSocketAddress(loopback6, 7002)).connect(new InetSocketAddress(loopback6, 53));
            unconnected.bind(new InetSocketAddress(loopback6, 7003));
            any.bind(new InetSocketAddress(7004));
            capture(directory);
        }
        return null;
    }

    /** A listener on 127.0.0.1 that is bound to lo, carries mark 0x2a, and belongs to user 1234. */
    private static void markedListener(int port) {
        int socket = libc("socket", 2, 1, 0);
        libc("setsockopt", socket, 1, 36, new int[] {42}, 4);
        libc("setsockopt", socket, 1, 25, "lo", 3);
        libc("fchown", socket, 1234, -1);
        ByteBuffer address = ByteBuffer.allocateDirect(16).order(ByteOrder.nativeOrder());
        address.putShort(0, (short) 2);
        address.order(ByteOrder.BIG_ENDIAN).putShort(2, (short) port).putInt(4, 0x7f00_0001);
        libc("bind", socket, address, 16);
        libc("listen", socket, 16);
    }

    private static int libc(String name, Object... arguments) {
        int result = NativeLibrary.getProcess().getFunction(name).invokeInt(arguments);
        if (result < 0) {
            throw new IllegalStateException(name + " failed; run as root");
        }
        return result;
    }

    private static void capture(Path directory) throws IOException, InterruptedException {
        Set<AddressFamily> both = AddressFamily.IP;
        Set<AddressFamily> ipv4 = EnumSet.of(AddressFamily.IPV4);
        Set<AddressFamily> ipv6 = EnumSet.of(AddressFamily.IPV6);
        Set<TcpState> tcp = EnumSet.complementOf(EnumSet.of(TcpState.CLOSE));
        Set<TcpState> udp = EnumSet.of(TcpState.ESTABLISHED, TcpState.CLOSE);
        Set<TcpState> walk = EnumSet.copyOf(tcp);
        walk.remove(TcpState.ESTABLISHED);
        record(directory, Golden.TCP, DumpRequest.of(Protocol.TCP, both, tcp));
        record(directory, Golden.TCP_WALK, DumpRequest.of(Protocol.TCP, both, walk));
        walk.remove(TcpState.TIME_WAIT);
        record(directory, Golden.TCP_WALK_MANY, DumpRequest.of(Protocol.TCP, both, walk));
        record(directory, Golden.TCP_LISTEN, DumpRequest.of(Protocol.TCP, both, EnumSet.of(TcpState.LISTEN)));
        record(directory, Golden.TCP_IPV4, DumpRequest.of(Protocol.TCP, ipv4, tcp));
        record(directory, Golden.TCP_IPV6, DumpRequest.of(Protocol.TCP, ipv6, tcp));
        record(directory, Golden.UDP_IPV4, DumpRequest.of(Protocol.UDP, ipv4, udp));
        record(directory, Golden.UDP_IPV6, DumpRequest.of(Protocol.UDP, ipv6, udp));
        for (String file : List.of("sockstat", "sockstat6", "snmp", "if_inet6")) {
            Files.copy(
                    Path.of("/proc/thread-self/net", file),
                    directory.resolve("proc-net").resolve(file));
        }
        Files.write(directory.resolve("tcp.ss"), Command.lines("ss", "-Htane"));
        Files.write(directory.resolve("udp.ss"), Command.lines("ss", "-Huane"));
    }

    static void record(Path directory, String exchange, DumpRequest request) throws IOException {
        try (Recorder recorder = new Recorder(NetlinkSocket.openSockDiag())) {
            new LinuxSockDiag(() -> recorder).dump(request, socket -> {});
            Files.write(directory.resolve(exchange + ".request"), recorder.request);
            Files.write(directory.resolve(exchange + ".answer"), recorder.answer.toByteArray());
        }
    }

    /** Keeps a copy of what goes through another channel. */
    private static final class Recorder implements MessageChannel {
        private final MessageChannel channel;
        private final ByteArrayOutputStream answer = new ByteArrayOutputStream();
        private byte[] request;

        Recorder(MessageChannel channel) {
            this.channel = channel;
        }

        @Override
        public void send(ByteBuffer message) throws KernelException {
            request = Datagrams.withoutSequence(message).array();
            channel.send(message);
        }

        @Override
        public int receive(ByteBuffer buffer) throws KernelException {
            int bytes = channel.receive(buffer);
            byte[] copy = new byte[bytes];
            buffer.get(0, copy);
            answer.writeBytes(copy);
            return bytes;
        }

        @Override
        public void close() {
            channel.close();
        }
    }
}
