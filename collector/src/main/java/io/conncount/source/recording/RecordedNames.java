package io.conncount.source.recording;

import io.conncount.names.KnownNames;
import io.conncount.names.SocketNames;
import io.conncount.socket.SocketSink;
import io.conncount.socket.SocketView;
import io.conncount.sys.NameText;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The names in a recording: {@link OwnMessages}, each about the number of a user, an interface or a cgroup, and with its name. */
final class RecordedNames {
    // Types that no family of netlink has.
    private static final int TYPE_USER = 0xff01;
    private static final int TYPE_INTERFACE = 0xff02;
    private static final int TYPE_CGROUP = 0xff03;

    /** Of all names together; what is beyond is neither written nor read. */
    private static final long BYTES_MAX = 16 << 20;

    private final Map<Long, String> users = new HashMap<>();
    private final Map<Long, String> interfaces = new HashMap<>();
    private final Map<Long, String> cgroups = new HashMap<>();

    private RecordedNames() {}

    /** Writes the names of these numbers, after the messages written so far. */
    static void write(RecordingWriter writer, NumberSink numbers, SocketNames names, Optional<Scrubber> scrubber)
            throws IOException {
        long endBytes = writer.messageBytes() + BYTES_MAX - OwnMessages.BYTES_MAX;
        for (long uid : numbers.users()) {
            write(writer, endBytes, TYPE_USER, uid, names.user(uid), scrubber);
        }
        for (long index : numbers.interfaces()) {
            write(writer, endBytes, TYPE_INTERFACE, index, names.interfaceName((int) index), scrubber);
        }
        for (long id : numbers.cgroups()) {
            write(writer, endBytes, TYPE_CGROUP, id, names.cgroupPath(id), scrubber);
        }
    }

    private static void write(
            RecordingWriter writer,
            long endBytes,
            int type,
            long number,
            Optional<String> name,
            Optional<Scrubber> scrubber)
            throws IOException {
        if (name.isEmpty()) {
            return;
        }
        byte[] bytes = NameText.bytes(scrubber.isPresent() ? scrubber.get().name(name.get()) : name.get());
        if (bytes.length <= OwnMessages.CONTENT_BYTES_MAX && writer.messageBytes() < endBytes) {
            writer.append(OwnMessages.of(type, number, bytes));
        }
    }

    /** The names in a recording; none if an earlier version made it. Reading stops at damage. */
    static SocketNames of(Recording recording) throws IOException {
        Optional<RecordingHeader> header = recording.header();
        if (header.isEmpty()) {
            return KnownNames.NONE;
        }
        RecordedNames names = new RecordedNames();
        if (header.get().namesAtBytes().isPresent()) {
            long atBytes = header.get().namesAtBytes().get();
            long endBytes = header.get().holdersAtBytes().orElse(Long.MAX_VALUE);
            OwnMessages.read(recording, atBytes, Math.min(endBytes, atBytes + BYTES_MAX), names::put);
        }
        int[] ports = header.get().ephemeralPorts();
        return new KnownNames(
                names.users, names.interfaces, names.cgroups, header.get().cgroupPartsKnown(), ports[0], ports[1]);
    }

    private void put(int type, long number, ByteBuffer content) {
        String name = NameText.of(content);
        switch (type) {
            case TYPE_USER -> users.put(number, name);
            case TYPE_INTERFACE -> interfaces.put(number, name);
            case TYPE_CGROUP -> cgroups.put(number, name);
            default -> {
                // Of a later version's kinds nothing is known here.
            }
        }
    }

    /** The numbers of users, interfaces and cgroups of the sockets, with a limit on each kind. */
    static final class NumberSink implements SocketSink {
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
}
