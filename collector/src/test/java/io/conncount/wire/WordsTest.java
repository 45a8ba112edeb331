package io.conncount.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.conncount.testing.property.ForAll;
import io.conncount.testing.property.IntRange;
import io.conncount.testing.property.Property;
import io.conncount.testing.property.Size;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Words read what a ByteBuffer reads, whatever the order of the sender. */
class WordsTest {
    @Property
    void wordsReadWhatAByteBufferReads(
            @ForAll @Size(min = 64, max = 64) byte[] bytes,
            @ForAll @IntRange(max = 55) int at,
            @ForAll boolean bigEndian) {
        ByteBuffer host = ByteBuffer.wrap(bytes).order(bigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        ByteBuffer network = ByteBuffer.wrap(bytes);
        Words words = new Words(host);
        words.load(bytes.length);
        int even = at & ~1;
        int aligned = at & ~3;
        assertEquals(Byte.toUnsignedInt(host.get(at)), words.uint8(at));
        assertEquals(Short.toUnsignedInt(host.getShort(even)), words.uint16(even));
        assertEquals(Short.toUnsignedInt(network.getShort(even)), words.networkUint16(even));
        assertEquals(host.getInt(aligned), words.int32(aligned));
        assertEquals(host.getLong(aligned), words.int64(aligned));
        assertEquals(Integer.toUnsignedLong(network.getInt(aligned)), words.networkUint32(aligned));
        assertEquals(network.getLong(aligned), words.network64(aligned));
    }
}
