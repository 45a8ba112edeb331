package io.conncount.plan;

import io.conncount.count.GroupKey;
import io.conncount.group.ListenerKey;
import io.conncount.group.StateFamilyKey;
import io.conncount.socket.IpFamily;
import io.conncount.socket.Protocol;
import io.conncount.socket.TcpState;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is asked: how many sockets of these protocols, families and states there are in each group.
 *
 * @param exact true to read every socket, whatever counters could tell
 * @param threadsMax at most this many threads share a dump
 * @param groupsMax at most this many groups are kept; sockets beyond them are counted as others
 */
public record Query(
        Set<Protocol> protocols,
        Set<IpFamily> families,
        Set<TcpState> states,
        List<GroupKey> keys,
        boolean exact,
        int threadsMax,
        int groupsMax) {
    /** Copies what it is given. */
    public Query {
        protocols = Collections.unmodifiableSet(EnumSet.copyOf(protocols));
        families = Collections.unmodifiableSet(EnumSet.copyOf(families));
        states = Collections.unmodifiableSet(EnumSet.copyOf(states));
        keys = List.copyOf(keys);
    }

    /** True if state and family are all that the question looks at. */
    boolean stateFamilyOnly() {
        for (GroupKey key : keys) {
            if (!(key instanceof StateFamilyKey)) {
                return false;
            }
        }
        return true;
    }

    /** True if a key needs the host's listeners. */
    boolean needsListeners() {
        for (GroupKey key : keys) {
            if (key instanceof ListenerKey) {
                return true;
            }
        }
        return false;
    }

    /** True if an answer tells the families apart; only for questions about state and family. */
    boolean tellsFamiliesApart() {
        for (GroupKey key : keys) {
            StateFamilyKey stateFamily = (StateFamilyKey) key;
            if (stateFamily.lane(IpFamily.IPV4, TcpState.TIME_WAIT)
                    != stateFamily.lane(IpFamily.IPV6, TcpState.TIME_WAIT)) {
                return true;
            }
        }
        return !bothFamilies();
    }

    /** True if sockets of both families are asked for. */
    boolean bothFamilies() {
        return families.size() == IpFamily.values().length;
    }

    /**
     * What restricts the question, in the words of the command line, such as {@code -u -4 state listen}; empty for all
     * TCP sockets.
     */
    public Optional<String> filter() {
        StringBuilder words = new StringBuilder();
        if (!protocols.equals(EnumSet.of(Protocol.TCP))) {
            words.append(protocols.contains(Protocol.TCP) ? " -t -u" : " -u");
        }
        if (!bothFamilies()) {
            words.append(families.contains(IpFamily.IPV4) ? " -4" : " -6");
        }
        if (!states.equals(TcpState.ALL)) {
            for (TcpState state : states) {
                words.append(" state ").append(state.label());
            }
        }
        return words.isEmpty() ? Optional.empty() : Optional.of(words.substring(1));
    }
}
