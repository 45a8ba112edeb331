package io.conncount.query;

import io.conncount.filter.Names;
import io.conncount.group.GroupKey;
import io.conncount.group.GroupKeys;
import io.conncount.group.StateFamilyKey;
import io.conncount.socket.AddressFamily;
import io.conncount.socket.Detail;
import io.conncount.socket.Protocol;
import io.conncount.socket.TcpState;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * A question: how many of the selected sockets are in each group.
 *
 * @param exact true to read every socket, even if counters have the answer
 * @param threadsMax at most this many threads share a dump
 * @param groupsMax the maximum number of groups; further sockets are counted as other
 */
public record Query(Selection selection, List<GroupKey> keys, boolean exact, int threadsMax, int groupsMax) {
    /** Copies what it is given. */
    public Query {
        keys = List.copyOf(keys);
    }

    /** The same for one answer: {@link io.conncount.filter.Condition#settled}. */
    public Query settled(Names names) {
        return new Query(selection.settled(names), keys, exact, threadsMax, groupsMax);
    }

    /** The names of the keys. */
    public List<String> keyNames() {
        return GroupKeys.names(keys);
    }

    /** The details to request for each socket. */
    public Set<Detail> details() {
        Set<Detail> details = EnumSet.noneOf(Detail.class);
        for (GroupKey key : keys) {
            details.addAll(key.details());
        }
        return details;
    }

    /** The same, and those that the filter needs. */
    public Set<Detail> allDetails() {
        Set<Detail> details = details();
        selection.addDetails(details);
        return details;
    }

    /** True if the question depends only on protocol, state and family. */
    public boolean stateFamilyOnly() {
        for (GroupKey key : keys) {
            if (!(key instanceof StateFamilyKey)) {
                return false;
            }
        }
        return true;
    }

    /** True if a key needs the host's listeners. */
    public boolean needsListeners() {
        for (GroupKey key : keys) {
            if (key.needsListeners()) {
                return true;
            }
        }
        return false;
    }

    /** True if an answer distinguishes the families of TCP sockets. */
    public boolean tellsFamiliesApart() {
        for (GroupKey key : keys) {
            if (key instanceof StateFamilyKey stateFamily
                    && stateFamily.lane(Protocol.TCP, AddressFamily.IPV4, TcpState.TIME_WAIT)
                            != stateFamily.lane(Protocol.TCP, AddressFamily.IPV6, TcpState.TIME_WAIT)) {
                return true;
            }
        }
        return !selection.bothFamilies();
    }
}
