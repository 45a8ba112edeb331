package io.conncount.collect;

import io.conncount.socket.SocketView;
import io.conncount.socket.TcpState;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The TCP listeners on one address and port, with all that is known of them.
 *
 * @param queue their accept queues
 * @param leastLength connections waiting at the listener that has the fewest
 * @param owner whose they are
 * @param netnsInode their network namespace, where these are told apart; or {@link SocketView#UNKNOWN}
 * @param connections those that came to them; empty if they were not counted
 */
public record Listener(
        ListenQueue queue, long leastLength, Owner owner, long netnsInode, Optional<Connections> connections) {
    /**
     * Who has listeners.
     *
     * @param uid the user's number, {@link #SEVERAL} or {@link SocketView#UNKNOWN}
     * @param cgroupId the cgroup's number, {@link #SEVERAL}, or 0 if it is not reported
     * @param processes the processes that hold them, each as {@code nginx/811}; none if they are not known
     */
    public record Owner(long uid, long cgroupId, List<String> processes) {
        /** Stands where the listeners on an address and port do not have the same. */
        public static final long SEVERAL = -1;

        /** Copies what it is given. */
        public Owner {
            processes = List.copyOf(processes);
        }
    }

    /**
     * The connections that came to listeners, by state.
     *
     * @param handshaking in SYN_RECV: half open, in what is known as the SYN queue
     * @param established in ESTABLISHED
     * @param closeWait in CLOSE_WAIT: the peer has closed them, and the program has not
     * @param closing in FIN_WAIT1, FIN_WAIT2, CLOSING and LAST_ACK
     * @param timeWait in TIME_WAIT
     */
    public record Connections(long handshaking, long established, long closeWait, long closing, long timeWait) {
        /** A number of these. */
        public enum Kind {
            SYN_RECV("half-open connections"),
            ESTABLISHED("connections in ESTABLISHED"),
            CLOSE_WAIT("connections that the program has not closed"),
            CLOSING("connections that this side has closed"),
            TIME_WAIT("connections in TIME_WAIT");

            private final String help;

            Kind(String help) {
                this.help = help;
            }

            /** Its name in columns and metrics. */
            public String label() {
                return name().toLowerCase(Locale.ROOT);
            }

            /** What it counts, in half a line. */
            public String help() {
                return help;
            }
        }

        static final Connections NONE = new Connections(0, 0, 0, 0, 0);

        /** One of the numbers. */
        public long of(Kind kind) {
            return switch (kind) {
                case SYN_RECV -> handshaking;
                case ESTABLISHED -> established;
                case CLOSE_WAIT -> closeWait;
                case CLOSING -> closing;
                case TIME_WAIT -> timeWait;
            };
        }

        Connections plus(TcpState state, long sockets) {
            return switch (state) {
                case SYN_RECV -> new Connections(handshaking + sockets, established, closeWait, closing, timeWait);
                case ESTABLISHED -> new Connections(handshaking, established + sockets, closeWait, closing, timeWait);
                case CLOSE_WAIT -> new Connections(handshaking, established, closeWait + sockets, closing, timeWait);
                case FIN_WAIT1, FIN_WAIT2, CLOSING, LAST_ACK ->
                    new Connections(handshaking, established, closeWait, closing + sockets, timeWait);
                case TIME_WAIT -> new Connections(handshaking, established, closeWait, closing, timeWait + sockets);
                // Neither is a connection that came to a listener.
                case SYN_SENT, LISTEN, CLOSE -> this;
            };
        }
    }

    /** The same with its connections. */
    Listener with(Connections counted) {
        return new Listener(queue, leastLength, owner, netnsInode, Optional.of(counted));
    }

    /**
     * How unevenly connections wait at listeners that share address and port (SO_REUSEPORT), in hundredths: the fullest queue over the
     * mean, 100 if all are alike. Negative where there is nothing to compare.
     */
    public long skewHundredths() {
        return queue.listeners() < 2 || queue.length() == 0
                ? SocketView.UNKNOWN
                : Math.round(100.0 * queue.fullestLength() * queue.listeners() / queue.length());
    }
}
