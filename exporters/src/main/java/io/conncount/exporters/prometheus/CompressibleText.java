package io.conncount.exporters.prometheus;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/** A piece of a text, plain and, once requested, also compressed. */
final class CompressibleText {
    private static final int DEFLATE_BYTES = 8 * 1024;

    private final byte[] plain;
    private volatile byte[] deflated;

    /** A piece with these bytes, which must not change. */
    CompressibleText(byte[] plain) {
        this.plain = plain;
    }

    byte[] plain() {
        return plain;
    }

    /**
     * Blocks of deflate that refer to nothing before them, end with a whole byte, and are not the last ones: so the pieces of
     * a text may be put one after the other.
     */
    byte[] deflated() {
        byte[] made = deflated;
        if (made == null) {
            made = deflate(plain);
            deflated = made;
        }
        return made;
    }

    /** True if the compressed form was requested. */
    boolean isDeflated() {
        return deflated != null;
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
}
