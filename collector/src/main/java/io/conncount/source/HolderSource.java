package io.conncount.source;

import io.conncount.socket.Holders;
import io.conncount.sys.KernelException;

/** Where it is known which processes hold which sockets. */
public interface HolderSource {
    /** Of a host that does not know. */
    HolderSource UNKNOWN = new HolderSource() {
        @Override
        public Holders read(int threadsMax) {
            throw new UnsupportedOperationException(
                    "this source does not know which processes hold sockets; on a Linux host conncount does");
        }
    };

    /**
     * Goes through the descriptors of every process that may be looked into.
     *
     * @throws KernelException if there is no answer at all
     * @throws UnsupportedOperationException if this is never known; the message says so
     */
    Holders read(int threadsMax) throws KernelException;

    /** That so many processes may not be looked into, and what would help, as the continuation of a sentence. */
    default String hidden(int processes) {
        return processes + " processes may not be looked into; root, with CAP_SYS_PTRACE, sees all";
    }
}
