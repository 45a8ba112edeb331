package io.conncount.source;

import io.conncount.socket.Protocol;
import io.conncount.socket.SocketSink;
import io.conncount.socket.TcpState;
import io.conncount.sys.Errno;
import io.conncount.sys.KernelException;
import io.conncount.sys.Sysctls;
import io.conncount.wire.DecodeException;
import io.conncount.wire.freebsd.PcbList;
import io.conncount.wire.freebsd.PcbRow;
import io.conncount.wire.freebsd.PcbTable;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The FreeBSD kernel's sockets, from the sysctls {@code net.inet.*.pcblist} and {@code net.local.*.pcblist}. It copies
 * whole lists, 744 bytes per TCP socket, for any question; states, families, ports and filter are evaluated here.
 */
public final class FreeBsdPcbList implements SocketSource {
    private final Sysctls sysctls;

    /** Reads these lists. */
    public FreeBsdPcbList(Sysctls sysctls) {
        this.sysctls = sysctls;
    }

    @Override
    public String name() {
        return "pcblist";
    }

    /** A socket that is neither bound nor connected is in TCP's list like any other. */
    @Override
    public Set<TcpState> listedStates(Protocol protocol) {
        return protocol == Protocol.TCP ? TcpState.ALL : protocol.listedStates();
    }

    @Override
    public Optional<String> sequential() {
        return Optional.of("the kernel always returns all sockets");
    }

    @Override
    public DumpResult dump(DumpRequest request, SocketSink sink) throws KernelException {
        List<PcbTable> tables = PcbTable.of(request.protocol());
        if (tables.isEmpty()) {
            throw new MissingTableException(
                    "a list of " + request.protocol().label() + " sockets", Errno.ENOENT, request.protocol());
        }
        Dump dump = new Dump(request, sink, kernel(sysctls));
        for (PcbTable table : tables) {
            try (Sysctls.Value value = sysctls.read(table.sysctl())) {
                if (!dump.read(table, value.bytes())) {
                    break;
                }
            } catch (KernelException e) {
                if (!dump.begun()) {
                    throw e.errno() == Errno.ENOENT
                            ? new MissingTableException(e.operation(), Errno.ENOENT, request.protocol())
                            : e;
                }
                dump.fail(e.getMessage());
                break;
            }
        }
        return dump.result();
    }

    /** The version that {@code sys/param.h} calls __FreeBSD_version, for messages. */
    static String kernel(Sysctls sysctls) {
        OptionalLong version = sysctls.number("kern.osreldate");
        return version.isPresent() ? Long.toString(version.getAsLong()) : "of unknown version";
    }

    /** One request answered out of one list or several: the loop between the lists and the sink. */
    private static final class Dump {
        /** Checks for an interrupt after this many rows. */
        private static final int ROWS_BETWEEN_LOOKS = 1024;

        private final DumpRequest request;
        private final MatchingSink sink;
        private final String kernel;

        private boolean begun;
        private long rows;
        private long bytes;
        private long countBefore;
        private long countAfter;
        private long generationBefore;
        private long generationAfter;
        private String fault;

        /**
         * @param sink takes the requested sockets
         * @param kernel the kernel's version, for messages
         */
        Dump(DumpRequest request, SocketSink sink, String kernel) {
            this.request = request;
            this.sink = new MatchingSink(request, sink);
            this.kernel = kernel;
        }

        /** True once a list has been read. */
        boolean begun() {
            return begun;
        }

        /** Sockets are missing for this reason. */
        void fail(String reason) {
            fault = reason;
        }

        /**
         * Shows the sockets of one list.
         *
         * @return false if what follows is not wanted, or cannot be had
         */
        boolean read(PcbTable table, ByteBuffer value) {
            bytes += value.limit();
            try {
                PcbList list = new PcbList(table, value, kernel);
                if (!begun) {
                    begun = true;
                    countBefore = list.countBefore();
                    generationBefore = list.generationBefore();
                }
                if (!show(list)) {
                    return false;
                }
                countAfter = list.countAfter();
                generationAfter = list.generationAfter();
                return true;
            } catch (DecodeException e) {
                begun = true;
                fault = e.getMessage();
                return false;
            }
        }

        /** Shows the rows up to the tail; false if the sink has had enough before. */
        private boolean show(PcbList list) throws DecodeException {
            PcbRow row = list.row();
            while (list.next()) {
                if (rows % ROWS_BETWEEN_LOOKS == 0 && Thread.currentThread().isInterrupted()) {
                    fail("the dump was interrupted");
                    return false;
                }
                rows++;
                sink.accept(row);
                if (sink.sockets() >= request.socketsMax() || sink.satisfied()) {
                    generationAfter = generationBefore;
                    countAfter = rows;
                    return false;
                }
            }
            return true;
        }

        /** How it went, once nothing more will be read. */
        DumpResult result() {
            if (fault != null) {
                return new DumpResult(sink.sockets(), bytes, Optional.of(fault));
            }
            long moved = generationAfter - generationBefore;
            if (moved < 0) {
                return new DumpResult(
                        sink.sockets(), bytes, Optional.of("the list's generation went backwards during the read"));
            }
            return new DumpResult(sink.sockets(), bytes, hidden(moved), moved);
        }

        /** The kernel counts every socket, and shows those that the asker may see. */
        private Optional<String> hidden(long moved) {
            long all = Math.min(countBefore, countAfter);
            return rows + moved >= all
                    ? Optional.empty()
                    : Optional.of(
                            "the kernel has " + all + " " + request.protocol().label() + " sockets but showed " + rows
                                    + ": others are hidden from this user or jail (security.bsd.see_other_uids, jail(8))");
        }
    }
}
