package io.conncount.collect;

import io.conncount.counters.Measure;
import io.conncount.counters.Measures;
import io.conncount.socket.AddressFamily;
import io.conncount.socket.TcpState;
import java.util.Optional;

/**
 * What follows from a masked walk and the counters read after it:
 *
 * <ul>
 *   <li>ESTABLISHED of a family = {@code inuse} of {@code TCP:} or {@code TCP6:} − the full sockets walked;
 *   <li>TIME_WAIT = {@code tw} − the mini-sockets walked in FIN_WAIT2, which the kernel counts with them.
 * </ul>
 *
 * <p>{@code tcpCurrEstab} checks it. Since Linux 6.10 that is ESTABLISHED + CLOSE_WAIT, before it is ESTABLISHED on many
 * kernels; a number from the one to the other agrees.
 */
final class Derivation {
    private final StateMatrix walked;
    private final Measures counters;
    private final long changes;
    private String contradiction;

    /** @param changes at most how many sockets changed during the walk */
    Derivation(StateMatrix walked, Measures counters, long changes) {
        this.walked = walked;
        this.counters = counters;
        this.changes = changes;
    }

    /** Adds the derived counts to the walked ones, or gives the reason why the counters cannot be right. */
    Optional<String> complete(Step.MaskedWalk step) {
        if (step.derived().contains(TcpState.ESTABLISHED)) {
            long established = 0;
            for (AddressFamily family : step.request().families()) {
                long inUse = counters.inUse(family);
                long ofFamily = inUse - walked.fullSockets(family);
                put(family, TcpState.ESTABLISHED, ofFamily, "inuse", inUse);
                established += ofFamily;
            }
            if (step.request().bothFamilies()) {
                crossCheck(established);
            }
        }
        if (step.derived().contains(TcpState.TIME_WAIT)) {
            long timeWait = counters.number(Measure.TCP_TIME_WAIT) - walked.miniSockets(TcpState.FIN_WAIT2);
            put(AddressFamily.IPV4, TcpState.TIME_WAIT, timeWait, "tw", counters.number(Measure.TCP_TIME_WAIT));
        }
        return Optional.ofNullable(contradiction);
    }

    private void put(AddressFamily family, TcpState state, long sockets, String counter, long value) {
        if (sockets < -changes) {
            contradiction = "counter " + counter + " " + value + " is too small: it gives " + state + " " + sockets;
        }
        walked.add(family, state, Math.max(0, sockets));
    }

    private void crossCheck(long established) {
        long least = established - changes;
        long most = established + walked.fullSockets(TcpState.CLOSE_WAIT) + changes;
        if (contradiction == null
                && (counters.number(Measure.TCP_ESTABLISHED) < least
                        || counters.number(Measure.TCP_ESTABLISHED) > most)) {
            contradiction = "tcpCurrEstab " + counters.number(Measure.TCP_ESTABLISHED) + " is not from " + least
                    + " to " + most + ", the range that follows from ESTABLISHED " + established + " in inuse";
        }
    }
}
