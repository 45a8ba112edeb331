package io.conncount.source.recording;

import io.conncount.counters.ProcNet;
import io.conncount.names.KnownNames;
import io.conncount.names.SocketNames;
import io.conncount.socket.AddressFamily;
import io.conncount.socket.Protocol;
import io.conncount.socket.TcpState;
import io.conncount.source.DumpRequest;
import io.conncount.source.DumpResult;
import io.conncount.source.HolderSource;
import io.conncount.source.Host;
import io.conncount.source.HostSource;
import io.conncount.source.LinuxSockDiag;
import io.conncount.source.SocketSource;
import io.conncount.sys.KernelException;
import io.conncount.testing.Golden;
import io.conncount.testing.TestSocket;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

/** Recordings of the golden kernel, and what they show. */
final class Recordings {
    static final DumpRequest TCP =
            DumpRequest.of(Protocol.TCP, AddressFamily.IP, EnumSet.complementOf(EnumSet.of(TcpState.CLOSE)));
    static final DumpRequest UDP =
            DumpRequest.of(Protocol.UDP, AddressFamily.IP, EnumSet.of(TcpState.ESTABLISHED, TcpState.CLOSE));

    private Recordings() {}

    /** What a source shows, and how that went. */
    record Shown(List<TestSocket> sockets, DumpResult result) {}

    static HostSource.Recordable goldenHost() {
        return host(Golden.kernel());
    }

    static HostSource.Recordable host(LinuxSockDiag.Opener opener) {
        return host(opener, KnownNames.NONE);
    }

    static HostSource.Recordable host(LinuxSockDiag.Opener opener, SocketNames names) {
        ProcNet counters = new ProcNet(Golden.procNet());
        return new HostSource.Recordable(
                "golden", "6.18.44", "amd64", "net:[1]", opener, counters, names, HolderSource.UNKNOWN);
    }

    static Path record(Path file, DumpRequest... requests) throws IOException {
        Files.deleteIfExists(file);
        new Recorder(goldenHost(), "1.2.3").record(file, List.of(requests), Optional.empty(), false, false);
        return file;
    }

    static Shown show(Path file, DumpRequest request) throws IOException {
        Host host = RecordedHost.open(file);
        return show(host.sockets(), request);
    }

    static Shown show(SocketSource source, DumpRequest request) throws KernelException {
        List<TestSocket> sockets = new ArrayList<>();
        DumpResult result = source.dump(request, socket -> sockets.add(TestSocket.copyOf(socket)));
        return new Shown(sockets, result);
    }

    /** What the golden kernel itself shows. */
    static List<TestSocket> golden(DumpRequest request) throws KernelException {
        return show(new LinuxSockDiag(Golden.kernel()), request).sockets();
    }
}
