package io.conncount.plan;

import io.conncount.filter.Filter;
import io.conncount.socket.AddressFamily;
import io.conncount.socket.Detail;
import io.conncount.socket.Protocol;
import io.conncount.socket.TcpState;
import io.conncount.source.DumpRequest;
import io.conncount.source.SocketSource;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Which sockets a question is about.
 *
 * @param families those of them that are of other families than their protocol's mean nothing
 * @param filter what else they must be; empty for all
 */
public record Selection(
        Set<Protocol> protocols, Set<AddressFamily> families, Set<TcpState> states, Optional<Filter> filter) {
    /** Copies what it is given. */
    public Selection {
        protocols = Collections.unmodifiableSet(EnumSet.copyOf(protocols));
        families = Collections.unmodifiableSet(EnumSet.copyOf(families));
        states = Collections.unmodifiableSet(EnumSet.copyOf(states));
    }

    /** True if sockets of both IP families are asked for. */
    boolean bothFamilies() {
        return families.containsAll(AddressFamily.IP);
    }

    /** What is asked of a source about one of the protocols, with these details besides those that the filter needs. */
    DumpRequest request(SocketSource source, Protocol protocol, Set<Detail> details) {
        Set<AddressFamily> ofProtocol = EnumSet.copyOf(protocol.families());
        if (protocol.overIp()) {
            ofProtocol.retainAll(families);
        }
        Set<TcpState> listed = EnumSet.copyOf(states);
        listed.retainAll(source.listedStates(protocol));
        DumpRequest request = DumpRequest.of(protocol, ofProtocol, listed);
        if (filter.isEmpty()) {
            return request.telling(details);
        }
        Set<Detail> needed = EnumSet.noneOf(Detail.class);
        needed.addAll(details);
        filter.get().condition().addDetails(needed);
        return request.telling(needed).filtered(filter.get().condition());
    }

    /** The same selection in the words of the command line, such as {@code -u -4 state listen}; empty for all TCP sockets. */
    public Optional<String> words() {
        StringBuilder words = new StringBuilder();
        if (!protocols.equals(EnumSet.of(Protocol.TCP))) {
            for (Protocol protocol : protocols) {
                words.append(' ').append(option(protocol));
            }
        }
        if (!bothFamilies()) {
            words.append(families.contains(AddressFamily.IPV4) ? " -4" : " -6");
        }
        if (!states.equals(TcpState.ALL)) {
            for (TcpState state : states) {
                words.append(" state ").append(state.label());
            }
        }
        if (filter.isPresent()) {
            words.append(' ').append(filter.get().text());
        }
        return words.isEmpty() ? Optional.empty() : Optional.of(words.substring(1));
    }

    private static String option(Protocol protocol) {
        return switch (protocol) {
            case TCP -> "-t";
            case UDP -> "-u";
            default -> "-A " + protocol.label();
        };
    }
}
