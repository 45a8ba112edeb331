package io.conncount.exporters.prometheus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import org.junit.jupiter.api.Test;

class CompressibleTextTest {
    private static final int HEADER_BYTES = 10;
    private static final int TRAILER_BYTES = 8;

    @Test
    void piecesComeOutInTheirOrder() throws Exception {
        String large = "conncount_sockets 1\n".repeat(20_000);
        byte[] file = file(piece(large), piece(""), piece("second\n"), piece(large), piece("ünd\n"));
        assertEquals(large + "second\n" + large + "ünd\n", unpacked(file));
        assertTrue(file.length < large.length() / 50);
    }

    @Test
    void nothingIsAFileToo() throws Exception {
        assertEquals("", unpacked(file()));
        assertEquals("", unpacked(file(piece(""))));
    }

    /** Not one file behind the other, of which some clients read the first alone. */
    @Test
    void piecesAreOneFile() throws Exception {
        byte[] file = file(piece("one\n"), piece("two\n"));
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(file, HEADER_BYTES, file.length - HEADER_BYTES);
            byte[] text = new byte[100];
            assertEquals("one\ntwo\n", new String(text, 0, inflater.inflate(text), StandardCharsets.UTF_8));
            assertTrue(inflater.finished());
            assertEquals(TRAILER_BYTES, inflater.getRemaining());
        } finally {
            inflater.end();
        }
    }

    private static CompressibleText piece(String text) {
        return new CompressibleText(text.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] file(CompressibleText... pieces) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        CompressibleText.gzip(List.of(pieces)).forEach(file::writeBytes);
        return file.toByteArray();
    }

    private static String unpacked(byte[] file) throws IOException {
        try (InputStream text = new GZIPInputStream(new ByteArrayInputStream(file))) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
