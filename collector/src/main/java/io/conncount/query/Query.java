package io.conncount.query;

import io.conncount.group.GroupKey;
import io.conncount.group.StateFamilyKey;
import io.conncount.socket.AddressFamily;
import io.conncount.socket.Detail;
import io.conncount.socket.Protocol;
import io.conncount.socket.TcpState;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What is asked: how many of the selected sockets there are in each group.
 *
 * @param exact true to read every socket, whatever counters could tell
 * @param threadsMax at most this many threads share a dump
 * @param groupsMax at most this many groups are kept; sockets beyond them are counted as others
 */
public record Query(Selection selection, List<GroupKey> keys, boolean exact, int threadsMax, int groupsMax) {
    /** Copies what it is given. */
    public Query {
        keys = List.copyOf(keys);
    }

    /** The names of the keys. */
    public List<String> keyNames() {
        return keys.stream().map(GroupKey::name).toList();
    }

    /** What must be told of each socket, beyond what always is. */
    public Set<Detail> details() {
        Set<Detail> details = EnumSet.noneOf(Detail.class);
        for (GroupKey key : keys) {
            details.addAll(key.details());
        }
        return details;
    }

    /** True if protocol, state and family are all that the question looks at. */
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

    /** True if an answer tells the families of TCP sockets apart. */
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
