package io.conncount.source;

import io.conncount.filter.FilterSplit;
import io.conncount.socket.AddressFamily;
import io.conncount.socket.Protocol;
import io.conncount.socket.SocketSink;
import io.conncount.sys.Errno;
import io.conncount.sys.KernelException;
import io.conncount.sys.MessageChannel;
import io.conncount.wire.linux.DiagTable;
import io.conncount.wire.linux.FilterBytecode;
import io.conncount.wire.linux.FilterBytecode.Operations;
import io.conncount.wire.linux.InetDiag;
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
    public FilterSplit split(DumpRequest request) {
        if (!DiagTable.exists(request.protocol())
                || !DiagTable.of(request.protocol()).filters()) {
            return FilterSplit.nothingBySource(request.conditions());
        }
        return FilterSplit.of(request.conditions(), lateOperationRefused ? Operations.EARLY : Operations.ALL);
    }

    @Override
    public DumpResult dump(DumpRequest request, SocketSink sink) throws KernelException {
        if (request.states().isEmpty() || request.families().isEmpty()) {
            return DumpResult.NOTHING;
        }
        if (!DiagTable.exists(request.protocol())) {
            throw new MissingTableException(
                    "a table of " + request.protocol().label() + " sockets", Errno.ENOENT, request.protocol());
        }
        DiagTable table = DiagTable.of(request.protocol());
        FilterSplit split = split(request);
        try (MessageChannel channel = opener.open()) {
            SockDiagDump dump = new SockDiagDump(channel, table);
            try {
                return dump(dump, table, request, split, sink);
            } catch (KernelException e) {
                if (e.errno() == Errno.EPERM && split.looksAtMark()) {
                    throw new KernelException("a filter on the firewall mark", Errno.EPERM, MARK_REMEDY);
                }
                if (e.errno() != Errno.EINVAL || !FilterBytecode.hasLateOperation(split)) {
                    throw e;
                }
            }
            DumpResult result =
                    dump(dump, table, request, FilterSplit.of(request.conditions(), Operations.EARLY), sink);
            lateOperationRefused = true;
            return result;
        }
    }

    private DumpResult dump(SockDiagDump dump, DiagTable table, DumpRequest request, FilterSplit split, SocketSink sink)
            throws KernelException {
        SocketSink filtered =
                table.choosesStates() ? FilteringSink.before(sink, split.here()) : new MatchingSink(request, sink);
        if (request.protocol() == Protocol.TCP && request.bothFamilies() && !oneWalkRefused) {
            try {
                return inOneWalk(dump, request, split, filtered);
            } catch (KernelException e) {
                boolean aboutProgram = e.errno() == Errno.EINVAL && FilterBytecode.hasLateOperation(split);
                if (!unknownRequest(e) || aboutProgram) {
                    throw e;
                }
                oneWalkRefused = true;
            }
        }
        return byFamily(dump, table, request, FilterBytecode.of(split), filtered);
    }

    private DumpResult inOneWalk(SockDiagDump dump, DumpRequest request, FilterSplit split, SocketSink sink)
            throws KernelException {
        int number = sequence.incrementAndGet();
        ByteBuffer message = InetDiag.tcpBothFamilies(request.states(), request.details(), split, number);
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
