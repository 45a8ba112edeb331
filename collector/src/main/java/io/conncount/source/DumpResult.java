package io.conncount.source;

import java.util.Optional;

/**
 * How a dump went.
 *
 * @param sockets how many were shown
 * @param bytes how many were copied out of the source
 * @param fault why sockets may be missing; empty if the dump is complete
 * @param moved the number of sockets created or freed during the dump, or {@link #MOVED_UNKNOWN}
 */
public record DumpResult(long sockets, long bytes, Optional<String> fault, long moved) {
    /** Stands where the source does not say what moved: the counters must. */
    public static final long MOVED_UNKNOWN = -1;

    /** An empty dump, the start of a sum of results. */
    public static final DumpResult NOTHING = new DumpResult(0, 0, Optional.empty());

    /** A dump of a source that does not say what moved. */
    public DumpResult(long sockets, long bytes, Optional<String> fault) {
        this(sockets, bytes, fault, MOVED_UNKNOWN);
    }

    /** The two taken as one. */
    public DumpResult plus(DumpResult other) {
        return new DumpResult(
                sockets + other.sockets,
                bytes + other.bytes,
                fault.isPresent() ? fault : other.fault,
                Math.max(moved, other.moved));
    }
}
