package io.conncount.filter;

import io.conncount.expression.Expression;
import io.conncount.expression.Predicate;
import io.conncount.expression.RangeSearch;
import io.conncount.expression.SocketField;
import io.conncount.socket.CgroupPart;
import io.conncount.socket.SocketNumber;
import io.conncount.socket.SocketView;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

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
        /** A unit that was started again has another cgroup with the same path. */
        @Override
        public CgroupIs settled(Names names) {
            return path.startsWith("/") ? new CgroupIs(names.cgroupId(path).orElse(id), path) : this;
        }

        @Override
        public boolean test(SocketView socket) {
            return socket.cgroupId() == id;
        }

        @Override
        public Predicate predicate() {
            return Predicate.equal(SocketField.CGROUP_ID, id);
        }
    }

    /** The owner is in one of several cgroups. */
    sealed interface InCgroups extends OwnerCondition {
        /** Their ids in ascending order, as they were when they were last looked up. */
        List<Long> ids();

        @Override
        default boolean test(SocketView socket) {
            return contains(ids(), socket.cgroupId());
        }

        @Override
        default Predicate predicate() {
            return RangeSearch.among(Expression.of(SocketField.CGROUP_ID), ids());
        }

        /** The same as a condition for each cgroup. */
        default Condition.Any each() {
            return new Condition.Any(ids().stream()
                    .<Condition>map(id -> new CgroupIs(id, "(id:" + id + ")"))
                    .toList());
        }
    }

    /** The owner is in the cgroup with this path, or in one below it. */
    record CgroupIn(String path, List<Long> ids) implements InCgroups {
        /** Sorts the ids. */
        public CgroupIn {
            ids = ids.stream().sorted().toList();
        }

        @Override
        public CgroupIn settled(Names names) {
            return new CgroupIn(path, names.cgroupIdsIn(path));
        }
    }

    /**
     * The owner's cgroup is in the unit, container or pod with this name; or, where {@code same} is false, in none or another.
     *
     * @param name for a container also more of its id than {@link Names#cgroups} has
     */
    record CgroupPartIs(CgroupPart part, boolean same, String name, List<Long> ids) implements InCgroups {
        private static final Pattern MORE_OF_AN_ID =
                Pattern.compile("[0-9a-f]{" + (CgroupPart.SHORT_ID_DIGITS + 1) + ",64}");

        /** Sorts the ids. */
        public CgroupPartIs {
            ids = ids.stream().sorted().toList();
        }

        @Override
        public CgroupPartIs settled(Names names) {
            boolean moreOfAnId =
                    part == CgroupPart.CONTAINER && MORE_OF_AN_ID.matcher(name).matches();
            String shown = moreOfAnId ? name.substring(0, CgroupPart.SHORT_ID_DIGITS) : name;
            List<Long> such = new ArrayList<>();
            names.cgroups(part).forEach((id, called) -> {
                if ((called.equals(name) || called.equals(shown)) == same) {
                    such.add(id);
                }
            });
            return new CgroupPartIs(part, same, name, such);
        }
    }

    /**
     * The owner's cgroup no longer exists, or cannot be seen.
     *
     * @param part what cannot be known of it therefore
     * @param known the ids of all others in ascending order, as they were when they were last looked up
     */
    record CgroupGone(CgroupPart part, List<Long> known) implements OwnerCondition {
        /** Sorts the ids. */
        public CgroupGone {
            known = known.stream().sorted().toList();
        }

        @Override
        public CgroupGone settled(Names names) {
            return new CgroupGone(part, List.copyOf(names.cgroups(part).keySet()));
        }

        @Override
        public boolean test(SocketView socket) {
            return socket.cgroupId() != 0 && !contains(known, socket.cgroupId());
        }

        @Override
        public Predicate predicate() {
            return Predicate.all(
                    Predicate.differs(SocketField.CGROUP_ID, 0),
                    new Predicate.Not(RangeSearch.among(Expression.of(SocketField.CGROUP_ID), known)));
        }
    }

    /** The cgroup, or what it is in, is not reported. */
    static Condition notReported(CgroupPart part) {
        return new Condition.Any(
                List.of(new CgroupUnknown(), new CgroupPartIs(part, true, Placeholder.NOT_REPORTED, List.of())));
    }

    private static boolean contains(List<Long> sorted, long id) {
        int from = 0;
        int end = sorted.size();
        while (from < end) {
            int middle = (from + end) / 2;
            if (sorted.get(middle) <= id) {
                from = middle + 1;
            } else {
                end = middle;
            }
        }
        return from > 0 && sorted.get(from - 1) == id;
    }
}
