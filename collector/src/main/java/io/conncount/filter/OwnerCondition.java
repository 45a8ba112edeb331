package io.conncount.filter;

import io.conncount.expression.Expression;
import io.conncount.expression.Predicate;
import io.conncount.expression.RangeSearch;
import io.conncount.expression.SocketField;
import io.conncount.socket.SocketNumber;
import io.conncount.socket.SocketView;
import java.util.List;

/** What a filter asks of the owner of a socket: user, cgroup, firewall mark. */
public sealed interface OwnerCondition extends Condition {
    /** The owner is this user; or, where {@code same} is false, is another. The name is for people. */
    record UserIs(boolean same, long uid, String name) implements OwnerCondition {
        @Override
        public boolean test(SocketView socket) {
            long told = socket.number(SocketNumber.UID);
            return told != SocketView.UNKNOWN && (told == uid) == same;
        }

        @Override
        public Predicate predicate() {
            return Predicate.all(
                    Predicate.equal(SocketField.OWNED, 1),
                    same ? Predicate.equal(SocketField.UID, uid) : Predicate.differs(SocketField.UID, uid));
        }
    }

    /** The kernel no longer records the owner, as in TIME_WAIT: user, cgroup and mark are unknown. */
    record Unowned() implements OwnerCondition {
        @Override
        public boolean test(SocketView socket) {
            return !socket.owned();
        }

        @Override
        public Predicate predicate() {
            return Predicate.equal(SocketField.OWNED, 0);
        }
    }

    /** It has an owner, but its cgroup is not reported. */
    record CgroupUnknown() implements OwnerCondition {
        @Override
        public boolean test(SocketView socket) {
            return socket.owned() && socket.cgroupId() == 0;
        }

        @Override
        public Predicate predicate() {
            return Predicate.all(Predicate.equal(SocketField.OWNED, 1), Predicate.equal(SocketField.CGROUP_ID, 0));
        }
    }

    /**
     * No mark is reported, although the socket has an owner.
     *
     * @param permitted false for IP sockets, whose marks need a permission; true for sockets that have none
     */
    record MarkUnknown(boolean permitted) implements OwnerCondition {
        @Override
        public boolean test(SocketView socket) {
            boolean overIp = socket.protocol().overIp();
            return socket.mark() == SocketView.MARK_UNKNOWN && overIp != permitted && (permitted || socket.owned());
        }

        @Override
        public Predicate predicate() {
            return permitted
                    ? Predicate.NEVER
                    : Predicate.all(
                            Predicate.equal(SocketField.MARK, SocketView.MARK_UNKNOWN),
                            Predicate.equal(SocketField.OWNED, 1));
        }
    }

    /** The firewall mark has these bits where the mask is set. An unknown mark never matches. */
    record MarkIs(int mark, int mask) implements OwnerCondition {
        @Override
        public boolean looksAtMark() {
            return true;
        }

        @Override
        public boolean test(SocketView socket) {
            long told = socket.mark();
            return told != SocketView.MARK_UNKNOWN && ((int) told & mask) == mark;
        }

        @Override
        public Predicate predicate() {
            return Predicate.all(
                    Predicate.differs(SocketField.MARK, SocketView.MARK_UNKNOWN),
                    Predicate.equal(
                            Expression.of(SocketField.MARK, Integer.toUnsignedLong(mask)),
                            Integer.toUnsignedLong(mark)));
        }
    }

    /** The owner is in the cgroup with this id, and in none below it. The path is for people. */
    record CgroupIs(long id, String path) implements OwnerCondition {
        @Override
        public boolean test(SocketView socket) {
            return socket.cgroupId() == id;
        }

        @Override
        public Predicate predicate() {
            return Predicate.equal(SocketField.CGROUP_ID, id);
        }
    }

    /**
     * The owner is in the cgroup with this path, or in one below it.
     *
     * @param ids of all of these, as they were when they were last looked up
     */
    record CgroupIn(String path, List<Long> ids) implements OwnerCondition {
        /** Sorts the ids. */
        public CgroupIn {
            ids = ids.stream().sorted().toList();
        }

        @Override
        public CgroupIn settled(Names names) {
            return new CgroupIn(path, names.cgroupIdsIn(path));
        }

        @Override
        public boolean test(SocketView socket) {
            long id = socket.cgroupId();
            int from = 0;
            int end = ids.size();
            while (from < end) {
                int middle = (from + end) / 2;
                if (ids.get(middle) <= id) {
                    from = middle + 1;
                } else {
                    end = middle;
                }
            }
            return from > 0 && ids.get(from - 1) == id;
        }

        @Override
        public Predicate predicate() {
            return RangeSearch.among(Expression.of(SocketField.CGROUP_ID), ids);
        }

        /** The same as a condition for each cgroup. */
        public Condition.Any each() {
            return new Condition.Any(
                    ids.stream().<Condition>map(id -> new CgroupIs(id, path)).toList());
        }
    }
}
