package io.conncount.exporters.prometheus;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/** A piece of a text, plain and, once requested, also compressed. Pieces can be joined to a gzip file. */
final class CompressibleText {
    private static final int DEFLATE_BYTES = 8 * 1024;

    /** The start of a gzip file: magic number, method deflate, no flags, no time, no level, system unknown. */
    private static final byte[] GZIP_HEADER = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff};

    /** A block that is empty and says that it is the last one. */
    private static final byte[] LAST_BLOCK = {3, 0};

    private final byte[] plain;
    private volatile byte[] deflated;

    /** A piece with these bytes, which must not change. */
    CompressibleText(byte[] plain) {
        this.plain = plain;
    }

    byte[] plain() {
        return plain;
    }

    /** This, compressed already if the other is. */
    CompressibleText like(CompressibleText other) {
        if (other.isDeflated()) {
            deflated();
        }
        return this;
    }

    /** True if the compressed form was requested. */
    boolean isDeflated() {
        return deflated != null;
    }

    /**
     * Blocks of deflate that refer to nothing before them, end with a whole byte, and are not the last ones: so the pieces of
     * a text may be put one after the other.
     */
    private byte[] deflated() {
        byte[] made = deflated;
        if (made == null) {
            made = deflate(plain);
            deflated = made;
        }
        return made;
    }

    /** At the quickest level: the usual one takes twice as long, to save an eighth of the bytes. */
    private static byte[] deflate(byte[] plain) {
        Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream(DEFLATE_BYTES);
            DeflaterOutputStream blocks = new DeflaterOutputStream(out, deflater, DEFLATE_BYTES, true);
            blocks.write(plain);
            blocks.flush();
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // cannot happen: everything is in memory
        } finally {
            deflater.end();
        }
    }

    /** A gzip file (RFC 1952) with these pieces, as parts that follow one another. */
    static List<byte[]> gzip(List<CompressibleText> pieces) {
        CRC32 check = new CRC32();
        int length = 0;
        List<byte[]> parts = new ArrayList<>();
        parts.add(GZIP_HEADER);
        for (CompressibleText piece : pieces) {
            check.update(piece.plain);
            length += piece.plain.length;
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
