package io.conncount.filter;

import io.conncount.expression.Predicate;
import io.conncount.socket.Detail;
import io.conncount.socket.Holders;
import io.conncount.socket.HoldingProcess;
import io.conncount.socket.SocketView;
import java.util.Set;

/** What a filter asks of the processes that hold a socket. No kernel knows them when it looks at the socket. */
public sealed interface HolderCondition extends Condition {
    @Override
    default void addDetails(Set<Detail> details) {
        details.addAll(property().details());
    }

    @Override
    default Predicate predicate() {
        throw new IllegalStateException("no kernel knows the holders of a socket");
    }

    /** What of a process is asked. */
    Property property();

    /** What of a process can be asked. */
    enum Property {
        PROCESS("process"),
        PID("pid"),
        EXE("exe"),
        JAIL("jail");

        private final String label;

        Property(String label) {
            this.label = label;
        }

        /** The details to request for it. */
        public Set<Detail> details() {
            return this == JAIL ? Set.of(Detail.HOLDERS, Detail.JAIL) : Set.of(Detail.HOLDERS);
        }

        /** True if its values are numbers. */
        boolean numeric() {
            return this == PID || this == JAIL;
        }

        /** The name in filters. */
        public String label() {
            return label;
        }
    }

    /**
     * One of the processes that hold it has this value; or, where {@code same} is false, it is held, but by none with it.
     *
     * @param value for {@link Property#PID} and {@link Property#JAIL} a number; empty if it is not reported
     */
    record HeldBy(Property property, boolean same, String value) implements HolderCondition {
        @Override
        public boolean test(SocketView socket) {
            Holders holders = socket.holders();
            int number = property.numeric() && !value.isEmpty() ? Integer.parseInt(value) : HoldingProcess.JAIL_UNKNOWN;
            int first = socket.holder();
            for (int holder = first; holder >= 0; holder = holders.next(holder)) {
                if (has(holders.pid(holder), number, holders)) {
                    return same;
                }
            }
            return first >= 0 && !same;
        }

        private boolean has(int pid, int number, Holders holders) {
            return switch (property) {
                case PID -> pid == number;
                case JAIL -> holders.process(pid).jail() == number;
                case PROCESS -> value.equals(holders.process(pid).name());
                case EXE -> value.equals(holders.process(pid).exe());
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
