package io.conncount.socket;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.conncount.testing.property.ForAll;
import io.conncount.testing.property.Property;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressTextTest {
    @ParameterizedTest
    @CsvSource({
        // RFC 5952, section 4.1: no leading zeros
        "20010db800000000, 0000000000000001, 2001:db8::1",
        "20010db80aaa0bbb, 0ccc0ddd0eee0001, 2001:db8:aaa:bbb:ccc:ddd:eee:1",
        // 4.2.1: shortened as much as possible
        "20010db800000000, 0000000000020001, 2001:db8::2:1",
        // 4.2.2: one zero group alone is not shortened
        "20010db800000001, 0001000100010001, 2001:db8:0:1:1:1:1:1",
        "0000000100010001, 0001000100010000, 0:1:1:1:1:1:1:0",
        // 4.2.3: the longest run, and the first of equals
        "2001000000000001, 0000000000000001, 2001:0:0:1::1",
        "20010db800000000, 0001000000000001, 2001:db8::1:0:0:1",
        // 4.3: lower case
        "abcdef0100000000, 0000000000000000, abcd:ef01::",
        "0000000000000000, 0000000000000000, ::",
        "0000000000000000, 0000000000000001, ::1",
        "0000000000000000, 0000000100000000, ::1:0:0",
        "0001000000000000, 0000000000000000, 1::",
        // section 5: IPv4 in IPv6
        "0000000000000000, 0000ffffc0000201, ::ffff:192.0.2.1",
        "0000000000000000, 0000ffff00000000, ::ffff:0.0.0.0",
        "0000000000000000, 0000fffec0000201, ::fffe:c000:201",
    })
    void ipv6IsWrittenAsRfc5952Says(String high, String low, String text) {
        assertEquals(
                text,
                AddressText.of(AddressFamily.IPV6, Long.parseUnsignedLong(high, 16), Long.parseUnsignedLong(low, 16)));
    }

    @Test
    void portStandsBehindBracketsForIpv6Only() {
        assertEquals("10.1.2.255:80", AddressText.withPort(AddressFamily.IPV4, 0, 0x0a0102ffL, 80));
        assertEquals("[::1]:65535", AddressText.withPort(AddressFamily.IPV6, 0, 1, 65535));
        assertEquals("15:4294963200", AddressText.withPort(AddressFamily.NETLINK, 0, 15, -4096));
        assertEquals("*:2048", AddressText.withPort(AddressFamily.PACKET, 0, 0, 0x0800));
    }

    @Property
    void everyIpv4AddressReadsBackAsItself(@ForAll int address) throws Exception {
        String text = AddressText.of(AddressFamily.IPV4, 0, Integer.toUnsignedLong(address));
        byte[] bytes = ByteBuffer.allocate(4).putInt(address).array();
        assertArrayEquals(bytes, InetAddress.getByName(text).getAddress());
        assertEquals(InetAddress.getByAddress(bytes).getHostAddress(), text);
    }

    @Property
    void everyIpv6AddressReadsBackAsItselfAndIsAsShortAsCanBe(
            @ForAll long high, @ForAll long low, @ForAll int zeroGroups) throws Exception {
        long sparseHigh = high & mask(zeroGroups);
        long sparseLow = low & mask(zeroGroups >>> 4);
        String text = AddressText.of(AddressFamily.IPV6, sparseHigh, sparseLow);
        byte[] bytes =
                ByteBuffer.allocate(16).putLong(sparseHigh).putLong(sparseLow).array();
        assertArrayEquals(bytes, ipv6(InetAddress.getByName(text)), text);
        assertFalse(text.matches(".*(^|:)0\\w.*|.*:::.*|.*::.*::.*"), text);
        assertFalse(!text.contains("::") && text.matches("(.*:)?0:0(:.*)?"), text);
    }

    /** Java makes an IPv4 address of a mapped one. */
    private static byte[] ipv6(InetAddress address) {
        byte[] bytes = address.getAddress();
        ByteBuffer mapped = ByteBuffer.allocate(16).putLong(0).putInt(0xffff);
        return bytes.length == 16 ? bytes : mapped.put(bytes).array();
    }

    private static long mask(int groups) {
        long mask = 0;
        for (int i = 0; i < 4; i++) {
            mask = mask << 16 | ((groups >>> i & 1) == 0 ? 0xffff : 0);
        }
        return mask;
    }
}
