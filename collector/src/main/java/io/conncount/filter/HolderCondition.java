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

    /** One of the processes that hold it has this value; or, where {@code same} is false, it is held, but by none with it. */
    final class HeldBy implements HolderCondition {
        private final Property property;
        private final boolean same;
        private final String value;
        private final int pid;

        /** @param value for {@link Property#PID} a number */
        public HeldBy(Property property, boolean same, String value) {
            this.property = property;
            this.same = same;
            this.value = value;
            pid = property == Property.PID ? Integer.parseInt(value) : -1;
        }

        @Override
        public boolean test(SocketView socket) {
            Holders holders = socket.holders();
            int first = socket.holder();
            for (int holder = first; holder >= 0; holder = holders.next(holder)) {
                if (has(holders, holder)) {
                    return same;
                }
            }
            return first >= 0 && !same;
        }

        private boolean has(Holders holders, int holder) {
            if (property == Property.PID) {
                return holders.pid(holder) == pid;
            }
            HoldingProcess process = holders.process(holders.pid(holder));
            return value.equals(property == Property.PROCESS ? process.name() : process.exe());
        }

        /** What is compared. */
        public Property property() {
            return property;
        }

        /** Whether it is to be this, or another. */
        public boolean same() {
            return same;
        }

        /** With what it is compared. */
        public String value() {
            return value;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof HeldBy by && by.property == property && by.same == same && by.value.equals(value);
        }

        @Override
        public int hashCode() {
            return value.hashCode();
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
