package io.conncount.bpf;

import io.conncount.expression.Predicate;
import io.conncount.socket.AddressFamily;
import io.conncount.sys.KernelException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;

/**
 * Tells which table of TCP connections a network namespace uses: that of all others, unless it was made where
 * {@code net.ipv4.tcp_child_ehash_entries} gives it one of its own (Linux 6.1). To be used by one thread at a time.
 */
public final class TableProbe implements AutoCloseable {
    private final WalkPart part;

    /** The program is not asked to walk. */
    private static final class NoRows implements KernelWalk.RowSink {
        @Override
        public void accept(ByteBuffer memory, int atBytes) {
            throw new IllegalStateException("a row of a walk without sockets");
        }

        @Override
        public boolean satisfied() {
            return true;
        }
    }

    private TableProbe(WalkPart part) {
        this.part = part;
    }

    static TableProbe open(KernelLayout layout) throws KernelException {
        WalkQuestion nothing = new WalkQuestion(Set.of(), AddressFamily.IP, Predicate.NEVER, List.of());
        TableProbe probe = new TableProbe(WalkPart.ofRows(layout, nothing, new NoRows()));
        try {
            probe.part.open();
            return probe;
        } catch (KernelException | WalkRefusedException e) {
            probe.close();
            throw e;
        }
    }

    /** A number that only the same table has; of the network namespace of the thread that asks. */
    public long table() throws KernelException {
        return part.table();
    }

    @Override
    public void close() {
        part.close();
    }
}
