package io.conncount.query;

import io.conncount.filter.Filter;
import io.conncount.filter.Names;
import io.conncount.filter.ParsedFilter;
import io.conncount.socket.AddressFamily;
import io.conncount.socket.Detail;
import io.conncount.socket.Protocol;
import io.conncount.socket.SocketType;
import io.conncount.socket.TcpState;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;

/**
 * Which sockets a query is about.
 *
 * @param families the IP families; ignored for protocols that do not run over IP
 * @param filter what else must hold for them; empty for all
 * @param types the socket types by protocol; a protocol that is missing here has no such limit
 */
public record Selection(
        Set<Protocol> protocols,
        Set<AddressFamily> families,
        Set<TcpState> states,
        Optional<Filter> filter,
        Map<Protocol, Set<SocketType>> types) {
    /** Sockets of every type. */
    public Selection(
            Set<Protocol> protocols, Set<AddressFamily> families, Set<TcpState> states, Optional<Filter> filter) {
        this(protocols, families, states, filter, Map.of());
    }

    /** Copies what it is given. */
    public Selection {
        types = Map.copyOf(types);
        protocols = Collections.unmodifiableSet(EnumSet.copyOf(protocols));
        families = Collections.unmodifiableSet(EnumSet.copyOf(families));
        states = Collections.unmodifiableSet(EnumSet.copyOf(states));
    }

    /** The same with another filter. */
    public Selection filtered(ParsedFilter by) {
        return new Selection(protocols, families, by.states().orElse(states), by.filter(), types);
    }

    /** The same for one answer: {@link io.conncount.filter.Condition#settled}. */
    public Selection settled(Names names) {
        return filter.isEmpty()
                ? this
                : new Selection(
                        protocols, families, states, Optional.of(filter.get().settled(names)), types);
    }

    /** Adds the details that the filter needs. */
    public void addDetails(Set<Detail> details) {
        if (filter.isPresent()) {
            filter.get().condition().addDetails(details);
        }
    }

    /** True if every kind of socket is requested. */
    public boolean everyKind() {
        return protocols.size() == Protocol.values().length && types.isEmpty();
    }

    /** True if both IP families are requested. */
    public boolean bothFamilies() {
        return families.containsAll(AddressFamily.IP);
    }

    /** The requested families of one protocol. */
    public Set<AddressFamily> families(Protocol protocol) {
        Set<AddressFamily> ofProtocol = EnumSet.copyOf(protocol.families());
        if (protocol.overIp()) {
            ofProtocol.retainAll(families);
        }
        return ofProtocol;
    }

    /** The requested states that sockets of the protocol can be in. */
    public Set<TcpState> states(Protocol protocol) {
        Set<TcpState> possible = EnumSet.copyOf(states);
        possible.retainAll(protocol.states());
        return possible;
    }

    /** The same selection in the words of the command line, such as {@code -u -4 state listen}; empty for all TCP sockets. */
    public Optional<String> words() {
        StringBuilder words = new StringBuilder();
        if (!protocols.equals(EnumSet.of(Protocol.TCP))) {
            addTables(words);
        }
        if (!bothFamilies()) {
            words.append(families.contains(AddressFamily.IPV4) ? " -4" : " -6");
        }
        Set<TcpState> excluded = EnumSet.copyOf(TcpState.ALL);
        excluded.removeAll(states);
        boolean few = excluded.size() < states.size();
        for (TcpState state : few ? excluded : states) {
            words.append(few ? " exclude " : " state ").append(state.label());
        }
        if (filter.isPresent()) {
            words.append(' ').append(filter.get().text());
        }
        return words.isEmpty() ? Optional.empty() : Optional.of(words.substring(1));
    }

    /** The options of the common tables as letters, the others as a list. */
    private void addTables(StringBuilder words) {
        if (protocols.contains(Protocol.TCP)) {
            words.append(" -t");
        }
        if (protocols.contains(Protocol.UDP)) {
            words.append(" -u");
        }
        StringJoiner names = new StringJoiner(",", " -A ", "").setEmptyValue("");
        for (Protocol protocol : protocols) {
            if (types.containsKey(protocol)) {
                for (SocketType type : EnumSet.copyOf(types.get(protocol))) {
                    names.add(protocol.label() + "_" + type.label());
                }
            } else if (protocol != Protocol.TCP && protocol != Protocol.UDP) {
                names.add(protocol.label());
            }
        }
        words.append(names);
    }
}
