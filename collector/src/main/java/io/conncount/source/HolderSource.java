package io.conncount.source;

import io.conncount.names.NameLanes;
import io.conncount.socket.Detail;
import io.conncount.socket.Holders;
import io.conncount.socket.HoldingProcess;
import io.conncount.sys.KernelException;
import java.util.Set;

/** Where it is known which processes hold which sockets. */
public interface HolderSource {
    /** Of a host that does not know. */
    HolderSource UNKNOWN = new HolderSource() {
        @Override
        public Holders read(int threadsMax) {
            throw new UnsupportedOperationException(
                    "this source does not know which processes hold sockets; on Linux and FreeBSD, conncount does");
        }
    };

    /**
     * Goes through the descriptors of every process that may be looked into.
     *
     * @throws KernelException if there is no answer at all
     * @throws UnsupportedOperationException if this is never known; the message says so
     */
    Holders read(int threadsMax) throws KernelException;

    /**
     * Checks that it knows what is asked of processes.
     *
     * @throws UnsupportedOperationException if it does not; the message says who does
     */
    default void require(Set<Detail> details) {
        if (details.contains(Detail.JAIL)) {
            throw new UnsupportedOperationException("only FreeBSD has jails; on Linux, ask for container instead");
        }
    }

    /** That so many processes may not be looked into, and what would help, as the continuation of a sentence. */
    default String hidden(int processes) {
        return processes + " processes may not be looked into; root, with CAP_SYS_PTRACE, sees all";
    }

    /** A process, whose name is cut to as many bytes as lanes have; every name that a kernel gives is that short. */
    static HoldingProcess process(String name, String exe, long uid, int jail) {
        long[] lanes = new long[NameLanes.LANES];
        for (int i = 0; i < lanes.length; i++) {
            lanes[i] = NameLanes.lane(name, i);
        }
        return new HoldingProcess(NameLanes.of(lanes, 0), lanes[0], lanes[1], lanes[2], exe, uid, jail);
    }
}
