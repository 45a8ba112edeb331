package io.conncount.source;

import io.conncount.filter.Condition;
import io.conncount.filter.Conditions;
import io.conncount.filter.FilterSplit;
import io.conncount.socket.Detail;
import io.conncount.socket.HeldView;
import io.conncount.socket.Holders;
import io.conncount.socket.Protocol;
import io.conncount.socket.SocketSink;
import io.conncount.socket.SocketView;
import io.conncount.socket.TcpState;
import io.conncount.sys.KernelException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;

/**
 * The sockets of another source with the processes that hold them: a kernel knows a socket's holders by no other way than
 * through all processes. Conditions about them are decided here, after all others.
 */
public final class HeldSockets implements SocketSource {
    private final SocketSource sockets;
    private final HolderSource source;
    private final Optional<TcpWalk> walk;
    /** Sockets whose holders may not be seen. */
    private final LongAdder hidden = new LongAdder();

    /** Empty until it is read, and once it is forgotten. */
    private Optional<Holders> holders = Optional.empty();

    private int hiddenProcesses;

    /** Holders are read by {@link #readHolders}, or else with the first dump that needs them. */
    public HeldSockets(SocketSource sockets, HolderSource source) {
        this.sockets = sockets;
        this.source = source;
        walk = sockets.walk().map(ofOthers -> ofOthers.overHeld(this));
    }

    /**
     * The host with this source in place of its own, if holders are asked for.
     *
     * @throws UnsupportedOperationException if it does not know what is asked of them; the message says who does
     */
    public static Host of(Host host, Set<Detail> details) {
        if (!details.contains(Detail.HOLDERS)) {
            return host;
        }
        host.holders().require(details);
        return host.with(new HeldSockets(host.sockets(), host.holders()));
    }

    @Override
    public synchronized Optional<Holders> readHolders(int threadsMax) throws KernelException {
        know(source.read(threadsMax));
        return holders;
    }

    /** Takes over holders that were found with the sockets. */
    synchronized void know(Holders found) {
        holders = Optional.of(found);
        hiddenProcesses = found.hiddenProcesses();
    }

    @Override
    public synchronized void forgetHolders() {
        holders = Optional.empty();
    }

    @Override
    public String name() {
        return sockets.name();
    }

    @Override
    public String name(Set<Protocol> protocols) {
        return sockets.name(protocols);
    }

    @Override
    public Set<TcpState> listedStates(Protocol protocol) {
        return sockets.listedStates(protocol);
    }

    @Override
    public FilterSplit split(DumpRequest request) {
        FilterSplit split = sockets.split(withoutHolders(request));
        List<Condition> here = new ArrayList<>(split.here());
        here.addAll(aboutHolders(request));
        return new FilterSplit(split.bySource(), here);
    }

    @Override
    public Optional<TcpWalk> walk() {
        return walk;
    }

    @Override
    public Optional<String> sequential() {
        return sockets.sequential();
    }

    @Override
    public synchronized Optional<String> caveat(Protocol protocol) {
        Optional<String> caveat = sockets.caveat(protocol);
        return caveat.isPresent() || hidden.sum() == 0
                ? caveat
                : Optional.of(
                        "no process is known for " + hidden + " sockets, because " + source.hidden(hiddenProcesses));
    }

    @Override
    public DumpResult dump(DumpRequest request, SocketSink sink) throws KernelException {
        if (!request.details().contains(Detail.HOLDERS)) {
            return sockets.dump(request, sink);
        }
        return sockets.dump(withoutHolders(request), before(request, sink));
    }

    /** A sink before the sink that adds holders, and passes on sockets with those that the request asks for. */
    SocketSink before(DumpRequest request, SocketSink sink) throws KernelException {
        return new Holding(known(), hidden, aboutHolders(request), sink);
    }

    private synchronized Holders known() throws KernelException {
        return holders.isPresent() ? holders.get() : readHolders(1).orElseThrow();
    }

    /** The request for another source, which knows no holders. */
    static DumpRequest withoutHolders(DumpRequest request) {
        Set<Detail> details = EnumSet.noneOf(Detail.class);
        details.addAll(request.details());
        details.remove(Detail.HOLDERS);
        List<Condition> others = new ArrayList<>(request.filterTerms());
        others.removeAll(aboutHolders(request));
        return request.telling(details).filteredBy(others);
    }

    /** Those of the request's conditions that ask for holders. */
    public static List<Condition> aboutHolders(DumpRequest request) {
        List<Condition> about = new ArrayList<>();
        for (Condition condition : request.filterTerms()) {
            Set<Detail> details = EnumSet.noneOf(Detail.class);
            condition.addDetails(details);
            if (details.contains(Detail.HOLDERS)) {
                about.add(condition);
            }
        }
        return about;
    }

    /** Passes on sockets with their holders, if these are such as were asked for. */
    private static final class Holding implements SocketSink {
        private final HeldView view;
        private final LongAdder hidden;
        private final Condition conditions;
        private final SocketSink sink;

        Holding(Holders holders, LongAdder hidden, List<Condition> conditions, SocketSink sink) {
            view = new HeldView(holders);
            this.hidden = hidden;
            this.conditions = Conditions.all(conditions);
            this.sink = sink;
        }

        @Override
        public void accept(SocketView socket) {
            accept(socket, 1);
        }

        @Override
        public void accept(SocketView socket, long sockets) {
            SocketView held = view.of(socket);
            if (conditions.test(held)) {
                if (held.holder() == Holders.HIDDEN) {
                    hidden.add(sockets);
                }
                sink.accept(held, sockets);
            }
        }

        @Override
        public boolean satisfied() {
            return sink.satisfied();
        }
    }
}
