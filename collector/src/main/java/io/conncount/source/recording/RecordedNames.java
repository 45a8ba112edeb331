package io.conncount.source.recording;

import io.conncount.names.KnownNames;
import io.conncount.names.SocketNames;
import io.conncount.socket.SocketSink;
import io.conncount.socket.SocketView;
import io.conncount.sys.NameText;
import io.conncount.wire.linux.NlMessages;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The names in a recording ({@code docs/decisions/0004-recordings.md}): our own messages after those of the kernel, one per
 * name, in the framing of netlink and marked as requests, so that a reader that looks for sockets ignores them.
 *
 * <pre>
 * struct nlmsghdr    16 bytes; nlmsg_type says what has the name, nlmsg_flags is NLM_F_REQUEST
 * 16 number u64      the uid, the index of the interface, or the id of the cgroup
 * 24 name            up to nlmsg_len, without a zero byte at its end; the next message begins at a multiple of four
 * </pre>
 */
final class RecordedNames {
    // Types that no family of netlink has.
    private static final int TYPE_USER = 0xff01;
    private static final int TYPE_INTERFACE = 0xff02;
    private static final int TYPE_CGROUP = 0xff03;

    private static final int TYPE_OFFSET = 4;
    private static final int NUMBER_OFFSET = NlMessages.HEADER_BYTES;
    private static final int NAME_OFFSET = NUMBER_OFFSET + Long.BYTES;
    /** {@code PATH_MAX} of {@code linux/limits.h}. */
    private static final int NAME_BYTES_MAX = 4096;

    private static final int BLOCK_BYTES = 64 * 1024;
    /** Of all names together; what is beyond is neither written nor read. */
    private static final long BYTES_MAX = 16 << 20;

    private final Map<Long, String> users = new HashMap<>();
    private final Map<Long, String> interfaces = new HashMap<>();
    private final Map<Long, String> cgroups = new HashMap<>();

    private RecordedNames() {}

    /** Writes the names of these numbers, after the messages written so far. */
    static void write(RecordingWriter writer, NumberSink numbers, SocketNames names, Optional<Scrubber> scrubber)
            throws IOException {
        long endBytes = writer.messageBytes() + BYTES_MAX - NAME_OFFSET - NAME_BYTES_MAX;
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
        if (bytes.length <= NAME_BYTES_MAX && writer.messageBytes() < endBytes) {
            writer.append(message(type, number, bytes));
        }
    }

    private static ByteBuffer message(int type, long number, byte[] name) {
        int lengthBytes = NAME_OFFSET + name.length;
        return ByteBuffer.allocate(aligned(lengthBytes))
                .order(ByteOrder.nativeOrder())
                .putInt(lengthBytes)
                .putShort((short) type)
                .putShort((short) NlMessages.FLAG_REQUEST)
                .putLong(NUMBER_OFFSET, number)
                .put(NAME_OFFSET, name)
                .rewind();
    }

    /** The names in a recording; none if an earlier version made it. Reading stops at damage. */
    static SocketNames of(Recording recording) throws IOException {
        Optional<RecordingHeader> header = recording.header();
        if (header.isEmpty()) {
            return KnownNames.NONE;
        }
        RecordedNames names = new RecordedNames();
        if (header.get().namesAtBytes().isPresent()) {
            long atBytes =
                    recording.messagesAtBytes() + header.get().namesAtBytes().get();
            names.read(recording, atBytes);
        }
        int[] ports = header.get().ephemeralPorts();
        return new KnownNames(names.users, names.interfaces, names.cgroups, ports[0], ports[1]);
    }

    private void read(Recording recording, long fromBytes) throws IOException {
        ByteBuffer block = ByteBuffer.allocate(BLOCK_BYTES).order(recording.order());
        long atBytes = fromBytes;
        int taken = 1;
        while (taken > 0 && atBytes - fromBytes < BYTES_MAX) {
            recording.read(block, atBytes);
            block.flip();
            taken = take(block);
            atBytes += taken;
        }
    }

    /** Takes the names that end in the block; returns how many bytes they are. */
    private int take(ByteBuffer block) {
        int at = 0;
        while (block.limit() - at >= NAME_OFFSET) {
            int lengthBytes = block.getInt(at);
            boolean whole = lengthBytes >= NAME_OFFSET
                    && lengthBytes <= NAME_OFFSET + NAME_BYTES_MAX
                    && aligned(lengthBytes) <= block.limit() - at;
            if (!whole) {
                break;
            }
            byte[] name = new byte[lengthBytes - NAME_OFFSET];
            block.get(at + NAME_OFFSET, name);
            put(Short.toUnsignedInt(block.getShort(at + TYPE_OFFSET)), block.getLong(at + NUMBER_OFFSET), name);
            at += aligned(lengthBytes);
        }
        return at;
    }

    private void put(int type, long number, byte[] bytes) {
        String name = NameText.of(bytes, bytes.length);
        switch (type) {
            case TYPE_USER -> users.put(number, name);
            case TYPE_INTERFACE -> interfaces.put(number, name);
            case TYPE_CGROUP -> cgroups.put(number, name);
            default -> {
                // Of a later version's kinds nothing is known here.
            }
        }
    }

    private static int aligned(int bytes) {
        return bytes + 3 & ~3;
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
