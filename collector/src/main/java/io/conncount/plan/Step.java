package io.conncount.plan;

import io.conncount.socket.AddressFamily;
import io.conncount.socket.TcpState;
import io.conncount.source.DumpRequest;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/** One thing that a plan asks of the host. */
sealed interface Step {
    /** What is put to the kernel. */
    DumpRequest request();

    /** Why it is asked in this way. */
    String reason();

    /** What is asked, for people. */
    String question();

    /** The listening sockets, so that connections can be told by the service they came to. */
    record ReadListeners(DumpRequest request, String reason) implements Step {
        @Override
        public String question() {
            return "read the listeners: " + sockets(request);
        }
    }

    /** The kernel's own count of TCP sockets in each state (FreeBSD), in place of any dump. */
    record StateCounts(DumpRequest request, String reason) implements Step {
        @Override
        public String question() {
            return "read net.inet.tcp.states, the kernel's own count of " + sockets(request);
        }
    }

    /**
     * A walk whose mask leaves the states out that counters give.
     *
     * @param derived the states that follow from counters
     */
    record MaskedWalk(DumpRequest request, Set<TcpState> derived, String reason) implements Step {
        @Override
        public String question() {
            return "read sockstat, sockstat6 and snmp before and after, and copy " + sockets(request) + "; leave out "
                    + names(derived);
        }
    }

    /**
     * A dump of every socket that was asked for, shared by at most so many threads.
     *
     * @param expectedSockets about how many there are before the request's filter; 0 if nobody knows
     */
    record FullDump(DumpRequest request, int threads, long expectedSockets, String reason) implements Step {
        @Override
        public String question() {
            return "copy " + sockets(request);
        }
    }

    private static String sockets(DumpRequest request) {
        String families = request.families().stream().map(AddressFamily::label).collect(Collectors.joining(" and "));
        return request.protocol().label() + " sockets of " + families + " in " + names(request.states());
    }

    private static String names(Set<TcpState> states) {
        return EnumSet.copyOf(states).stream().map(TcpState::label).collect(Collectors.joining(", "));
    }
}
