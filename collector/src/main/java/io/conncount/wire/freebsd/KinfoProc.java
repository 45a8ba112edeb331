package io.conncount.wire.freebsd;

import io.conncount.wire.DecodeException;
import io.conncount.wire.StructBuffer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A process: walks over {@code kern.proc.proc} ({@code sys/user.h}; numbers in the host's byte order).
 *
 * <pre>
 * struct kinfo_proc
 *    0 ki_structsize s32, 1088    4 ki_layout s32    8 pointers    72 ki_pid s32    76 ki_ppid s32 and more
 *  168 ki_uid u32 and more      447 ki_comm, 20 chars and more    592 ki_jid s32 and more                          1088
 * </pre>
 */
public final class KinfoProc {
    /** {@code sizeof(struct kinfo_proc)}. */
    public static final int BYTES = 1088;

    static final int STRUCTSIZE_OFFSET = 0;
    static final int PID_OFFSET = 72;
    static final int UID_OFFSET = 168;
    static final int COMM_OFFSET = 447;
    static final int COMM_BYTES = 20;
    static final int JID_OFFSET = 592;

    private final RecordReader reader;

    /** A walk over the value of {@code kern.proc.proc}, as {@link Xfile}'s. */
    public KinfoProc(ByteBuffer bytes, String kernel) {
        reader = new RecordReader(bytes, "kinfo_proc", "ki_structsize", BYTES, kernel);
    }

    /** Goes to the next process; false at the end. */
    public boolean next() throws DecodeException {
        if (reader.leftBytes() == 0) {
            return false;
        }
        reader.load(reader.leftBytes() < Integer.BYTES ? 0 : reader.nextLength(false));
        return true;
    }

    /** Its number. */
    public int pid() {
        return reader.structs().int32(PID_OFFSET);
    }

    /** The user it runs as. */
    public int uid() {
        return reader.structs().int32(UID_OFFSET);
    }

    /** The jail it is in; 0 for none. */
    public int jail() {
        return reader.structs().int32(JID_OFFSET);
    }

    /** The name of its program, shortened to 19 characters. */
    public String command() {
        StructBuffer structs = reader.structs();
        byte[] name = new byte[COMM_BYTES];
        int length = 0;
        while (length < COMM_BYTES && structs.uint8(COMM_OFFSET + length) != 0) {
            name[length] = (byte) structs.uint8(COMM_OFFSET + length);
            length++;
        }
        return new String(name, 0, length, StandardCharsets.UTF_8);
    }
}
