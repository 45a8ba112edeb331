package io.conncount.wire;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;

/**
 * C structs, a datagram or a record of them, copied into an array of 32-bit words and read in place; it is reused for one
 * after the other. Fields are aligned to their size, or to four bytes if that is less, as the kernel's structs and netlink's padding
 * are.
 *
 * <p>The copy costs a few nanoseconds a socket, and saves fifty or more: a process that lives for a second runs code from
 * the quick compiler, in which each read through a ByteBuffer is a dozen calls, and one of an array a check and a load.
 */
public final class StructBuffer {
    private final IntBuffer source;
    private final int[] words;
    private final boolean littleEndian;
    /** What turns a byte's or a half's place in memory into its place in a word: nothing, or the order reversed. */
    private final int byteFlip;

    private final int halfFlip;

    /** StructBuffer of datagrams that will be put at the start of this buffer, whose order is the sender's. */
    public StructBuffer(ByteBuffer buffer) {
        this(buffer, buffer.capacity());
    }

    /** StructBuffer for at most so many bytes at a time out of this buffer, whose order is the sender's. */
    public StructBuffer(ByteBuffer buffer, int bytesMax) {
        source = buffer.asIntBuffer();
        words = new int[bytesMax / Integer.BYTES];
        littleEndian = buffer.order() == ByteOrder.LITTLE_ENDIAN;
        byteFlip = littleEndian ? 0 : 3;
        halfFlip = littleEndian ? 0 : 2;
    }

    /** Takes over the datagram of this length that the buffer holds now. */
    public void load(int datagramBytes) {
        load(0, datagramBytes);
    }

    /** Uses bytes from a position in the buffer that is a multiple of four; that position becomes 0. */
    public void load(int fromBytes, int lengthBytes) {
        source.get(fromBytes / Integer.BYTES, words, 0, (lengthBytes + Integer.BYTES - 1) / Integer.BYTES);
    }

    /** How many bytes a datagram may have. */
    public int capacityBytes() {
        return words.length * Integer.BYTES;
    }

    /** A {@code u8}. */
    public int uint8(int atBytes) {
        return words[atBytes >> 2] >>> (((atBytes & 3) ^ byteFlip) << 3) & 0xff;
    }

    /** A {@code u16} in the sender's order. */
    public int uint16(int atBytes) {
        return words[atBytes >> 2] >>> (((atBytes & 2) ^ halfFlip) << 3) & 0xffff;
    }

    /** A {@code u32} or {@code s32} in the sender's order. */
    public int int32(int atBytes) {
        return words[atBytes >> 2];
    }

    /** A {@code u64} in the sender's order. */
    public long int64(int atBytes) {
        long first = Integer.toUnsignedLong(int32(atBytes));
        long second = Integer.toUnsignedLong(int32(atBytes + Integer.BYTES));
        return littleEndian ? first | second << Integer.SIZE : first << Integer.SIZE | second;
    }

    /** A {@code be16}, in network order. */
    public int networkUint16(int atBytes) {
        int number = uint16(atBytes);
        return littleEndian ? (number & 0xff) << Byte.SIZE | number >>> Byte.SIZE : number;
    }

    /** A {@code be32}, in network order, as an unsigned number. */
    public long networkUint32(int atBytes) {
        int number = int32(atBytes);
        return Integer.toUnsignedLong(littleEndian ? Integer.reverseBytes(number) : number);
    }

    /** Eight bytes in network order. */
    public long network64(int atBytes) {
        return networkUint32(atBytes) << Integer.SIZE | networkUint32(atBytes + Integer.BYTES);
    }
}
