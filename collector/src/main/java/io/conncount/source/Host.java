package io.conncount.source;

import io.conncount.counters.CounterSource;
import io.conncount.names.HostNames;
import io.conncount.names.SocketNames;
import java.time.Instant;
import java.util.Optional;

/**
 * The host that answers questions.
 *
 * @param name the host's name
 * @param names those of its users, interfaces and cgroups
 * @param holders where it is known which processes hold its sockets
 * @param recorded how it was recorded; empty if it is this host, now
 */
public record Host(
        String name,
        SocketSource sockets,
        CounterSource counters,
        KernelVersion kernel,
        SocketNames names,
        HolderSource holders,
        Optional<Recorded> recorded) {
    /**
     * What a recording has besides its sockets.
     *
     * @param time when it was taken
     * @param selection the words that restricted what was recorded; empty if every socket of its tables was
     */
    public record Recorded(Instant time, Optional<String> selection) {}

    /** This host, now, without knowing its processes. */
    public Host(String name, SocketSource sockets, CounterSource counters, KernelVersion kernel) {
        this(name, sockets, counters, kernel, new HostNames(), HolderSource.UNKNOWN, Optional.empty());
    }

    /** True if the cgroups of its sockets have names. */
    public boolean cgroupsHaveNames() {
        return names.cgroupPartsKnown();
    }

    /** The same with another source of sockets. */
    Host with(SocketSource others) {
        return new Host(name, others, counters, kernel, names, holders, recorded);
    }
}
