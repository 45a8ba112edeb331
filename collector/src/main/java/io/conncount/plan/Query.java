package io.conncount.plan;

import io.conncount.count.GroupKey;
import io.conncount.group.ListenerKey;
import io.conncount.group.StateFamilyKey;
import io.conncount.socket.AddressFamily;
import io.conncount.socket.Protocol;
import io.conncount.socket.TcpState;
import java.util.List;

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

    /** True if protocol, state and family are all that the question looks at. */
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

    /** True if an answer tells the families of TCP sockets apart; only for questions about state and family. */
    boolean tellsFamiliesApart() {
        for (GroupKey key : keys) {
            StateFamilyKey stateFamily = (StateFamilyKey) key;
            if (stateFamily.lane(Protocol.TCP, AddressFamily.IPV4, TcpState.TIME_WAIT)
                    != stateFamily.lane(Protocol.TCP, AddressFamily.IPV6, TcpState.TIME_WAIT)) {
                return true;
            }
        }
        return !selection.bothFamilies();
    }
}
