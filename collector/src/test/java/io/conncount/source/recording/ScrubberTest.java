package io.conncount.source.recording;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.socket.AddressFamily;
import io.conncount.testing.Datagrams;
import io.conncount.testing.Golden;
import io.conncount.testing.TestSocket;
import io.conncount.testing.property.ForAll;
import io.conncount.testing.property.Property;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Addresses and names that were made unreadable. */
class ScrubberTest {
    private static final int IPV4_LOOPBACK = 127;
    private static final int MESSAGE_BYTES = 16 + 72;

    @TempDir
    private Path directory;

    @Property(tries = 2000)
    void ipv4AddressesKeepTheBitsTheyHaveInCommonAndNoMore(@ForAll int a, @ForAll int distance, @ForAll byte shared) {
        int b = a ^ (distance >>> (shared & 31));
        int top = a >>> 24;
        if (top == IPV4_LOOPBACK || b >>> 24 == IPV4_LOOPBACK || a == 0 || b == 0) {
            return;
        }
        Scrubber scrubber = new Scrubber();
        int scrubbedA = ipv4(scrubber, a);
        int scrubbedB = ipv4(scrubber, b);
        assertEquals(scrubbedA, ipv4(scrubber, a), "the same becomes the same");
        assertNotEquals(IPV4_LOOPBACK, scrubbedA >>> 24);
        int common = Integer.numberOfLeadingZeros(a ^ b);
        // The network that would have become loopback's goes elsewhere as a whole.
        if (common >= 8) {
            assertEquals(common, Integer.numberOfLeadingZeros(scrubbedA ^ scrubbedB));
        }
    }

    @Property(tries = 1000)
    void ipv6AddressesKeepTheBitsTheyHaveInCommonAndNoMore(@ForAll long high, @ForAll long low, @ForAll byte where) {
        int bit = where & 127;
        long otherHigh = bit < 64 ? high ^ Long.MIN_VALUE >>> bit : high;
        long otherLow = bit < 64 ? low : low ^ Long.MIN_VALUE >>> (bit - 64);
        Scrubber scrubber = new Scrubber();
        long[] a = ipv6(scrubber, high | 1L << 61, low);
        long[] b = ipv6(scrubber, otherHigh | 1L << 61, otherLow);
        int expected = Math.min(128, leadingZeros(high | 1L << 61, low, otherHigh | 1L << 61, otherLow));
        assertEquals(expected, leadingZeros(a[0], a[1], b[0], b[1]));
    }

    @Test
    void loopbackAndUnspecifiedStayAndMappedAddressesBecomeWhatTheyBecomeElsewhere() {
        Scrubber scrubber = new Scrubber();
        assertEquals(0x7f00_0001, ipv4(scrubber, 0x7f00_0001));
        assertEquals(0x7fff_fffe, ipv4(scrubber, 0x7fff_fffe));
        assertEquals(0, ipv4(scrubber, 0));
        assertArrayEquals(new long[] {0, 0}, ipv6(scrubber, 0, 0));
        assertArrayEquals(new long[] {0, 1}, ipv6(scrubber, 0, 1));
        long prefix = 0xffffL << 32;
        assertArrayEquals(new long[] {0, prefix | 0x7f00_0001}, ipv6(scrubber, 0, prefix | 0x7f00_0001));
        long mapped = ipv6(scrubber, 0, prefix | 0x0a01_0203)[1];
        assertEquals(prefix | Integer.toUnsignedLong(ipv4(scrubber, 0x0a01_0203)), mapped);
    }

    @Test
    void twoScrubbersHaveTwoKeys() {
        Scrubber one = new Scrubber();
        Scrubber other = new Scrubber();
        assertTrue(
                ipv4(one, 0x0a01_0203) != ipv4(other, 0x0a01_0203)
                        || ipv4(one, 0x0b01_0203) != ipv4(other, 0x0b01_0203),
                "by chance once in 2^64");
    }

    @Test
    void namesKeepTheirFormAndNothingElse() {
        Scrubber scrubber = new Scrubber();
        String name = name(scrubber, "/run/user/1000/bus");
        assertTrue(name.matches("/[a-z2-7]{3}/[a-z2-7]{4}/[a-z2-7]{4}/[a-z2-7]{3}"), name);
        assertEquals(name, name(scrubber, "/run/user/1000/bus"));
        assertNotEquals(name, name(scrubber, "/run/user/1001/bus"));
        assertTrue(name(scrubber, "\0abstract").matches("\0[a-z2-7]{8}"));
    }

