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

    /** How many sockets the kernel had when it began, in all lists of the kind, whoever may see them. */
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
}
