package io.conncount.source;

import io.conncount.socket.IpFamily;
import io.conncount.socket.Protocol;
import io.conncount.socket.SocketSink;
import io.conncount.sys.Errno;
import io.conncount.sys.KernelException;
import io.conncount.sys.MessageChannel;
import io.conncount.wire.linux.InetDiagRequest;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The Linux kernel's sockets, over netlink sock_diag. TCP of both families is read in one walk of the kernel's table
 * ({@code TCPDIAG_GETSOCK}); where a kernel refuses that, and for all else, in one walk a family
 * ({@code SOCK_DIAG_BY_FAMILY}).
 */
public final class LinuxSockDiag implements SocketSource {
    /** Opens the channel a dump goes through. */
    @FunctionalInterface
    public interface Opener {
        MessageChannel open() throws KernelException;
    }

    private final Opener opener;
    private final AtomicInteger sequence = new AtomicInteger();
    private volatile boolean oneWalkRefused;

    /** Reads through channels of this kind: {@code NetlinkSocket::openSockDiag}, or a recording's. */
    public LinuxSockDiag(Opener opener) {
        this.opener = opener;
    }

    @Override
    public String name() {
        return "sock_diag";
    }

    @Override
    public DumpResult dump(DumpRequest request, SocketSink sink) throws KernelException {
        try (MessageChannel channel = opener.open()) {
            SockDiagDump dump = new SockDiagDump(channel);
            if (request.protocol() == Protocol.TCP && request.bothFamilies() && !oneWalkRefused) {
                try {
                    return inOneWalk(dump, request, sink);
                } catch (KernelException e) {
                    if (!unknownRequest(e)) {
                        throw e;
                    }
                    oneWalkRefused = true;
                }
            }
            return byFamily(dump, request, sink);
        }
    }

    private DumpResult inOneWalk(SockDiagDump dump, DumpRequest request, SocketSink sink) throws KernelException {
        int number = sequence.incrementAndGet();
        ByteBuffer message = InetDiagRequest.tcpBothFamilies(request.states(), request.ports(), number);
        return dump.run(message, number, request.socketsMax(), sink);
    }

    private DumpResult byFamily(SockDiagDump dump, DumpRequest request, SocketSink sink) throws KernelException {
        DumpResult result = DumpResult.NOTHING;
        for (IpFamily family : request.families()) {
            long left = request.socketsMax() - result.sockets();
            if (left <= 0 || result.fault().isPresent()) {
                break;
            }
            int number = sequence.incrementAndGet();
            ByteBuffer message =
                    InetDiagRequest.byFamily(request.protocol(), family, request.states(), request.ports(), number);
            result = result.plus(dump.run(message, number, left, sink));
        }
        return result;
    }

    /** True for the errors by which a kernel says that it does not know this kind of request. */
    private static boolean unknownRequest(KernelException e) {
        return e.errno() == Errno.ENOENT || e.errno() == Errno.EINVAL || e.errno() == Errno.EOPNOTSUPP;
    }
}
