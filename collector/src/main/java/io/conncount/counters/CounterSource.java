package io.conncount.counters;

import io.conncount.socket.Protocol;
import java.util.Map;
import java.util.Optional;

/** Where counters come from. */
@FunctionalInterface
public interface CounterSource {
    /** Reads the counts of sockets. What cannot be read is missing from the answer. */
    Measures read();

    /** The same, with all else that the kernel tells of itself. */
    default Measures readAll() {
        return Measures.NONE;
    }

    /** The ports that the kernel gives to connections; empty if it does not say. */
    default Optional<LocalPorts> localPorts() {
        return Optional.empty();
    }

    /**
     * How many sockets of a protocol there are, whether or not a table shows them; {@link Measures#MISSING} if the
     * kernel does not report it.
     */
    default long sockets(Protocol protocol) {
        return Measures.MISSING;
    }

    /**
     * The number of sockets of kinds without a {@link Protocol}, by the kernel's name of the kind; kinds without
     * sockets are left out.
     */
    default Map<String, Long> otherSockets() {
        return Map.of();
    }
}
