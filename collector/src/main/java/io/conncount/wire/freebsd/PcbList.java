package io.conncount.wire.freebsd;

import io.conncount.wire.DecodeException;
import java.nio.ByteBuffer;

/** Walks over a list of sockets: a {@link Pcbgen}, rows, and a {@link Pcbgen} again. */
public final class PcbList {
    private final ByteBuffer bytes;
    private final Pcbgen generation;
    private final String kernel;
    private final RecordReader reader;
    private final PcbRow row;
    private int tail;

    /**
     * A walk over the value of a table's sysctl, which stands before its first row.
     *
     * @param bytes the value, from 0 to the limit, in the order of the host that gave it
     * @param kernel the kernel's version, for messages
     */
    public PcbList(PcbTable table, ByteBuffer bytes, String kernel) throws DecodeException {
        this.bytes = bytes;
        this.kernel = kernel;
        generation = table.generation();
        generation.check(bytes, 0, kernel);
        reader = table.reader(bytes, kernel);
        reader.skip(generation.bytes());
        row = table.row(reader);
    }

    /** The view of the current row, the same object for every row. */
    public PcbRow row() {
        return row;
    }

    /**
     * Goes to the next row.
     *
     * @return false at the list's tail
     * @throws DecodeException if the list goes on in a way that cannot be read, or ends without its tail
     */
    public boolean next() throws DecodeException {
        int at = bytes.limit() - reader.leftBytes();
        if (reader.leftBytes() <= generation.bytes() || reader.nextLength(true) == generation.bytes()) {
            generation.checkTail(bytes, at, kernel);
            tail = at;
            return false;
        }
        reader.load(reader.nextLength(true));
        row.check();
        return true;
    }

    /** The number of sockets that the kernel had at the start, in all lists of the kind, including hidden ones. */
    public long countBefore() {
        return generation.count(bytes, 0);
    }

    /** The same when it had ended; once {@link #next} has answered false. */
    public long countAfter() {
        return generation.count(bytes, tail);
    }

    /** The generation when it began: how many sockets have been made or freed. */
    public long generationBefore() {
        return generation.generation(bytes, 0);
    }

    /** The same when it had ended; once {@link #next} has answered false. */
    public long generationAfter() {
        return generation.generation(bytes, tail);
    }

    /**
     * The head of a pcblist and, with new values, its tail: how many sockets the kernel has, whether or not the reader may see
     * them, and a generation that every socket made or freed moves on ({@code netinet/in_pcb.h}, {@code sys/unpcb.h}; numbers
     * in the host's byte order). UNIX sockets have one count and one generation for all three lists.
     *
     * <pre>
     * struct xinpgen
     *    0 xig_len u64, 64     8 xig_count u32    12 spare    16 xig_gen u64    24 xig_sogen u64    32 spare, 32 bytes    64
     * struct xunpgen
     *    0 xug_len u64, 32     8 xug_count u32    12 padding  16 xug_gen u64    24 xug_sogen u64                          32
     * </pre>
     */
    enum Pcbgen {
        XINPGEN("xinpgen", "xig_len", 64),
        XUNPGEN("xunpgen", "xug_len", 32);

        static final int LEN_OFFSET = 0;
        static final int COUNT_OFFSET = LEN_OFFSET + Long.BYTES;
        static final int GEN_OFFSET = COUNT_OFFSET + 2 * Integer.BYTES;

        private final String struct;
        private final String lengthField;
        private final int bytes;

        Pcbgen(String struct, String lengthField, int bytes) {
            this.struct = struct;
            this.lengthField = lengthField;
            this.bytes = bytes;
        }

        /** {@code sizeof} of the struct. */
        int bytes() {
            return bytes;
        }

        /** Checks that this position has one. */
        void check(ByteBuffer list, int at, String kernel) throws DecodeException {
            int left = list.limit() - at;
            if (left < bytes) {
                throw refused(
                        at, "only " + left + " bytes are left, takes " + bytes + ": the list was cut off", kernel);
            }
            long said = list.getLong(at + LEN_OFFSET);
            if (said != bytes) {
                throw refused(at, lengthField + " is " + Long.toUnsignedString(said) + ", not " + bytes, kernel);
            }
        }

        /** Checks that the one at this place is the last thing in the list. */
        void checkTail(ByteBuffer list, int at, String kernel) throws DecodeException {
            check(list, at, kernel);
            int behind = list.limit() - at - bytes;
            if (behind > 0) {
                throw refused(at, behind + " bytes follow the list's tail", kernel);
            }
        }

        long count(ByteBuffer list, int at) {
            return Integer.toUnsignedLong(list.getInt(at + COUNT_OFFSET));
        }

        long generation(ByteBuffer list, int at) {
            return list.getLong(at + GEN_OFFSET);
        }

        private DecodeException refused(int at, String reason, String kernel) {
            return new DecodeException(struct, at, reason + " (kernel " + kernel + ")");
        }
    }
}
