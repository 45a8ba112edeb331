package io.conncount.source;

import io.conncount.filter.FilterSplit;
import io.conncount.socket.Holders;
import io.conncount.socket.Protocol;
import io.conncount.socket.SocketSink;
import io.conncount.socket.TcpState;
import io.conncount.sys.KernelException;
import java.util.Optional;
import java.util.Set;

/** Where sockets come from: a kernel, or bytes a kernel once gave. Several threads may dump at once. */
public interface SocketSource {
    /** The name that answers carry, such as {@code sock_diag}. */
    String name();

    /** The same of an answer about these protocols. */
    default String name(Set<Protocol> protocols) {
        return name();
    }

    /** The states in which its dumps list sockets of a protocol, where that is not Linux's answer. */
    default Set<TcpState> listedStates(Protocol protocol) {
        return protocol.listedStates();
    }

    /** How the request's filter is split between the source and this program. A source that shows all it has decides nothing. */
    default FilterSplit split(DumpRequest request) {
        return FilterSplit.nothingBySource(request.conditions());
    }

    /**
     * Why a dump always reads everything: then nothing is saved by leaving out states, or by
     * splitting it among threads. Empty if the source reads only what is requested.
     */
    default Optional<String> sequential() {
        return Optional.empty();
    }

    /** Why its answers about a protocol may be wrong even without an error; empty if they cannot. */
    default Optional<String> caveat(Protocol protocol) {
        return Optional.empty();
    }

    /** Its way to count TCP connections without copying them; empty if it has none. */
    default Optional<TcpWalk> walk() {
        return Optional.empty();
    }

    /**
     * Finds out which processes hold sockets, for the dumps to come that request it; empty if it knows none.
     *
     * @throws KernelException if there is no answer at all
     * @throws UnsupportedOperationException if this is never known; the message says so
     */
    default Optional<Holders> readHolders(int threadsMax) throws KernelException {
        return Optional.empty();
    }

    /** Lets go of what {@link #readHolders} found, which may be large: no dump of the same answer is to come. */
    default void forgetHolders() {}

    /**
     * Shows every requested socket to the sink, one by one. A dump that fails halfway has shown a prefix, and
     * says so in its result.
     *
     * @throws MissingTableException if the source has no table of such sockets
     * @throws KernelException if the source answered nothing at all
     */
    DumpResult dump(DumpRequest request, SocketSink sink) throws KernelException;
}
