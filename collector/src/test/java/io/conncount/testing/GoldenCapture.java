package io.conncount.testing;

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
import java.nio.ByteBuffer;
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

    private static Void captureWithSocketsOfOurs(Path directory) throws IOException, InterruptedException {
        OddSockets sockets = new OddSockets();
        capture(directory);
        sockets.close();
        return null;
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
