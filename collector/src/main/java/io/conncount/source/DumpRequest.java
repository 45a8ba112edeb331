package io.conncount.source;

import io.conncount.filter.Condition;
import io.conncount.filter.Conditions;
import io.conncount.filter.EndCondition;
import io.conncount.socket.AddressFamily;
import io.conncount.socket.Detail;
import io.conncount.socket.PortBox;
import io.conncount.socket.Protocol;
import io.conncount.socket.TcpState;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A request to a source.
 *
 * @param filter what else the sockets must be; empty for all
 * @param details the details to request for each socket
 * @param socketsMax end after the datagram in which this many sockets have been shown
 */
public record DumpRequest(
        Protocol protocol,
        Set<AddressFamily> families,
        Set<TcpState> states,
        PortBox ports,
        Optional<Condition> filter,
        Set<Detail> details,
        long socketsMax) {
    /** Every socket of a protocol in these families and states. */
    public static DumpRequest of(Protocol protocol, Set<AddressFamily> families, Set<TcpState> states) {
        return new DumpRequest(
                protocol,
                families,
                states,
                PortBox.ALL,
                Optional.empty(),
                EnumSet.noneOf(Detail.class),
                Long.MAX_VALUE);
    }

    /** True if both IP families are requested. */
    public boolean bothFamilies() {
        return families.containsAll(AddressFamily.IP);
    }

    /** The same, only for sockets that the filter accepts. */
    public DumpRequest filtered(Condition condition) {
        return new DumpRequest(protocol, families, states, ports, Optional.of(condition), details, socketsMax);
    }

    /** The same for the sockets of one network namespace, of whose filter nothing asks for it; empty if it accepts none of them. */
    Optional<DumpRequest> inNamespace(long netnsInode) {
        if (filter.isEmpty()) {
            return Optional.of(this);
        }
        Condition left = Conditions.within(netnsInode, filter.get());
        Optional<Condition> kept = left.equals(Conditions.ALWAYS) ? Optional.empty() : Optional.of(left);
        return left.equals(Conditions.NEVER)
                ? Optional.empty()
                : Optional.of(new DumpRequest(protocol, families, states, ports, kept, details, socketsMax));
    }

    /** The same, only for sockets in these states. */
    public DumpRequest inStates(Set<TcpState> others) {
        return new DumpRequest(protocol, families, others, ports, filter, details, socketsMax);
    }

    /** The same, with these details. */
    public DumpRequest telling(Set<Detail> wanted) {
        return new DumpRequest(protocol, families, states, ports, filter, wanted, socketsMax);
    }

    /** The same, only for sockets in this box. */
    public DumpRequest within(PortBox box) {
        return new DumpRequest(protocol, families, states, box, filter, details, socketsMax);
    }

    /** The same, ended after the datagram in which this many sockets have been shown. */
    public DumpRequest atMost(long sockets) {
        return new DumpRequest(protocol, families, states, ports, filter, details, sockets);
    }

    /**
     * The same, ended early, whether or not the filter accepts what is shown: a kernel that filters would go through the
     * whole table to find this many. Without listeners, which come first and would be most of the sample.
     */
    public DumpRequest sample(long sockets) {
        Set<TcpState> connected = EnumSet.copyOf(states);
        connected.remove(TcpState.LISTEN);
        return new DumpRequest(protocol, families, connected, ports, Optional.empty(), details, sockets);
    }

    /** What its sockets' ports and the filter ask for together: each of these holds. */
    public List<Condition> conditions() {
        List<Condition> conditions = new ArrayList<>(EndCondition.within(ports));
        conditions.addAll(filterTerms());
        return conditions;
    }

    /** What the filter asks for: each of these holds. */
    List<Condition> filterTerms() {
        if (filter.isEmpty()) {
            return List.of();
        }
        return filter.get() instanceof Condition.All all ? all.terms() : List.of(filter.get());
    }

    /** The same, but for the filter: each of these holds. */
    DumpRequest filteredBy(List<Condition> terms) {
        Optional<Condition> all = terms.isEmpty() ? Optional.empty() : Optional.of(Conditions.all(terms));
        return new DumpRequest(protocol, families, states, ports, all, details, socketsMax);
    }
}
