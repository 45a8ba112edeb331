package io.conncount.source;

import io.conncount.filter.FilterSplit;
import io.conncount.socket.Protocol;
import io.conncount.socket.SocketSink;
import io.conncount.sys.KernelException;
import io.conncount.wire.linux.DiagTable;
import java.nio.file.Path;
import java.util.Set;

/** The Linux kernel's sockets: from sock_diag, and from files of {@code /proc/net} those that sock_diag has no table of. */
final class LinuxSockets implements SocketSource {
    private final LinuxSockDiag sockDiag;
    private final Path procNet;

    /** @param procNet the directory with those files */
    LinuxSockets(LinuxSockDiag sockDiag, Path procNet) {
        this.sockDiag = sockDiag;
        this.procNet = procNet;
    }

    @Override
    public String name() {
        return sockDiag.name();
    }

    @Override
    public String name(Set<Protocol> protocols) {
        if (!protocols.contains(Protocol.PING)) {
            return name();
        }
        String ofFiles = new ProcNetDump(procNet).name();
        return protocols.size() == 1 ? ofFiles : name() + "+" + ofFiles;
    }

    @Override
    public FilterSplit split(DumpRequest request) {
        return sockDiag.split(request);
    }

    @Override
    public DumpResult dump(DumpRequest request, SocketSink sink) throws KernelException {
        return DiagTable.exists(request.protocol())
                ? sockDiag.dump(request, sink)
                : new ProcNetDump(procNet).dump(request, sink);
    }
}
