package io.conncount.collect;

import io.conncount.bpf.KernelWalk;
import io.conncount.counters.Measure;
import io.conncount.counters.Measures;
import io.conncount.socket.AddressFamily;
import java.util.Optional;

/** Compares what a walk in the kernel has seen with the kernel's counters before and after it. */
final class WalkCheck {
    private final Measures before;
    private long listeners;

    WalkCheck(Measures before) {
        this.before = before;
    }

    /** Counts a listener, which counters count with the connections. */
    void countListener() {
        listeners++;
    }

    /** Why the walk is incomplete or cannot be right; empty if it can, or the counters do not say. */
    Optional<String> objection(KernelWalk.Result walked, Measures after) {
        if (walked.fault().isPresent()) {
            return walked.fault();
        }
        long changes = before.tcpChangesUntil(after);
        if (changes < 0) {
            return Optional.empty();
        }
        long seen = walked.full() + listeners;
        if (isOutside(seen, fullSockets(before), fullSockets(after), changes + walked.unsettled())) {
            return Optional.of("it saw " + seen + " sockets, and the counters have " + fullSockets(after));
        }
        long timeWait = after.number(Measure.TCP_TIME_WAIT);
        return isOutside(
                        walked.timeWait(), before.number(Measure.TCP_TIME_WAIT), timeWait, changes + walked.unsettled())
                ? Optional.of(
                        "it saw " + walked.timeWait() + " sockets in TIME_WAIT, and the counters have " + timeWait)
                : Optional.empty();
    }

    /** Why a count by holders cannot be right; empty if it can. */
    Optional<String> objectionToHeld(KernelWalk.Result counted, Measures after) {
        long changes = Math.max(0, before.tcpChangesUntil(after));
        long missing = counted.held();
        return Math.abs(missing) > changes + counted.unsettled()
                ? Optional.of("the descriptors of processes lead to " + Math.abs(missing)
                        + (missing > 0 ? " sockets fewer" : " sockets more") + " than files hold")
                : Optional.empty();
    }

    private static boolean isOutside(long seen, long before, long after, long changes) {
        return seen < Math.min(before, after) - changes || seen > Math.max(before, after) + changes;
    }

    private static long fullSockets(Measures measures) {
        long sum = 0;
        for (AddressFamily family : AddressFamily.IP) {
            sum += measures.inUse(family);
        }
        return sum;
    }
}
