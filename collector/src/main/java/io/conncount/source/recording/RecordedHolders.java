package io.conncount.source.recording;

import io.conncount.socket.Holders;
import io.conncount.socket.HoldingProcess;
import io.conncount.source.HolderSource;
import io.conncount.sys.NameText;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The processes that hold sockets in a recording: {@link OwnMessages} about the number of a process, after the names. Inode and
 * descriptor of each socket are 32 bits each, in the byte order of the recording.
 */
final class RecordedHolders implements HolderSource {
    private static final int TYPE_NAME = 0xff04;
    private static final int TYPE_EXE = 0xff05;
    private static final int TYPE_SOCKETS = 0xff06;
    /** Of no process: how many could not be looked into. */
    private static final int TYPE_HIDDEN = 0xff07;

    private static final int SOCKET_BYTES = 2 * Integer.BYTES;
    private static final int SOCKETS_MAX = OwnMessages.CONTENT_BYTES_MAX / SOCKET_BYTES;

    /** PID_MAX_LIMIT of {@code linux/threads.h}. */
    private static final int PID_MAX = 4 * 1024 * 1024;

    private final Recording recording;

    RecordedHolders(Recording recording) {
        this.recording = recording;
    }

    /** Writes them after the messages written so far. */
    static void write(RecordingWriter writer, Holders holders, Optional<Scrubber> scrubber) throws IOException {
        writer.append(OwnMessages.of(TYPE_HIDDEN, holders.hiddenProcesses(), new byte[0]));
        Set<Integer> named = new HashSet<>();
        int from = 0;
        while (from < holders.count()) {
            int pid = holders.pid(from);
            if (named.add(pid)) {
                HoldingProcess process = holders.process(pid);
                String name = scrubber.isPresent() ? scrubber.get().word(process.name()) : process.name();
                String exe = scrubber.isPresent() ? scrubber.get().name(process.exe()) : process.exe();
                write(writer, TYPE_NAME, pid, name);
                write(writer, TYPE_EXE, pid, exe);
            }
            int end = from;
            while (end < holders.count() && holders.pid(end) == pid && end - from < SOCKETS_MAX) {
                end++;
            }
            writer.append(OwnMessages.of(TYPE_SOCKETS, pid, sockets(holders, from, end)));
            from = end;
        }
    }

    private static void write(RecordingWriter writer, int type, int pid, String name) throws IOException {
        byte[] bytes = NameText.bytes(name);
        if (bytes.length > 0 && bytes.length <= OwnMessages.CONTENT_BYTES_MAX) {
            writer.append(OwnMessages.of(type, pid, bytes));
        }
    }

    private static byte[] sockets(Holders holders, int from, int end) {
        ByteBuffer sockets = ByteBuffer.allocate((end - from) * SOCKET_BYTES).order(ByteOrder.nativeOrder());
        for (int holder = from; holder < end; holder++) {
            sockets.putInt((int) holders.identity(holder)).putInt(holders.descriptor(holder));
        }
        return sockets.array();
    }

    /** @throws UnsupportedOperationException if none were recorded, or what was cannot be read */
    @Override
    public Holders read(int threadsMax) {
        long fromBytes = recording
                .header()
                .flatMap(RecordingHeader::holdersAtBytes)
                .orElseThrow(() -> new UnsupportedOperationException(recording
                        + " does not have processes: they were not recorded; conncount record -p saves them"));
        long endBytes =
                recording.header().flatMap(RecordingHeader::messageBytes).orElse(Long.MAX_VALUE);
        Reader reader = new Reader();
        try {
            long readBytes = OwnMessages.read(recording, fromBytes, endBytes, reader);
            if (readBytes < endBytes) {
                throw new UnsupportedOperationException(
                        recording + ": the processes cannot be read from byte " + readBytes + " on; it is damaged");
            }
        } catch (IOException e) {
            throw new UnsupportedOperationException(
                    recording + ": the processes cannot be read: " + RecordingException.reason(e), e);
        }
        return reader.holders(recording.toString());
    }

    @Override
    public String hidden(int processes) {
        return processes + " processes could not be looked into when " + recording + " was made";
    }

    private static final class Reader implements OwnMessages.Sink {
        private final Holders.Found found = new Holders.Found();
        private final Map<Integer, String> names = new HashMap<>();
        private final Map<Integer, String> exes = new HashMap<>();
        private int hidden;

        @Override
        public void accept(int type, long number, ByteBuffer content) {
            if (type == TYPE_HIDDEN) {
                hidden = (int) Math.min(number & Long.MAX_VALUE, Integer.MAX_VALUE);
            } else if (number > 0 && number <= PID_MAX) {
                take(type, (int) number, content);
            }
        }

        private void take(int type, int pid, ByteBuffer content) {
            switch (type) {
                case TYPE_NAME -> names.put(pid, NameText.of(content));
                case TYPE_EXE -> exes.put(pid, NameText.of(content));
                case TYPE_SOCKETS -> {
                    while (content.remaining() >= SOCKET_BYTES) {
                        long inode = Integer.toUnsignedLong(content.getInt());
                        found.add(inode, pid, content.getInt() & Integer.MAX_VALUE);
                    }
                }
                default -> {
                    // Of a later version's kinds nothing is known here.
                }
            }
        }

        Holders holders(String origin) {
            Map<Integer, HoldingProcess> processes = new HashMap<>();
            found.forEachProcess(pid -> {
                String name = names.getOrDefault(pid, "");
                String exe = exes.getOrDefault(pid, "");
                processes.put(
                        pid, HolderSource.process(name, exe, HoldingProcess.UID_UNKNOWN, HoldingProcess.JAIL_UNKNOWN));
            });
            return new Holders(origin, List.of(found), processes, hidden);
        }
    }
}
