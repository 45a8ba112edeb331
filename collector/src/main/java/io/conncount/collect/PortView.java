package io.conncount.collect;

import io.conncount.counters.LocalPorts;
import io.conncount.counters.Measure;
import io.conncount.counters.Measures;
import io.conncount.filter.Condition;
import io.conncount.filter.Conditions;
import io.conncount.filter.EndCondition;
import io.conncount.filter.Filter;
import io.conncount.query.Query;
import io.conncount.query.Selection;
import io.conncount.snapshot.Snapshot;
import io.conncount.socket.AddressFamily;
import io.conncount.socket.Protocol;
import io.conncount.socket.Side;
import io.conncount.socket.TcpState;
import io.conncount.source.AllNamespaces;
import io.conncount.source.DumpRequest;
import io.conncount.source.Host;
import io.conncount.sys.KernelException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Where the ports that a kernel gives to outgoing TCP connections run out: the connections from an address to an address and port
 * need one each ({@code __inet_hash_connect} of Linux). Connections are those whose local port is in the range and has no
 * listener. One walk counts them; listeners, and sockets that are bound and nothing else, are read before.
 *
 * @param uses the fullest first, {@link #ROWS_MAX} at most
 * @param leftOut how many others there are
 * @param ports the range; empty if it is not known
 * @param bound how many ports of the range are taken whatever the destination, because sockets listen at them or are bound to them
 * @param measures what the kernel told of itself before
 * @param fault why connections may be missing
 * @param remarks what else is to be known of the answer
 * @param source where it is from
 */
public record PortView(
        List<PortUse> uses,
        long leftOut,
        Optional<LocalPorts> ports,
        int bound,
        Measures measures,
        Optional<String> fault,
        List<String> remarks,
        String source) {
    /** No more rows are kept. */
    public static final int ROWS_MAX = 1_000;

    /** 28 MB of them. A place whose ports run out is among the first that a walk meets. */
    private static final int PLACES_MAX = 250_000;

    /** Where the range is not known. */
    private static final int PORTS = 1 << Short.SIZE;

    private static final int NEAR_PART = 100;

    private static final Set<TcpState> OUTGOING =
            EnumSet.complementOf(EnumSet.of(TcpState.LISTEN, TcpState.CLOSE, TcpState.SYN_RECV));

    /** Copies what it is given. */
    public PortView {
        uses = List.copyOf(uses);
        remarks = List.copyOf(remarks);
    }

    /**
     * Asks a host.
     *
     * @param selection which connections, by families and filter
     * @throws KernelException if the kernel refused to answer at all
     */
    public static PortView of(Host host, Selection selection, int threadsMax) throws KernelException {
        Optional<LocalPorts> ports = host.counters().localPorts();
        Measures measures = host.counters().readAll();
        List<String> remarks = new ArrayList<>();
        BitSet listening = new BitSet();
        dump(host, TcpState.LISTEN, listening);
        BitSet bound = (BitSet) listening.clone();
        if (!showsBound(host)) {
            remarks.add("ports that are bound without a connection are not counted: kernels show them since Linux 6.8");
        } else if (mayBeBound(host, measures)) {
            dump(host, TcpState.CLOSE, bound);
        }
        if (ports.isEmpty()) {
            remarks.add("the range of local ports is not known, so how many are left is not known either");
        }
        Query query = new Query(
                outgoing(selection, ports, listening), List.of(new PlaceKey()), false, threadsMax, PLACES_MAX);
        Snapshot counts = new Collector(host).collect(query);
        PortUseTable table = new PortUseTable(counts);
        List<PortUse> uses = table.fullest(ROWS_MAX);
        remarks.addAll(counts.caveats());
        return new PortView(
                uses,
                table.size() - uses.size(),
                ports,
                ports.map(given -> (int) bound.stream().filter(given::gives).count())
                        .orElse(bound.cardinality()),
                measures,
                counts.fault(),
                remarks,
                counts.source());
    }

    /** True if the host shows sockets that are bound and nothing else. FreeBSD lists them with the others; no recording asks for them. */
    private static boolean showsBound(Host host) {
        return host.sockets().listedStates(Protocol.TCP).contains(TcpState.CLOSE)
                || (host.recorded().isEmpty() && host.kernel().atLeast(6, 8));
    }

    /**
     * False if every TCP socket of the host is in a table. The walk for others goes through all sockets that have a port: where they are
     * many, the counters of every network namespace are worth a look, because the kernel counts what it has allocated for all together.
     */
    private static boolean mayBeBound(Host host, Measures measures) {
        long allocated = measures.number(Measure.TCP_ALLOCATED);
        long listed = listed(measures);
        if (allocated < 0 || allocated <= listed || listed < Planner.WALK_SOCKETS_MIN) {
            return allocated < 0 || allocated > listed;
        }
        // A namespace that cannot be seen makes the sum too small; sockets that come meanwhile make both larger.
        long everywhere = listed(AllNamespaces.of(host).counters().read());
        return Math.max(allocated, host.counters().readAll().number(Measure.TCP_ALLOCATED)) > everywhere;
    }

    private static long listed(Measures measures) {
        return measures.inUse(AddressFamily.IPV4) + Math.max(0, measures.inUse(AddressFamily.IPV6));
    }

    /** Adds the local ports of sockets in a state. */
    private static void dump(Host host, TcpState state, BitSet ports) throws KernelException {
        host.sockets()
                .dump(
                        DumpRequest.of(Protocol.TCP, AddressFamily.IP, EnumSet.of(state)),
                        socket -> ports.set(socket.localPort()));
    }

    private static Selection outgoing(Selection selection, Optional<LocalPorts> ports, BitSet listening) {
        List<Condition> terms = new ArrayList<>();
        selection.filter().ifPresent(filter -> terms.add(filter.condition()));
        ports.ifPresent(given -> terms.add(new EndCondition.PortIn(Side.LOCAL, given.min(), given.max())));
        List<Condition> listened = new ArrayList<>();
        for (int first = listening.nextSetBit(0); first >= 0; ) {
            int last = listening.nextClearBit(first) - 1;
            if (ports.isEmpty()
                    || (last >= ports.get().min() && first <= ports.get().max())) {
                listened.add(new EndCondition.PortIn(Side.LOCAL, first, last));
            }
            first = listening.nextSetBit(last + 1);
        }
        if (!listened.isEmpty()) {
            terms.add(Conditions.not(Conditions.any(listened)));
        }
        Set<TcpState> states = EnumSet.copyOf(selection.states());
        states.retainAll(OUTGOING);
        Optional<Filter> filter =
                terms.isEmpty() ? Optional.empty() : Optional.of(new Filter("", Conditions.all(terms)));
        return new Selection(EnumSet.of(Protocol.TCP), selection.families(), states, filter);
    }

    /** How many ports there are for the connections to one place: those given, without those that are bound; empty if not known. */
    public OptionalInt usable() {
        return ports.map(given -> OptionalInt.of(Math.max(0, given.count() - bound)))
                .orElse(OptionalInt.empty());
    }

    /** How many more connections can be opened to a place now; negative if that is not known. */
    public long left(PortUse use) {
        return usable().isEmpty() ? -1 : Math.max(0, usable().getAsInt() - use.used());
    }

    /** Those with the fewest ports left, of those that use at least a hundredth of what there is. */
    public List<PortUse> nearTheEnd(int placesMax) {
        int most = usable().orElse(ports.map(LocalPorts::count).orElse(PORTS));
        return uses.stream()
                .filter(use -> use.used() * NEAR_PART >= most)
                .limit(placesMax)
                .toList();
    }

    /** How many of those in TIME_WAIT give up their port to a new connection once they are a second old. */
    public long reusable(PortUse use) {
        long reuse = ports.map(LocalPorts::timeWaitReuse).orElse(0L);
        return reuse == 1 || (reuse == 2 && use.isLoopback()) ? use.timeWait() : 0;
    }

    /** The connections to the same place in this answer; 0 if there is none. */
    public long usedFor(PortUse other) {
        return uses.stream()
                .filter(other::isSamePlace)
                .mapToLong(PortUse::used)
                .findFirst()
                .orElse(0);
    }
}
