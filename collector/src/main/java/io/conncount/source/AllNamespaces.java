package io.conncount.source;

import io.conncount.counters.CounterSource;
import io.conncount.counters.Measures;
import io.conncount.filter.FilterSplit;
import io.conncount.names.HostNames;
import io.conncount.socket.NamespacedView;
import io.conncount.socket.Protocol;
import io.conncount.socket.SocketSink;
import io.conncount.socket.SocketView;
import io.conncount.socket.TcpState;
import io.conncount.sys.KernelException;
import java.util.Optional;
import java.util.Set;

/** The sockets of every network namespace, from a source that has those of the thread that asks; each with its namespace. */
public final class AllNamespaces implements SocketSource {
    private final SocketSource each;
    private final CounterSource counters;
    private final NamespaceTour tour;
    private final Optional<TcpWalk> walk;

    private AllNamespaces(SocketSource each, CounterSource counters, NamespaceTour tour) {
        this.each = each;
        this.counters = counters;
        this.tour = tour;
        walk = each.walk().map(ofOne -> ofOne.overAll(tour));
    }

    /** The same host, with the sockets of every network namespace, and what the counters of all of them are together. */
    public static Host of(Host host) {
        NamespaceTour tour = new NamespaceTour();
        return new Host(
                host.name(),
                new AllNamespaces(host.sockets(), host.counters(), tour),
                new NamespaceCounters(host.counters(), tour),
                host.kernel(),
                new HostNames(true),
                host.holders(),
                host.recorded());
    }

    @Override
    public String name() {
        return each.name();
    }

    @Override
    public String name(Set<Protocol> protocols) {
        return each.name(protocols);
    }

    @Override
    public Set<TcpState> listedStates(Protocol protocol) {
        return each.listedStates(protocol);
    }

    @Override
    public FilterSplit split(DumpRequest request) {
        return each.split(request);
    }

    @Override
    public Optional<TcpWalk> walk() {
        return walk;
    }

    @Override
    public Optional<String> sequential() {
        return each.sequential();
    }

    @Override
    public Optional<String> caveat(Protocol protocol) {
        return each.caveat(protocol);
    }

    @Override
    public DumpResult dump(DumpRequest request, SocketSink sink) throws KernelException {
        Visits visits = new Visits(request, sink);
        Optional<String> fault = tour.run(visits);
        return visits.result.plus(new DumpResult(0, 0, fault));
    }

    /** The dumps in one namespace after the other. */
    private final class Visits implements NamespaceTour.Stop {
        private final DumpRequest request;
        private final SocketSink sink;
        private DumpResult result = DumpResult.NOTHING;

        Visits(DumpRequest request, SocketSink sink) {
            this.request = request;
            this.sink = sink;
        }

        @Override
        public boolean wanted(long inode) {
            return result.sockets() < request.socketsMax()
                    && !sink.satisfied()
                    && request.inNamespace(inode).isPresent();
        }

        @Override
        public void visit(long inode) throws KernelException {
            if (hasNone()) {
                return;
            }
            DumpRequest inside =
                    request.inNamespace(inode).orElseThrow().atMost(request.socketsMax() - result.sockets());
            try {
                result = result.plus(each.dump(inside, new Tagging(inode, sink)));
            } catch (MissingTableException e) {
                throw e;
            } catch (KernelException e) {
                if (result.sockets() == 0) {
                    throw e;
                }
                result = result.plus(new DumpResult(0, 0, Optional.of(e.getMessage())));
            }
        }

        /** Three small files spare a walk over the table of all namespaces' connections. Closed sockets are in neither. */
        private boolean hasNone() {
            if (request.protocol() != Protocol.TCP || request.states().contains(TcpState.CLOSE)) {
                return false;
            }
            Measures now = counters.read();
            return now.tcpComplete() && now.tcpSockets() == 0;
        }
    }

    /** Passes on the sockets of a namespace as such. */
    private static final class Tagging implements SocketSink {
        private final NamespacedView view;
        private final SocketSink sink;

        Tagging(long inode, SocketSink sink) {
            view = new NamespacedView(inode);
            this.sink = sink;
        }

        @Override
        public void accept(SocketView socket) {
            sink.accept(view.of(socket));
        }

        @Override
        public boolean satisfied() {
            return sink.satisfied();
        }
    }
}
