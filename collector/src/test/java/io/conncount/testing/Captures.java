package io.conncount.testing;

import io.conncount.socket.Protocol;
import io.conncount.socket.SocketView;
import io.conncount.socket.TcpState;
import io.conncount.source.DumpRequest;
import io.conncount.source.DumpResult;
import io.conncount.source.FreeBsdPcbList;
import io.conncount.source.Host;
import io.conncount.source.recording.CapturedSysctls;
import io.conncount.source.recording.RecordedHost;
import io.conncount.sys.Sysctls;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** What FreeBSD kernels gave: sysctls as raw bytes, and what their own netstat and sockstat printed of the same sockets. */
public final class Captures {
    /** The releases there are captures of. */
    public static final List<String> RELEASES = List.of("13.2", "15.1");

    private Captures() {}

    /** The directory of a release's captures. */
    public static Path directory(String release) {
        return Repository.root().resolve("collector/src/test/resources/freebsd").resolve(release);
    }

    /** The values of one set. */
    public static Sysctls sysctls(String release, String set) throws IOException {
        return CapturedSysctls.open(directory(release), set);
    }

    /** The host they came from. */
    public static Host host(String release, String set) throws IOException {
        return RecordedHost.open(Path.of(directory(release) + ":" + set));
    }

    /** A value's bytes, to do with as one likes. */
    public static byte[] bytes(String release, String file) throws IOException {
        return Files.readAllBytes(directory(release).resolve(file + ".bin"));
    }

    /** What a program of that kernel printed. */
    public static List<String> text(String release, String name) throws IOException {
        return Files.readAllLines(directory(release).resolve("golden__" + name + ".txt"));
    }

    /** The same values but for one. */
    public static Sysctls with(Sysctls sysctls, String name, byte[] bytes) {
        return asked -> asked.equals(name) ? value(bytes) : sysctls.read(asked);
    }

    /** Every socket of a protocol, each made into something that may be kept. */
    public static <T> List<T> dump(Sysctls sysctls, Protocol protocol, Function<SocketView, T> copy)
            throws IOException {
        List<T> sockets = new ArrayList<>();
        DumpRequest request = DumpRequest.of(protocol, protocol.families(), TcpState.ALL);
        DumpResult result = new FreeBsdPcbList(sysctls).dump(request, socket -> sockets.add(copy.apply(socket)));
        if (result.fault().isPresent()) {
            throw new AssertionError(result.fault().get());
        }
        return sockets;
    }

    /** Bytes of a little-endian host, as a value. */
    public static Sysctls.Value value(byte[] bytes) {
        return new Sysctls.Value() {
            @Override
            public ByteBuffer bytes() {
                return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
            }

            @Override
            public void close() {
                // An array needs no letting go.
            }
        };
    }
}
