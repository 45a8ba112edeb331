package io.conncount.source;

import io.conncount.filter.FilterSplit;
import io.conncount.socket.AddressFamily;
import io.conncount.socket.Protocol;
import io.conncount.socket.SocketSink;
import io.conncount.sys.Errno;
import io.conncount.sys.KernelException;
import io.conncount.sys.MessageChannel;
import io.conncount.wire.DecodeException;
import io.conncount.wire.StructBuffer;
import io.conncount.wire.linux.DiagTable;
import io.conncount.wire.linux.FilterBytecode;
import io.conncount.wire.linux.FilterBytecode.Operations;
import io.conncount.wire.linux.InetDiag;
import io.conncount.wire.linux.NlMessages;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
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
            "only CAP_NET_ADMIN can see marks: run as root, or remove 'mark' and 'fwmark' from the filter";

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
            Dump dump = new Dump(channel, table);
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

    private DumpResult dump(Dump dump, DiagTable table, DumpRequest request, FilterSplit split, SocketSink sink)
            throws KernelException {
        SocketSink filtered =
                table.choosesStates() ? MatchingSink.before(sink, split.here()) : new MatchingSink(request, sink);
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

    private DumpResult inOneWalk(Dump dump, DumpRequest request, FilterSplit split, SocketSink sink)
            throws KernelException {
        int number = sequence.incrementAndGet();
        ByteBuffer message = InetDiag.tcpBothFamilies(request.states(), request.details(), split, number);
        return dump.run(message, number, request.socketsMax(), sink);
    }

    private DumpResult byFamily(Dump dump, DiagTable table, DumpRequest request, ByteBuffer program, SocketSink sink)
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

    /** One request put to sock_diag, and its answer read to the end: the loop between the channel and the sink. */
    private static final class Dump {
        /** The kernel fills at most 32 KiB at a time, whatever is offered. */
        private static final int BUFFER_BYTES = 64 * 1024;

        private final MessageChannel channel;
        private final ByteBuffer buffer =
                ByteBuffer.allocateDirect(BUFFER_BYTES).order(ByteOrder.nativeOrder());
        private final StructBuffer structs = new StructBuffer(buffer);
        private final NlMessages messages = new NlMessages(structs);
        private final DumpAnswer answer;

        private long bytes;

        /** A dump of this table, through this channel. */
        Dump(MessageChannel channel, DiagTable table) {
            this.channel = channel;
            answer = new DumpAnswer(messages, table.view(structs));
        }

        /**
         * Sends the request and shows the sockets of its answer.
         *
         * @param sequence the request's {@code nlmsg_seq}, which its answers carry
         * @throws KernelException if the request was refused before any socket had come
         */
        DumpResult run(ByteBuffer request, int sequence, long socketsMax, SocketSink sink) throws KernelException {
            bytes = 0;
            Optional<String> fault = Optional.empty();
            answer.begin(sequence);
            channel.send(request);
            try {
                while (!answer.ended() && answer.sockets() < socketsMax && !sink.satisfied()) {
                    readDatagram(sink);
                }
            } catch (DecodeException e) {
                fault = Optional.of(e.getMessage());
            } catch (KernelException e) {
                if (answer.sockets() == 0) {
                    throw e;
                }
                fault = Optional.of(e.getMessage());
            }
            return new DumpResult(answer.sockets(), bytes, fault.isPresent() ? fault : answer.fault());
        }

        private void readDatagram(SocketSink sink) throws KernelException, DecodeException {
            if (Thread.currentThread().isInterrupted()) {
                throw new KernelException("dump(NETLINK_SOCK_DIAG)", Errno.EINTR);
            }
            int received = channel.receive(buffer);
            if (received == 0) {
                throw new DecodeException("datagram", 0, "the answer ended without an end-of-dump message");
            }
            bytes += received;
            messages.wrap(received);
            while (!answer.ended() && messages.next()) {
                answer.readMessage(sink);
            }
        }
    }
}
