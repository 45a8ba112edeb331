package io.conncount.source;

import io.conncount.bpf.KernelWalk;
import io.conncount.bpf.WalkQuestion;
import io.conncount.bpf.WalkRefusedException;
import io.conncount.expression.Expression;
import io.conncount.expression.Predicate;
import io.conncount.filter.Condition;
import io.conncount.socket.SocketSink;
import io.conncount.sys.BpfObstacle;
import io.conncount.sys.Errno;
import io.conncount.sys.KernelException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Counts the TCP connections of this host inside its kernel, where that may be done. Listeners are in another table. */
public final class TcpWalk {
    /** What answers call it. */
    public static final String NAME = "bpf";

    private final boolean forced;
    private KernelWalk walk;
    private Optional<String> refusal = Optional.empty();

    /** @param forced true if the user wants it, whatever it costs */
    TcpWalk(boolean forced) {
        this.forced = forced;
    }

    /** True if the user wants it, whatever it costs. */
    public boolean forced() {
        return forced;
    }

    /**
     * Lets another source answer, unless the user wants none.
     *
     * @throws UnsupportedOperationException if the user wants none; the message has the obstacle
     */
    public void requireNotForced(String obstacle) {
        if (forced) {
            throw new UnsupportedOperationException(
                    "a BPF program cannot answer this: " + obstacle + "; without --source bpf, sock_diag answers");
        }
    }

    /** Why it cannot be done here, as the continuation of a sentence; empty if nothing is known to be in the way. */
    public synchronized Optional<String> obstacle() {
        if (refusal.isEmpty() && walk == null) {
            refusal = BpfObstacle.known();
        }
        if (refusal.isEmpty() && walk == null) {
            try {
                walk = KernelWalk.open();
            } catch (IOException e) {
                refusal = Optional.of("the kernel's types (BTF) cannot be read: " + e.getMessage());
            } catch (WalkRefusedException e) {
                refusal = Optional.of(e.getMessage());
            }
        }
        return refusal;
    }

    /**
     * Counts connections by their lanes; those of a request that ask for listeners too without the listeners.
     *
     * @throws WalkRefusedException if the question cannot be put in this way; the message says why
     * @throws KernelException if the kernel refuses it
     */
    public KernelWalk.Result count(
            DumpRequest request, List<Expression> lanes, int threads, int groupsMax, KernelWalk.GroupSink sink)
            throws KernelException, InterruptedException {
        try {
            return walk.count(question(request, lanes), threads, groupsMax, sink);
        } catch (KernelException e) {
            throw remembered(e);
        }
    }

    /**
     * Shows connections, one by one, each to one of the sinks, which share them; those of a request that asks for listeners too
     * without the listeners.
     *
     * @param shown the fields and numbers that the sinks look at
     * @return how it went, with the fault that ended it after its first socket
     * @throws WalkRefusedException if the question cannot be put in this way; no socket was shown then
     * @throws KernelException if the kernel refuses it; no socket was shown then
     */
    public KernelWalk.Result show(DumpRequest request, Set<Expression> shown, List<? extends SocketSink> sinks)
            throws KernelException, InterruptedException {
        List<Expression> lanes = List.copyOf(shown);
        List<WalkedSocket> rows = new ArrayList<>();
        for (SocketSink sink : sinks) {
            rows.add(new WalkedSocket(lanes, sink));
        }
        try {
            return walk.show(question(request, lanes), rows);
        } catch (KernelException e) {
            throw remembered(e);
        }
    }

    /** The same refusal; the next question does not ask again for what is forbidden. */
    private synchronized KernelException remembered(KernelException refused) {
        if (refused.errno() == Errno.EPERM) {
            refusal = Optional.of(Remedy.reason(refused));
        }
        return refused;
    }

    private static WalkQuestion question(DumpRequest request, List<Expression> lanes) {
        return new WalkQuestion(request.states(), request.families(), filter(request), lanes);
    }

    private static Predicate filter(DumpRequest request) {
        List<Predicate> terms = new ArrayList<>();
        for (Condition condition : request.conditions()) {
            terms.add(condition.predicate());
        }
        return terms.isEmpty() ? Predicate.ALWAYS : new Predicate.All(terms);
    }
}
