package io.conncount.collect;

import io.conncount.expression.Comparison;
import io.conncount.filter.Condition;
import io.conncount.filter.Conditions;
import io.conncount.group.GroupTable;
import io.conncount.socket.Protocol;
import io.conncount.socket.SocketNumber;
import io.conncount.socket.TcpState;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

/**
 * The memory of a group of sockets, as {@code sk_get_meminfo} of Linux tells it.
 *
 * @param group the number of the group in its table, of which the last key is not one that was asked for
 * @param orphans true for sockets that no process holds any more
 * @param sockets how many there are
 * @param receiveBytes data that was received and not read
 * @param sendBytes data that waits to be sent or acknowledged
 * @param forwardBytes memory that is reserved and not used yet
 * @param optionBytes memory of options
 * @param backlogBytes packets that wait for the lock of a socket
 */
public record MemoryUse(
        GroupTable table,
        int group,
        boolean orphans,
        long sockets,
        long receiveBytes,
        long sendBytes,
        long forwardBytes,
        long optionBytes,
        long backlogBytes) {
    /** Sockets that their process has closed and that still have something to send or to hear, as Linux counts orphans. */
    public static final Condition ORPHANS = Conditions.all(List.of(
            new Condition.ProtocolIn(EnumSet.of(Protocol.TCP)),
            // Others without an inode wait to be accepted.
            Conditions.states(EnumSet.of(TcpState.FIN_WAIT1, TcpState.FIN_WAIT2, TcpState.CLOSING, TcpState.LAST_ACK)),
            new Condition.NumberIs(SocketNumber.INODE, Comparison.EQUAL, 0)));

    /** Stands in each number of bytes where none of the sockets says how much memory it uses. */
    public static final long UNKNOWN = -1;

    static int largestFirst(MemoryUse one, MemoryUse other) {
        int order = Long.compare(other.totalBytes(), one.totalBytes());
        order = order != 0 ? order : Long.compare(other.sockets, one.sockets);
        return order != 0 ? order : one.table.compare(one.group, other.group);
    }

    /** All of it, or {@link #UNKNOWN}. */
    public long totalBytes() {
        return receiveBytes == UNKNOWN ? UNKNOWN : receiveBytes + sendBytes + forwardBytes + optionBytes + backlogBytes;
    }

    /**
     * The condition that holds for its sockets; empty if it would be too long.
     *
     * @param orphansApart false if all of its keys' sockets are meant, orphans or not
     */
    public Optional<Condition> condition(boolean orphansApart) {
        return table.conditionOfFirst(group, table.keys().size() - (orphansApart ? 0 : 1));
    }

    /** The value of the key at this position, as machine formats show it. */
    public String value(int key) {
        return table.value(group, key);
    }

    /** The same as a person sees it. */
    public String screenValue(int key) {
        return table.screenValue(group, key);
    }
}
