package io.conncount.wire.freebsd;

import io.conncount.wire.DecodeException;
import io.conncount.wire.StructBuffer;
import java.nio.ByteBuffer;

/**
 * Takes records of one known length out of a sysctl's bytes, one after the other, into the same buffer. Every record
 * begins with what the kernel takes for its length, which is how a layout that is not ours shows: it is refused.
 */
final class RecordReader {
    private final ByteBuffer bytes;
    private final StructBuffer structs;
    private final String struct;
    private final String lengthField;
    private final int recordBytes;
    private final String kernel;
    private int next;
    private int current;

    /**
     * @param bytes the sysctl's value, from 0 to the limit, in the order of the host that gave it
     * @param lengthField the name of the length at the record's start
     * @param kernel the kernel's version, for messages
     */
    RecordReader(ByteBuffer bytes, String struct, String lengthField, int recordBytes, String kernel) {
        this.bytes = bytes;
        this.struct = struct;
        this.lengthField = lengthField;
        this.recordBytes = recordBytes;
        this.kernel = kernel;
        structs = new StructBuffer(bytes, recordBytes);
    }

    /** Where the current record is put, from byte 0 on. */
    StructBuffer structs() {
        return structs;
    }

    /** Where the current record is in the value. */
    int offsetBytes() {
        return current;
    }

    /** How many bytes are not yet read. */
    int leftBytes() {
        return bytes.limit() - next;
    }

    /** The length at the start of the next record, 32 bits of it or all 64. */
    long nextLength(boolean wide) {
        return wide ? bytes.getLong(next) : bytes.getInt(next);
    }

    /** Leaves out a record that is not of this kind, such as a list's head. */
    void skip(int skippedBytes) {
        next += skippedBytes;
    }

    /** Takes the next record, if it says of itself that it is of the known length and if all of it is there. */
    void load(long saidBytes) throws DecodeException {
        current = next;
        if (saidBytes != recordBytes) {
            throw refused(lengthField + " is " + Long.toUnsignedString(saidBytes) + ", not " + recordBytes
                    + " as in FreeBSD 12.1 to 15.1");
        }
        if (recordBytes > leftBytes()) {
            throw refused("only " + leftBytes() + " bytes are left, takes " + recordBytes);
        }
        structs.load(current, recordBytes);
        next = current + recordBytes;
    }

    /** What is wrong with the current record. */
    DecodeException refused(String reason) {
        return new DecodeException(struct, current, reason + " (kernel " + kernel + ")");
    }
}
