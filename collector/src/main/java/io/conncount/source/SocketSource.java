package io.conncount.source;

import io.conncount.socket.Protocol;
import io.conncount.socket.SocketSink;
import io.conncount.socket.TcpState;
import io.conncount.sys.KernelException;
import java.util.Set;

/** Where sockets come from: a kernel, or bytes a kernel once gave. Several threads may dump at once. */
public interface SocketSource {
    /** The name that answers carry, such as {@code sock_diag}. */
    String name();

    /** The states in which its dumps list sockets of a protocol, where that is not Linux's answer. */
    default Set<TcpState> listedStates(Protocol protocol) {
        return protocol.listedStates();
    }

    /**
     * True if a dump of a part costs a part of the whole, so that threads may share it; false where each of them would be
     * given everything.
     */
    default boolean sharesDumps() {
        return true;
    }

    /** Who does what of the request's filter, for people. */
    String division(DumpRequest request);

    /**
     * Shows every socket that was asked for to the sink, one by one. A dump that fails halfway has shown a prefix, and
     * says so in its result.
     *
     * @throws KernelException if the source answered nothing at all
     */
    DumpResult dump(DumpRequest request, SocketSink sink) throws KernelException;
}
