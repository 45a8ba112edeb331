package io.conncount.source.recording;

import io.conncount.socket.SocketSink;
import io.conncount.socket.SocketView;
import java.util.Set;
import java.util.TreeSet;

/** The numbers of users, interfaces and cgroups that sockets have, of each kind so many at most. */
final class OccurringNumbers implements SocketSink {
    private static final int NUMBERS_MAX = 100_000;

    private final Kind users = new Kind();
    private final Kind interfaces = new Kind();
    private final Kind cgroups = new Kind();

    @Override
    public void accept(SocketView socket) {
        if (socket.owned()) {
            users.add(Integer.toUnsignedLong(socket.uid()));
            if (socket.cgroupId() != 0) {
                cgroups.add(socket.cgroupId());
            }
        }
        if (socket.interfaceIndex() != 0 && socket.interfaceIndex() != SocketView.INTERFACE_UNKNOWN) {
            interfaces.add(socket.interfaceIndex());
        }
    }

    Set<Long> users() {
        return users.numbers;
    }

    Set<Long> interfaces() {
        return interfaces.numbers;
    }

    Set<Long> cgroups() {
        return cgroups.numbers;
    }

    private static final class Kind {
        private final Set<Long> numbers = new TreeSet<>();
        /** Sockets of one owner often come together: most need no look at the set. */
        private long last;

        void add(long number) {
            if ((number != last || numbers.isEmpty()) && numbers.size() < NUMBERS_MAX) {
                numbers.add(number);
                last = number;
            }
        }
    }
}
