package io.conncount.exporters.prometheus;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/** Puts a gzip file (RFC 1952) together of pieces that are compressed already. */
final class Gzip {
    /** Magic number, method deflate, no flags, no time, nothing said of the level, system unknown. */
    private static final byte[] HEADER = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff};

    /** A block that is empty and says that it is the last one. */
    private static final byte[] LAST_BLOCK = {3, 0};

    private Gzip() {}

    /** The file, as parts that follow one another. */
    static List<byte[]> of(List<CompressibleText> pieces) {
        CRC32 check = new CRC32();
        int length = 0;
        List<byte[]> parts = new ArrayList<>();
        parts.add(HEADER);
        for (CompressibleText piece : pieces) {
            check.update(piece.plain());
            length += piece.plain().length;
            parts.add(piece.deflated());
        }
        ByteBuffer trailer =
                ByteBuffer.allocate(LAST_BLOCK.length + 2 * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        parts.add(trailer.put(LAST_BLOCK)
                .putInt((int) check.getValue())
                .putInt(length)
                .array());
        return parts;
    }
}
