package io.conncount.group;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.conncount.socket.TcpState;
import io.conncount.testing.TestSocket;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetKeyTest {
    private static final long IPV4 = 0xc0a8_ffffL;
    private static final TestSocket FROM_IPV4 =
            TestSocket.ipv4(TcpState.ESTABLISHED, 1, 2).addresses(0, 1, 0, IPV4);
    private static final TestSocket FROM_MAPPED =
            TestSocket.ipv6(TcpState.ESTABLISHED, 1, 2).addresses(0, 1, 0, 0xffff_0000_0000L | IPV4);
    private static final TestSocket FROM_IPV6 =
            TestSocket.ipv6(TcpState.ESTABLISHED, 1, 2).addresses(0, 1, 0x2001_0db8_ffff_ffffL, -1);

    @ParameterizedTest
    @CsvSource({
        "remote-net, 192.168.255.0/24, 2001:db8:ffff:ffff::/64",
        "remote-net/0, 0.0.0.0/0, 2001:db8:ffff:ffff::/64",
        "remote-net/1, 128.0.0.0/1, 2001:db8:ffff:ffff::/64",
        "remote-net/17, 192.168.128.0/17, 2001:db8:ffff:ffff::/64",
        "remote-net/32, 192.168.255.255/32, 2001:db8:ffff:ffff::/64",
        "remote-net/33, 192.168.255.0/24, 2001:db8:8000::/33",
        "remote-net/128, 192.168.255.0/24, 2001:db8:ffff:ffff:ffff:ffff:ffff:ffff/128",
        "remote-net/8/0, 192.0.0.0/8, ::/0",
        "remote-net/8/48, 192.0.0.0/8, 2001:db8:ffff::/48",
        "remote-net/8/65, 192.0.0.0/8, 2001:db8:ffff:ffff:8000::/65",
    })
    void networkIsTheAddressWithTheRestCutOff(String word, String ipv4, String ipv6) {
        assertEquals(word, GroupKeys.byWord(word).orElseThrow().name());
        assertEquals(ipv4, GroupKeyTest.value(word, FROM_IPV4));
        assertEquals(ipv4, GroupKeyTest.value(word, FROM_MAPPED));
        assertEquals(ipv6, GroupKeyTest.value(word, FROM_IPV6));
    }

    @Test
    void localNetworkIsThatOfTheLocalAddress() {
        assertEquals("0.0.0.0/24", GroupKeyTest.value("local-net", FROM_IPV4));
        assertEquals("::/64", GroupKeyTest.value("local-net", FROM_IPV6));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "remote-net/",
                "remote-net/129",
                "remote-net/x",
                "remote-net/-1",
                "remote-net/24/",
                "remote-net/33/64",
                "remote-net/24/129",
                "remote-net/1234",
                "local-net/24/64/1",
            })
    void wrongPrefixLengthIsRefusedWithTheWordThatWasGiven(String word) {
        IllegalArgumentException error = assertThrows(IllegalArgumentException.class, () -> GroupKeys.byWord(word));
        assertEquals(word, error.getMessage().substring(0, word.length()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nets", "remote-net24", "state/24", "local-port/1", "REMOTE-NET"})
    void otherWordsAreNoKeys(String word) {
        assertEquals(Optional.empty(), GroupKeys.byWord(word));
    }
}