    @Test
    void attributesThatAreNotKnownToBeHarmlessAreEmptied() {
        byte[] value = "TCP-MD5 key".getBytes(StandardCharsets.UTF_8);
        for (int type : new int[] {12, 13, 18, 19, 20, 23, 63, 64, 200, 40_000}) {
            ByteBuffer message = message(type, value);
            new Scrubber().scrub(message);
            assertArrayEquals(new byte[value.length], value(message, value.length), "attribute " + type);
        }
        for (int type : new int[] {2, 4, 7, 8, 15, 21, 22}) {
            ByteBuffer message = message(type, value);
            new Scrubber().scrub(message);
            assertArrayEquals(value, value(message, value.length), "attribute " + type);
        }
    }

    @Test
    void whatCannotBeUnderstoodIsNotLetThrough() {
        ByteBuffer cut = message(2, new byte[8]);
        cut.limit(cut.limit() - 4);
        assertThrows(UncheckedIOException.class, () -> new Scrubber().scrub(cut));
        ByteBuffer wrong = message(2, new byte[8]);
        wrong.putShort(MESSAGE_BYTES, (short) 100);
        assertThrows(UncheckedIOException.class, () -> new Scrubber().scrub(wrong));
    }

    @Test
    void scrubbedRecordingDiffersInAddressesOnly() throws IOException {
        Path file = directory.resolve("scrubbed.rec");
        new Recorder(Recordings.goldenHost(), "1.2.3")
                .record(file, List.of(Recordings.TCP), Optional.of("dst 192.0.2.1"), true, false);
        List<TestSocket> scrubbed = Recordings.show(file, Recordings.TCP).sockets();
        List<TestSocket> sockets = Recordings.golden(Recordings.TCP);
        assertEquals(
                sockets.stream().map(s -> s.addresses(0, 0, 0, 0)).toList(),
                scrubbed.stream().map(s -> s.addresses(0, 0, 0, 0)).toList());
        Map<String, String> replaced = new HashMap<>();
        for (int i = 0; i < sockets.size(); i++) {
            String to = address(scrubbed.get(i));
            assertEquals(to, replaced.computeIfAbsent(address(sockets.get(i)), from -> to));
        }
        assertEquals("scrubbed", RecordedHost.open(file).name());
        assertEquals(
                Optional.of("scrubbed"),
                RecordedHost.open(file).recorded().orElseThrow().selection());
    }

    private static String address(TestSocket socket) {
        return (socket.family() == AddressFamily.IPV4 ? 4 : 6) + " " + socket.localAddressHigh() + " "
                + socket.localAddressLow();
    }

    private static int leadingZeros(long high, long low, long otherHigh, long otherLow) {
        int zeros = Long.numberOfLeadingZeros(high ^ otherHigh);
        return zeros < Long.SIZE ? zeros : Long.SIZE + Long.numberOfLeadingZeros(low ^ otherLow);
    }

    private static int ipv4(Scrubber scrubber, int address) {
        ByteBuffer buffer = ByteBuffer.allocate(4).putInt(0, address);
        scrubber.ipv4(buffer, 0);
        return buffer.getInt(0);
    }

    private static long[] ipv6(Scrubber scrubber, long high, long low) {
        ByteBuffer buffer = ByteBuffer.allocate(16).putLong(0, high).putLong(8, low);
        scrubber.ipv6(buffer, 0);
        return new long[] {buffer.getLong(0), buffer.getLong(8)};
    }

    private static String name(Scrubber scrubber, String name) {
        ByteBuffer buffer = ByteBuffer.wrap(name.getBytes(StandardCharsets.UTF_8));
        scrubber.name(buffer, 0, buffer.capacity());
        return new String(buffer.array(), StandardCharsets.UTF_8);
    }

    /** A captured socket, with this attribute in place of its own. */
    private static ByteBuffer message(int type, byte[] value) {
        byte[] bytes = Arrays.copyOf(Golden.answer(Golden.TCP), MESSAGE_BYTES + 4 + value.length + 3 & ~3);
        ByteBuffer message = Datagrams.buffer(bytes);
        message.putInt(0, MESSAGE_BYTES + 4 + value.length);
        message.putShort(MESSAGE_BYTES, (short) (4 + value.length)).putShort(MESSAGE_BYTES + 2, (short) type);
        return message.put(MESSAGE_BYTES + 4, value);
    }

    private static byte[] value(ByteBuffer message, int lengthBytes) {
        byte[] value = new byte[lengthBytes];
        message.get(MESSAGE_BYTES + 4, value);
        return value;
    }
}
