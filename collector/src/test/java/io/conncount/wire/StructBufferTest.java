package io.conncount.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.conncount.testing.property.ForAll;
import io.conncount.testing.property.IntRange;
import io.conncount.testing.property.Property;
import io.conncount.testing.property.Size;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** StructBuffer read what a ByteBuffer reads, whatever the order of the sender. */
class StructBufferTest {
    @Property
    void readsWhatAByteBufferReads(
            @ForAll @Size(min = 64, max = 64) byte[] bytes,
            @ForAll @IntRange(max = 55) int at,
            @ForAll boolean bigEndian) {
        ByteBuffer host = ByteBuffer.wrap(bytes).order(bigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        ByteBuffer network = ByteBuffer.wrap(bytes);
        StructBuffer structs = new StructBuffer(host);
        structs.load(bytes.length);
        int even = at & ~1;
        int aligned = at & ~3;
        assertEquals(Byte.toUnsignedInt(host.get(at)), structs.uint8(at));
        assertEquals(Short.toUnsignedInt(host.getShort(even)), structs.uint16(even));
        assertEquals(Short.toUnsignedInt(network.getShort(even)), structs.networkUint16(even));
        assertEquals(host.getInt(aligned), structs.int32(aligned));
        assertEquals(host.getLong(aligned), structs.int64(aligned));
        assertEquals(Integer.toUnsignedLong(network.getInt(aligned)), structs.networkUint32(aligned));
        assertEquals(network.getLong(aligned), structs.network64(aligned));
    }
}
