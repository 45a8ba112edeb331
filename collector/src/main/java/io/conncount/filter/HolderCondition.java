package io.conncount.filter;

import io.conncount.expression.Predicate;
import io.conncount.socket.Detail;
import io.conncount.socket.Holders;
import io.conncount.socket.SocketView;
import java.util.Set;

/** What a filter asks of the processes that hold a socket. No kernel knows them when it looks at the socket. */
public sealed interface HolderCondition extends Condition {
    @Override
    default void addDetails(Set<Detail> details) {
        details.add(Detail.HOLDERS);
    }

    @Override
    default Predicate predicate() {
        throw new IllegalStateException("no kernel knows the holders of a socket");
    }

    /** What of a process is compared. */
    enum Property {
        PROCESS("process"),
        PID("pid"),
        EXE("exe");

        private final String label;

        Property(String label) {
            this.label = label;
        }

        /** The name in filters. */
        public String label() {
            return label;
        }
    }

    /**
     * One of the processes that hold it has this value; or, where {@code same} is false, it is held, but by none with it.
     *
     * @param value for {@link Property#PID} a number
     */
    record HeldBy(Property property, boolean same, String value) implements HolderCondition {
        @Override
        public boolean test(SocketView socket) {
            Holders holders = socket.holders();
            int pid = property == Property.PID ? Integer.parseInt(value) : -1;
            int first = socket.holder();
            for (int holder = first; holder >= 0; holder = holders.next(holder)) {
                if (has(holders.pid(holder), pid, holders)) {
                    return same;
                }
            }
            return first >= 0 && !same;
        }

        private boolean has(int holder, int pid, Holders holders) {
            return switch (property) {
                case PID -> holder == pid;
                case PROCESS -> value.equals(holders.process(holder).name());
                case EXE -> value.equals(holders.process(holder).exe());
            };
        }
    }

    /**
     * No process is known that holds it.
     *
     * @param hidden true if one may not be looked into; false if there is none
     */
    record Unheld(Property property, boolean hidden) implements HolderCondition {
        @Override
        public boolean test(SocketView socket) {
            return socket.holder() == (hidden ? Holders.HIDDEN : Holders.UNHELD);
        }
    }
}
