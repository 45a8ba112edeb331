package io.conncount.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.conncount.testing.Command;
import io.conncount.testing.NativeSockets;
import io.conncount.testing.SocketNamespace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Filters of ends that are not over IP show the rows that ss shows. */
class EndFiltersIT {
    private static final int[] PACKET_PROTOCOLS = {0x0003, 0x0800, 0x0806, 0x86dd, 0x8100, 0x88cc, 0x1234};
    private static final int[] NETLINK_PROTOCOLS = {0, 2, 12, 15, 16};
    private static final List<String> NAMES =
            List.of("\0Foo", "\0foo", "\0f[o]o", "\0b\\ar", "\0b*", "\0B?z", "\0b-z", "\0q!", "\0with\0zero");

    /** The names that ss has for Ethernet protocols, but for those of Linux 2.4 that no header has the numbers of. */
    private static final String[] NAMED_PROTOCOLS =
            ("802_3 ax25 all 802_2 snap ddcmp wan_ppp ppp_mp localtalk can ppptalk tr_802_2 mobitex control irda"
                            + " econet loop pup pupat ip ipv4 x25 arp bpq ieeepup ieeepupat dec dna_dl dna_rc dna_rt lat diag cust"
                            + " sca teb rarp atalk aarp 802.1Q ipx ipv6 mpls_uc mpls_mc atmmpoa ppp_disc ppp_ses atmfate profinet"
                            + " aoe ethercat 802.1ad tipc lldp")
                    .split(" ");

    private static SocketNamespace namespace;
    private static NativeSockets sockets;

    @BeforeAll
    static void makeSockets() throws Exception {
        namespace = new SocketNamespace("--connections", "1");
        sockets = namespace.call(() -> {
            Command.lines("ip", "link", "add", "br0", "index", "7", "type", "bridge");
            NativeSockets made = new NativeSockets();
            for (int protocol : PACKET_PROTOCOLS) {
                made.packetOn(protocol % 2 == 0 ? 1 : 7, protocol);
            }
            for (int protocol : NETLINK_PROTOCOLS) {
                made.netlinkOn(protocol, 1000 + protocol);
            }
            for (String name : NAMES) {
                made.boundToUnix(NativeSockets.DGRAM, name);
            }
            made.socket(NativeSockets.AF_UNIX, NativeSockets.DGRAM, 0);
            return made;
        });
    }

    @AfterAll
    static void letThemGo() throws Exception {
        sockets.close();
        namespace.close();
    }

    /** Without the type in front, which ss shows of several tables, and without queues, which fill. */
    private static List<String> rows(Stream<String> lines) {
        return lines.map(line -> line.replaceFirst("^\\w+_\\w+ ", "").strip().replaceFirst(" +\\d+ +\\d+ +", " "))
                .map(line -> line.replaceAll(" +", " "))
                .sorted()
                .toList();
    }

    private static void assertAsSs(String options, String filter) throws Exception {
        List<String> ss = new ArrayList<>(List.of("ss", "-Hna", options));
        // It takes a backslash away before it looks at a pattern.
        ss.addAll(Arrays.asList(filter.replace("\\", "\\\\").split(" ")));
        List<String> ours = new ArrayList<>(List.of("list", "-Hna", options));
        ours.addAll(Arrays.asList(filter.split(" ")));
        List<String> expected = namespace.call(() -> rows(Command.lines(ss.toArray(String[]::new)).stream()));
        String shown =
                namespace.call(() -> Launch.of(ours.toArray(String[]::new)).out());
        // A backslash in a name shows escaped.
        List<String> found = rows(shown.replace("\\x5c", "\\").lines());
        assertEquals(String.join("\n", expected), String.join("\n", found), filter);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "src link:ip",
                "src = link:ip",
                "src == link:2048",
                "src eq link:0x800",
                "src link:IPV4:lo",
                "src link:*:lo",
                "src link::br0",
                "src link:*:7",
                "src link:arp:br0",
                "src link:all",
                "src = link:802.1q:lo",
                "src link:LLDP",
                "src link:4660:*",
                "src link:*",
                "dst link:*",
                "src link:ip or src link:arp",
                "not src link:ip",
            })
    void packetSocketsAreThoseOfSs(String filter) throws Exception {
        assertAsSs("-0", filter);
    }

    @Test
    void namesOfEthernetProtocolsAreThoseOfSs() throws Exception {
        for (String name : NAMED_PROTOCOLS) {
            assertAsSs("-0", "src link:" + name);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "src netlink:rtnl",
                "src = netlink:genl:kernel",
                "src == netlink:16:1016",
                "src eq netlink:uevent",
                "src netlink:nft:*",
                "src netlink:*:1000",
                "src netlink::1002",
                "src netlink:usersock:1002 or src netlink:rtnl:1000",
            })
    void netlinkSocketsAreThoseOfSs(String filter) throws Exception {
        assertAsSs("-Anetlink", filter);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "src @F*",
                "src unix:@f??",
                "src = unix:@f*",
                "src == unix:@f*",
                "src eq @[[:upper:]]*",
                "src @f[[]o]o",
                "src @f\\[o]o",
                "src @b\\\\*",
                "src unix:@b\\*",
                "src unix:",
                "src @b[?]z",
                "src @b[!a-y]z",
                "src @b[^?]z",
                "src @q[!a]",
                "src @with@zero",
                "src @b[-]z",
                "src @b[",
                "src unix:*",
                "src unix:?",
                "src unix:[*]",
                "src *oo",
                "not src unix:@*",
            })
    void unixSocketsAreThoseOfSs(String filter) throws Exception {
        assertAsSs("-x", "state unconnected " + filter);
    }
}
