package io.conncount.source;

import io.conncount.socket.AddressFamily;
import io.conncount.socket.Protocol;
import io.conncount.socket.SocketSink;
import io.conncount.sys.Errno;
import io.conncount.sys.KernelException;
import io.conncount.sys.MessageChannel;
import io.conncount.wire.linux.DiagTable;
import io.conncount.wire.linux.InetDiagRequest;
import io.conncount.wire.linux.Pushdown;
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

    private static final String MARK_REMEDY =
            "the kernel tells marks to CAP_NET_ADMIN only: run as root, or leave 'mark' and 'fwmark' out of the filter";

    private final Opener opener;
    private final AtomicInteger sequence = new AtomicInteger();
    private volatile boolean oneWalkRefused;
    private volatile boolean lateOperationRefused;

    /** Reads through channels of this kind: {@code NetlinkSocket::openSockDiag}, or a recording's. */
    public LinuxSockDiag(Opener opener) {
        this.opener = opener;
    }

    @Override
    public String name() {
        return "sock_diag";
    }

    @Override
    public Division division(DumpRequest request) {
        Pushdown pushdown = divide(DiagTable.of(request.protocol()), request);
        return new Division(pushdown.pushed(), pushdown.left());
    }

    @Override
    public DumpResult dump(DumpRequest request, SocketSink sink) throws KernelException {
        if (request.states().isEmpty() || request.families().isEmpty()) {
            return DumpResult.NOTHING;
        }
        DiagTable table = DiagTable.of(request.protocol());
        Pushdown pushdown = divide(table, request);
        try (MessageChannel channel = opener.open()) {
            SockDiagDump dump = new SockDiagDump(channel, table);
            try {
                return dump(dump, table, request, pushdown, sink);
            } catch (KernelException e) {
                if (e.errno() == Errno.EPERM && pushdown.looksAtMarks()) {
                    throw new KernelException("a filter on the firewall mark", Errno.EPERM, MARK_REMEDY);
                }
                if (e.errno() != Errno.EINVAL || !pushdown.hasLateOperation()) {
                    throw e;
                }
            }
            DumpResult result = dump(dump, table, request, Pushdown.ofEarly(request.conditions()), sink);
            lateOperationRefused = true;
            return result;
        }
    }

    private DumpResult dump(SockDiagDump dump, DiagTable table, DumpRequest request, Pushdown pushdown, SocketSink sink)
            throws KernelException {
        SocketSink filtered =
                table.choosesStates() ? FilteringSink.before(sink, pushdown.left()) : new MatchingSink(request, sink);
        if (request.protocol() == Protocol.TCP && request.bothFamilies() && !oneWalkRefused) {
            try {
                return inOneWalk(dump, request, pushdown, filtered);
            } catch (KernelException e) {
                boolean aboutProgram = e.errno() == Errno.EINVAL && pushdown.hasLateOperation();
                if (!unknownRequest(e) || aboutProgram) {
                    throw e;
                }
                oneWalkRefused = true;
            }
        }
        return byFamily(dump, table, request, pushdown.program(), filtered);
    }

    private Pushdown divide(DiagTable table, DumpRequest request) {
        if (!table.filters()) {
            return Pushdown.nothing(request.conditions());
        }
        return lateOperationRefused ? Pushdown.ofEarly(request.conditions()) : Pushdown.of(request.conditions());
    }

    private DumpResult inOneWalk(SockDiagDump dump, DumpRequest request, Pushdown filter, SocketSink sink)
            throws KernelException {
        int number = sequence.incrementAndGet();
        ByteBuffer message = InetDiagRequest.tcpBothFamilies(request.states(), request.details(), filter, number);
        return dump.run(message, number, request.socketsMax(), sink);
    }

    private DumpResult byFamily(
            SockDiagDump dump, DiagTable table, DumpRequest request, ByteBuffer program, SocketSink sink)
            throws KernelException {
        DumpResult result = DumpResult.NOTHING;
        for (AddressFamily family : request.families()) {
            long left = request.socketsMax() - result.sockets();
            if (left <= 0 || result.fault().isPresent()) {
                break;
            }
            int number = sequence.incrementAndGet();
            ByteBuffer message = table.request(family, request.states(), request.details(), program, number);
            try {
                result = result.plus(dump.run(message, number, left, sink));
            } catch (KernelException e) {
                // With a program, EINVAL may as well be about that.
                boolean missing = unknownRequest(e) && !(program.hasRemaining() && e.errno() == Errno.EINVAL);
                throw missing ? new MissingTableException(e.errno(), request.protocol(), table.module()) : e;
            }
        }
        return result;
    }

    /** True for the errors by which a kernel says that it does not know this kind of request. */
    private static boolean unknownRequest(KernelException e) {
        return switch (e.errno()) {
            case Errno.ENOENT, Errno.EINVAL, Errno.EPROTONOSUPPORT, Errno.EOPNOTSUPP -> true;
            default -> false;
        };
    }
}
