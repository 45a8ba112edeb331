package io.conncount.wire.freebsd;

import io.conncount.wire.DecodeException;
import java.nio.ByteBuffer;

/**
 * A file that a process has open: walks over {@code kern.file} ({@code sys/file.h}; numbers in the host's byte order).
 *
 * <pre>
 * struct xfile
 *    0 xf_size u64, 128      8 xf_pid s32     12 xf_uid u32     16 xf_fd s32     20 padding     24 xf_file u64
 *   32 xf_type s16, 2 for sockets     34 padding     36 xf_count s32     40 xf_msgcount s32     44 padding
 *   48 xf_offset s64        56 xf_data u64, of a socket its address     64 xf_vnode u64     72 xf_flag u32     128
 * </pre>
 */
public final class Xfile {
    /** {@code sizeof(struct xfile)}. */
    public static final int BYTES = 128;

    static final int SIZE_OFFSET = 0;
    static final int PID_OFFSET = SIZE_OFFSET + Long.BYTES;
    static final int UID_OFFSET = PID_OFFSET + Integer.BYTES;
    static final int FD_OFFSET = UID_OFFSET + Integer.BYTES;
    static final int TYPE_OFFSET = 32;
    static final int DATA_OFFSET = 56;

    /** {@code DTYPE_SOCKET} ({@code sys/file.h}). */
    private static final int TYPE_SOCKET = 2;

    private final RecordReader reader;

    /** A walk over the value of {@code kern.file}, which stands before its first file; for the rest as {@link PcbList}. */
    public Xfile(ByteBuffer bytes, String kernel) {
        reader = new RecordReader(bytes, "xfile", "xf_size", BYTES, kernel);
    }

    /** Goes to the next file; false at the end. */
    public boolean next() throws DecodeException {
        if (reader.leftBytes() == 0) {
            return false;
        }
        reader.load(reader.leftBytes() < Long.BYTES ? 0 : reader.nextLength(true));
        if (pid() < 0 || descriptor() < 0) {
            throw reader.refused("xf_pid is " + pid() + " and xf_fd " + descriptor() + ", which cannot be negative");
        }
        return true;
    }

    /** True if it is a socket. */
    public boolean isSocket() {
        return reader.structs().uint16(TYPE_OFFSET) == TYPE_SOCKET;
    }

    /** The kernel's address of the socket, as {@link PcbRow#identity}. */
    public long socketAddress() {
        return reader.structs().int64(DATA_OFFSET);
    }

    /** The process that has it open. */
    public int pid() {
        return reader.structs().int32(PID_OFFSET);
    }

    /** The process's number for it. */
    public int descriptor() {
        return reader.structs().int32(FD_OFFSET);
    }
}
