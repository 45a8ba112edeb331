package io.conncount.collect;

import io.conncount.expression.Expression;
import io.conncount.filter.Condition;
import io.conncount.filter.Conditions;
import io.conncount.group.GroupKey;
import io.conncount.group.GroupTable;
import io.conncount.socket.Protocol;
import io.conncount.socket.SocketNumber;
import io.conncount.socket.SocketSink;
import io.conncount.socket.SocketView;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Adds up the memory of sockets by some keys, orphans apart. Allocates only where there is a new group. For one thread. */
final class MemoryTable implements SocketSink {
    /** What is added up of a socket, in this order. */
    enum Part {
        RECEIVE,
        SEND,
        FORWARD,
        OPTIONS,
        BACKLOG,
        /** How many sockets do not say how much memory they use. */
        UNTOLD
    }

    /** What is looked at of a socket, besides what keys look at. */
    static final Set<Expression> LOOKED_AT = Set.of(
            new Expression.NumberOf(SocketNumber.RMEM_ALLOC),
            new Expression.NumberOf(SocketNumber.WMEM_ALLOC),
            new Expression.NumberOf(SocketNumber.WMEM_QUEUED),
            new Expression.NumberOf(SocketNumber.FWD_ALLOC),
            new Expression.NumberOf(SocketNumber.OPTMEM),
            new Expression.NumberOf(SocketNumber.BACKLOG),
            new Expression.NumberOf(SocketNumber.INODE));

    private static final int PARTS = Part.values().length;
    private static final int GROUPS_FIRST = 64;
    private static final long[] UNKNOWN = new long[PARTS];

    static {
        Arrays.fill(UNKNOWN, MemoryUse.UNKNOWN);
    }

    private final GroupTable groups;
    private final int orphanLane;
    private long[] sums = new long[GROUPS_FIRST * PARTS];

    MemoryTable(List<GroupKey> keys, int groupsMax) {
        List<GroupKey> all = new ArrayList<>(keys);
        all.add(new OrphanKey());
        groups = new GroupTable(all, groupsMax);
        orphanLane = groups.lanes() - 1;
    }

    @Override
    public void accept(SocketView socket) {
        int group = groups.add(socket);
        if (group == GroupTable.NO_GROUP) {
            return;
        }
        int at = place(group);
        long received = socket.number(SocketNumber.RMEM_ALLOC);
        if (received == SocketView.UNKNOWN) {
            // Mini-sockets have no buffers.
            sums[at + Part.UNTOLD.ordinal()] += isMini(socket) ? 0 : 1;
            return;
        }
        boolean isTcp = socket.protocol() == Protocol.TCP || socket.protocol() == Protocol.MPTCP;
        sums[at + Part.RECEIVE.ordinal()] += received;
        sums[at + Part.SEND.ordinal()] += socket.number(isTcp ? SocketNumber.WMEM_QUEUED : SocketNumber.WMEM_ALLOC);
        // An int with a sign, which kernels since 6.0 let go below 0 for a moment.
        sums[at + Part.FORWARD.ordinal()] += Math.max(0, (int) socket.number(SocketNumber.FWD_ALLOC));
        sums[at + Part.OPTIONS.ordinal()] += socket.number(SocketNumber.OPTMEM);
        sums[at + Part.BACKLOG.ordinal()] += socket.number(SocketNumber.BACKLOG);
    }

    private static boolean isMini(SocketView socket) {
        return !socket.owned() && socket.protocol() == Protocol.TCP;
    }

    private int place(int group) {
        int at = group * PARTS;
        if (at >= sums.length) {
            sums = Arrays.copyOf(sums, Math.max(at + PARTS, 2 * sums.length));
        }
        return at;
    }

    /** Adds what another table of the same keys has. */
    void add(MemoryTable other) {
        long[] lanes = new long[other.groups.lanes()];
        for (int i = 0; i < other.groups.size(); i++) {
            other.groups.copyLanes(i, lanes);
            int group = groups.add(lanes, 0, other.groups.count(i));
            if (group != GroupTable.NO_GROUP) {
                int at = place(group);
                for (int part = 0; part < PARTS && other.place(i) < other.sums.length; part++) {
                    sums[at + part] += other.sums[other.place(i) + part];
                }
            }
        }
        groups.addUngrouped(other.groups.ungrouped());
    }

    /** How many sockets there are. */
    long sockets() {
        return groups.total();
    }

    /** How many sockets found no group. */
    long ungrouped() {
        return groups.ungrouped();
    }

    /** How many sockets did not say how much memory they use. */
    long untold() {
        long untold = 0;
        for (int group = 0; group < groups.size(); group++) {
            untold += sums[place(group) + Part.UNTOLD.ordinal()];
        }
        return untold;
    }

    /** The groups, those with the most memory first. */
    List<MemoryUse> uses() {
        List<MemoryUse> uses = new ArrayList<>(groups.size());
        long[] lanes = new long[groups.lanes()];
        for (int group = 0; group < groups.size(); group++) {
            groups.copyLanes(group, lanes);
            int at = place(group);
            boolean isKnown = sums[at + Part.UNTOLD.ordinal()] < groups.count(group);
            long[] known = isKnown ? Arrays.copyOfRange(sums, at, at + PARTS) : UNKNOWN;
            uses.add(new MemoryUse(
                    groups,
                    group,
                    lanes[orphanLane] == 1,
                    groups.count(group),
                    known[Part.RECEIVE.ordinal()],
                    known[Part.SEND.ordinal()],
                    known[Part.FORWARD.ordinal()],
                    known[Part.OPTIONS.ordinal()],
                    known[Part.BACKLOG.ordinal()]));
        }
        uses.sort(MemoryUse::largestFirst);
        return uses;
    }

    /** 1 for an orphan, else 0. */
    private record OrphanKey() implements GroupKey {
        @Override
        public String name() {
            return "orphan";
        }

        @Override
        public void write(SocketView socket, long[] lanes, int at) {
            lanes[at] = MemoryUse.ORPHANS.test(socket) ? 1 : 0;
        }

        @Override
        public boolean isValue(long[] lanes, int at) {
            return lanes[at] == 0 || lanes[at] == 1;
        }

        @Override
        public String value(long[] lanes, int at) {
            return lanes[at] == 1 ? "yes" : "no";
        }

        @Override
        public Optional<Condition> condition(long[] lanes, int at) {
            return Optional.of(lanes[at] == 1 ? MemoryUse.ORPHANS : Conditions.not(MemoryUse.ORPHANS));
        }
    }
}
