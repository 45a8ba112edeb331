package io.conncount.source;

import java.util.Optional;

/**
 * How a dump went.
 *
 * @param sockets how many were shown
 * @param bytes how many were copied out of the source
 * @param fault why sockets may be missing; empty if the dump is complete
 */
public record DumpResult(long sockets, long bytes, Optional<String> fault) {
    /** A dump in which nothing was asked yet: where a sum of results begins. */
    public static final DumpResult NOTHING = new DumpResult(0, 0, Optional.empty());

    /** The two taken as one. */
    public DumpResult plus(DumpResult other) {
        return new DumpResult(sockets + other.sockets, bytes + other.bytes, fault.isPresent() ? fault : other.fault);
    }
}
