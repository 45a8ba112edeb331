package io.conncount.counters;

import io.conncount.socket.Protocol;
import java.util.Map;

/** Where counters come from. */
@FunctionalInterface
public interface CounterSource {
    /** Reads them now. What cannot be read is missing from the answer. */
    SocketCounters read();

    /**
     * How many sockets of a protocol there are, whether or not a table shows them; {@link SocketCounters#MISSING} if the
     * kernel does not tell.
     */
    default long sockets(Protocol protocol) {
        return SocketCounters.MISSING;
    }

    /**
     * How many sockets there are of kinds that no {@link Protocol} stands for, by the kernel's name of the kind; kinds without
     * sockets are left out.
     */
    default Map<String, Long> otherSockets() {
        return Map.of();
    }

    /** Reads what else the kernel tells of itself. What cannot be read is missing from the answer. */
    default Measures measures() {
        return Measures.NONE;
    }
}
