package io.conncount.filter;

import io.conncount.expression.Comparison;
import io.conncount.expression.Expression;
import io.conncount.expression.Predicate;
import io.conncount.expression.SocketField;
import io.conncount.socket.AddressFamily;
import io.conncount.socket.Detail;
import io.conncount.socket.Protocol;
import io.conncount.socket.SocketNumber;
import io.conncount.socket.SocketText;
import io.conncount.socket.SocketType;
import io.conncount.socket.SocketView;
import io.conncount.socket.TcpState;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * What a filter asks of a socket, as a tree. A kernel may take over a part of it; {@link #test} decides the rest, and
 * agrees with the kernel wherever both know the answer. Testing allocates nothing.
 */
public sealed interface Condition
        permits Condition.All,
                Condition.Any,
                Condition.Not,
                Condition.StateIn,
                Condition.InterfaceIs,
                Condition.TypeIn,
                Condition.NumberIs,
                Condition.TextIs,
                Condition.ProtocolIn,
                Condition.FamilyIn,
                Condition.TimerIs,
                Condition.UnixNameIs,
                Condition.NetnsIs,
                EndCondition,
                HolderCondition,
                OwnerCondition {
    /** True if the socket is one that is wanted. */
    boolean test(SocketView socket);

    /**
     * The same for TCP sockets, with the details that it needs, so that a kernel can compute it. Only {@link
     * EndCondition.Autobound} differs: it is as the kernel knows it.
     */
    Predicate predicate();

    /** Adds the details that the condition needs. */
    default void addDetails(Set<Detail> details) {}

    /** The same for one answer: what names stand for is looked up again where it may have changed. */
    default Condition settled(Names names) {
        return this;
    }

    /** True if it needs the firewall mark, which the kernel does not show to everyone. */
    default boolean looksAtMark() {
        return false;
    }

    /** Every one of the conditions holds. */
    record All(List<Condition> terms) implements Condition {
        public All {
            terms = List.copyOf(terms);
        }

        @Override
        public Condition settled(Names names) {
            return new All(Condition.settled(terms, names));
        }

        @Override
        public void addDetails(Set<Detail> details) {
            for (Condition term : terms) {
                term.addDetails(details);
            }
        }

        @Override
        public boolean looksAtMark() {
            return oneLooksAtMark(terms);
        }

        @Override
        public boolean test(SocketView socket) {
            for (int i = 0; i < terms.size(); i++) {
                if (!terms.get(i).test(socket)) {
                    return false;
                }
            }
            return true;
        }

        @Override
        public Predicate predicate() {
            return new Predicate.All(predicates(terms));
        }
    }

    /** At least one of the conditions holds. */
    record Any(List<Condition> terms) implements Condition {
        public Any {
            terms = List.copyOf(terms);
        }

        @Override
        public Condition settled(Names names) {
            return new Any(Condition.settled(terms, names));
        }

        @Override
        public void addDetails(Set<Detail> details) {
            for (Condition term : terms) {
                term.addDetails(details);
            }
        }

        @Override
        public boolean looksAtMark() {
            return oneLooksAtMark(terms);
        }

        @Override
        public boolean test(SocketView socket) {
            for (int i = 0; i < terms.size(); i++) {
                if (terms.get(i).test(socket)) {
                    return true;
                }
            }
            return false;
        }

        @Override
        public Predicate predicate() {
            return new Predicate.Any(predicates(terms));
        }
    }

    /** The condition does not hold. */
    record Not(Condition term) implements Condition {
        @Override
        public Condition settled(Names names) {
            return new Not(term.settled(names));
        }

        @Override
        public void addDetails(Set<Detail> details) {
            term.addDetails(details);
        }

        @Override
        public boolean looksAtMark() {
            return term.looksAtMark();
        }

        @Override
        public boolean test(SocketView socket) {
            return !term.test(socket);
        }

        @Override
        public Predicate predicate() {
            return new Predicate.Not(term.predicate());
        }
    }

    /** The connection is in one of these states. */
    record StateIn(Set<TcpState> states) implements Condition {
        private static final TcpState[] STATES = TcpState.values();

        @Override
        public boolean test(SocketView socket) {
            return states.contains(socket.state());
        }

        @Override
        public Predicate predicate() {
            List<Predicate> ranges = new ArrayList<>();
            for (int from = 0; from < STATES.length; from++) {
                int end = from;
                while (end < STATES.length && states.contains(STATES[end])) {
                    end++;
                }
                if (end > from) {
                    ranges.add(Predicate.within(SocketField.STATE, from, end - 1));
                    from = end;
                }
            }
            return new Predicate.Any(ranges);
        }
    }

    /** The socket is bound to the interface with this index; 0 for none. The name is for people. */
    record InterfaceIs(int index, String name) implements Condition {
        @Override
        public boolean test(SocketView socket) {
            return socket.interfaceIndex() == index;
        }

        @Override
        public Predicate predicate() {
            return Predicate.equal(SocketField.INTERFACE_INDEX, Integer.toUnsignedLong(index));
        }
    }

    /** It hands over its data in one of these ways. */
    record TypeIn(Set<SocketType> types) implements Condition {
        @Override
        public boolean test(SocketView socket) {
            return types.contains(socket.type());
        }

        @Override
        public Predicate predicate() {
            return Predicate.of(types.contains(SocketType.STREAM));
        }
    }

    /** A number is known, and compares with this one, which is in the number's unit. */
    record NumberIs(SocketNumber number, Comparison comparison, long value) implements Condition {
        @Override
        public void addDetails(Set<Detail> details) {
            number.detail().ifPresent(details::add);
        }

        @Override
        public boolean looksAtMark() {
            return number == SocketNumber.MARK;
        }

        @Override
        public boolean test(SocketView socket) {
            long told = socket.number(number);
            return told != SocketView.UNKNOWN && comparison.holds(told, value);
        }

        @Override
        public Predicate predicate() {
            Expression told = new Expression.NumberOf(number);
            Predicate compares = new Predicate.Compares(told, comparison, value);
            return comparison.holds(SocketView.UNKNOWN, value)
                    ? Predicate.all(new Predicate.Not(Predicate.equal(told, SocketView.UNKNOWN)), compares)
                    : compares;
        }
    }

    /** A text is known, and is this one; or, where {@code same} is false, is another. */
    final class TextIs implements Condition {
        private static final int SAME = 1;
        private static final int ANOTHER = 0;
        /** TCP_CA_NAME_MAX of {@code include/net/tcp.h}, without the zero byte. */
        private static final int CONGESTION_BYTES_MAX = 15;

        private final SocketText text;
        private final boolean same;
        private final String value;
        private final byte[] bytes;

        public TextIs(SocketText text, boolean same, String value) {
            this.text = text;
            this.same = same;
            this.value = value;
            bytes = value.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public void addDetails(Set<Detail> details) {
            details.add(text.detail());
        }

        @Override
        public boolean test(SocketView socket) {
            return socket.matchText(text, bytes) == (same ? SAME : ANOTHER);
        }

        @Override
        public Predicate predicate() {
            if (text != SocketText.CONGESTION) {
                return Predicate.NEVER;
            }
            Predicate is = isCongestion();
            return same ? is : Predicate.all(Predicate.differs(SocketField.CONGESTION_FIRST, 0), new Predicate.Not(is));
        }

        /** It has this name, whose bytes are as {@link SocketField#CONGESTION_FIRST} says; no name has a zero byte. */
        private Predicate isCongestion() {
            ByteBuffer name = ByteBuffer.allocate(Math.max(bytes.length, CONGESTION_BYTES_MAX + 1))
                    .put(bytes);
            if (value.isEmpty() || value.indexOf(0) >= 0 || bytes.length > CONGESTION_BYTES_MAX) {
                return Predicate.NEVER;
            }
            return Predicate.all(
                    Predicate.equal(SocketField.CONGESTION_FIRST, name.getLong(0)),
                    Predicate.equal(SocketField.CONGESTION_LAST, name.getLong(Long.BYTES)));
        }

        /** Which text. */
        public SocketText text() {
            return text;
        }

        /** Whether it is to be this one, or another. */
        public boolean same() {
            return same;
        }

        /** The text that it is compared with. */
        public String value() {
            return value;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof TextIs is && is.text == text && is.same == same && is.value.equals(value);
        }

        @Override
        public int hashCode() {
            return Objects.hash(text, same, value);
        }
    }

    /** It is in one of these tables. */
    record ProtocolIn(Set<Protocol> protocols) implements Condition {
        @Override
        public boolean test(SocketView socket) {
            return protocols.contains(socket.protocol());
        }

        @Override
        public Predicate predicate() {
            return Predicate.of(protocols.contains(Protocol.TCP));
        }
    }

    /** It was opened with one of these families. */
    record FamilyIn(Set<AddressFamily> families) implements Condition {
        @Override
        public boolean test(SocketView socket) {
            return families.contains(socket.family());
        }

        @Override
        public Predicate predicate() {
            boolean ipv4 = families.contains(AddressFamily.IPV4);
            boolean ipv6 = families.contains(AddressFamily.IPV6);
            return ipv4 == ipv6
                    ? Predicate.of(ipv4)
                    : Predicate.equal(SocketField.FAMILY, (ipv4 ? AddressFamily.IPV4 : AddressFamily.IPV6).ordinal());
        }
    }

    /** This timer runs, by the kernel's number ({@code idiag_timer}); 0 for none. */
    record TimerIs(int timer) implements Condition {
        @Override
        public boolean test(SocketView socket) {
            return socket.timer() == timer;
        }

        @Override
        public Predicate predicate() {
            return Predicate.equal(SocketField.TIMER, timer);
        }
    }

    /** The name of a UNIX socket matches a pattern. */
    record UnixNameIs(Glob pattern) implements Condition {
        /** UNIX_PATH_MAX of {@code linux/un.h}, and a zero byte. */
        private static final int NAME_BYTES_MAX = 109;

        private static final ThreadLocal<byte[]> NAME = ThreadLocal.withInitial(() -> new byte[NAME_BYTES_MAX]);

        @Override
        public void addDetails(Set<Detail> details) {
            details.add(Detail.UNIX_NAMES);
        }

        @Override
        public boolean test(SocketView socket) {
            if (socket.protocol() != Protocol.UNIX) {
                return false;
            }
            byte[] name = NAME.get();
            // To ss, a socket without a name has an empty one.
            int bytes = Math.max(0, Math.min(socket.text(SocketText.UNIX_NAME, name), name.length));
            // Zero bytes, as abstract names have them, show as @.
            for (int i = 0; i < bytes; i++) {
                name[i] = name[i] == 0 ? (byte) '@' : name[i];
            }
            return pattern.matches(name, bytes);
        }

        @Override
        public Predicate predicate() {
            return Predicate.NEVER;
        }
    }

    /** It is in the network namespace with this inode number. The name is for people. */
    record NetnsIs(long inode, String name) implements Condition {
        @Override
        public void addDetails(Set<Detail> details) {
            details.add(Detail.NAMESPACE);
        }

        @Override
        public boolean test(SocketView socket) {
            return socket.number(SocketNumber.NETNS_INODE) == inode;
        }

        @Override
        public Predicate predicate() {
            return Predicate.equal(new Expression.NumberOf(SocketNumber.NETNS_INODE), inode);
        }
    }

    /** What each of the conditions is of a TCP socket. */
    private static List<Predicate> predicates(List<Condition> conditions) {
        List<Predicate> predicates = new ArrayList<>();
        for (Condition condition : conditions) {
            predicates.add(condition.predicate());
        }
        return predicates;
    }

    /** Each of the conditions for one answer. */
    static List<Condition> settled(List<Condition> terms, Names names) {
        List<Condition> settled = new ArrayList<>();
        for (Condition term : terms) {
            settled.add(term.settled(names));
        }
        return settled;
    }

    /** True if one of the conditions asks for the firewall mark. */
    static boolean oneLooksAtMark(List<Condition> terms) {
        for (Condition term : terms) {
            if (term.looksAtMark()) {
                return true;
            }
        }
        return false;
    }
}
