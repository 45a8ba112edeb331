package io.conncount.wire.freebsd;

import io.conncount.wire.DecodeException;
import io.conncount.wire.StructBuffer;
import java.nio.ByteBuffer;

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

    /** {@code sizeof(ki_comm)}: as long as a name can be, and the zero after it. */
    public static final int COMM_BYTES = 20;

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
        if (pid() < 0 || jail() < 0) {
            throw reader.refused("ki_pid is " + pid() + " and ki_jid " + jail() + ", which cannot be negative");
        }
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

    /** The jail it is in, as seen from the reader's: 0 for that itself. */
    public int jail() {
        return reader.structs().int32(JID_OFFSET);
    }

    /**
     * The name of its program, which the kernel cut to 19 bytes ({@code MAXCOMLEN}).
     *
     * @param into takes {@link #COMM_BYTES}
     * @return how many bytes of them are the name
     */
    public int command(byte[] into) {
        StructBuffer structs = reader.structs();
        int length = 0;
        while (length < COMM_BYTES && structs.uint8(COMM_OFFSET + length) != 0) {
            into[length] = (byte) structs.uint8(COMM_OFFSET + length);
            length++;
        }
        return length;
    }
}
