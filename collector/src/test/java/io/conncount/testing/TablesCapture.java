package io.conncount.testing;

import io.conncount.socket.AddressFamily;
import io.conncount.socket.Detail;
import io.conncount.socket.Protocol;
import io.conncount.socket.TcpState;
import io.conncount.source.DumpRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Captures those exchanges of {@link Golden} anew that are not about TCP and UDP, as root, from the test classpath:
 * {@code TablesCapture DIRECTORY}. ss does not know UDP-Lite, whose sockets stand in {@code /proc/net} instead.
 */
public final class TablesCapture {
    private TablesCapture() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path directory = Path.of(arguments[0]);
        Path names = Files.createTempDirectory("conncount-golden");
        try (SocketNamespace namespace = new SocketNamespace("--connections", "1")) {
            namespace.call(() -> {
                NativeSockets sockets = NativeSockets.ofEveryTable(names);
                // The first file that is closed makes Java open a socket of its own.
                Files.writeString(names.resolve("first"), "");
                capture(directory);
                sockets.close();
                for (String name : names.toFile().list()) {
                    Files.delete(names.resolve(name));
                }
                Files.delete(names);
                return null;
            });
        }
    }

    private static void capture(Path directory) throws IOException, InterruptedException {
        record(directory, Golden.UNIX, Protocol.UNIX, TcpState.ALL, Set.of());
        record(directory, Golden.UNIX_NAMES, Protocol.UNIX, TcpState.ALL, Set.of(Detail.UNIX_NAMES));
        record(directory, Golden.UNIX_LISTEN, Protocol.UNIX, EnumSet.of(TcpState.LISTEN), Set.of());
        record(directory, Golden.PACKET, Protocol.PACKET, TcpState.ALL, Set.of());
        record(directory, Golden.NETLINK, Protocol.NETLINK, TcpState.ALL, Set.of());
        for (AddressFamily family : AddressFamily.IP) {
            String suffix = "-" + family.label();
            Set<AddressFamily> one = EnumSet.of(family);
            GoldenCapture.record(directory, "udplite" + suffix, DumpRequest.of(Protocol.UDPLITE, one, TcpState.ALL));
            GoldenCapture.record(directory, "mptcp" + suffix, DumpRequest.of(Protocol.MPTCP, one, TcpState.ALL));
        }
        Files.write(directory.resolve("unix.ss"), Command.lines("ss", "-Hxane"));
        Files.write(directory.resolve("packet.ss"), Command.lines("ss", "-H0anOe"));
        Files.write(directory.resolve("netlink.ss"), Command.lines("ss", "-HanOeA", "netlink"));
        Files.write(directory.resolve("mptcp.ss"), Command.lines("ss", "-HManOe"));
        for (String file : List.of("udplite", "udplite6", "protocols")) {
            Files.copy(
                    Path.of("/proc/thread-self/net", file),
                    directory.resolve("proc-net").resolve(file),
                    StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static void record(
            Path directory, String exchange, Protocol protocol, Set<TcpState> states, Set<Detail> details)
            throws IOException {
        DumpRequest request = DumpRequest.of(protocol, protocol.families(), states);
        GoldenCapture.record(directory, exchange, request.telling(details));
    }
}
