package io.conncount.filter;

import static io.conncount.socket.TcpState.CLOSE;
import static io.conncount.socket.TcpState.ESTABLISHED;
import static io.conncount.socket.TcpState.LISTEN;
import static io.conncount.socket.TcpState.SYN_RECV;
import static io.conncount.socket.TcpState.TIME_WAIT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.socket.TcpState;
import io.conncount.testing.ErrorText;
import io.conncount.testing.RandomConditions;
import io.conncount.testing.TestSocket;
import io.conncount.testing.property.Arbitrary;
import io.conncount.testing.property.ForAll;
import io.conncount.testing.property.Property;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FilterParserTest {
    private static final int SOCKETS = 20;

    private static ParsedFilter parse(String filter) throws FilterException {
        return FilterParser.parse(filter, new FixedNames());
    }

    private static Condition condition(String filter) throws FilterException {
        return parse(filter).filter().orElseThrow().condition();
    }

    private static String text(String filter) throws FilterException {
        return ConditionText.of(List.of(condition(filter)));
    }

    private static Set<TcpState> states(String filter) throws FilterException {
        return parse(filter).states().orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   ", "\t\n"})
    void noWordsAskForNothing(String filter) throws FilterException {
        assertEquals(new ParsedFilter(filter.strip(), Optional.empty(), Optional.empty()), parse(filter));
    }

    @Test
    void stateWordsAddUp() throws FilterException {
        assertEquals(Set.of(ESTABLISHED, LISTEN), states("state=established state == listening"));
        assertEquals(Set.of(ESTABLISHED, LISTEN), states("state established state listening"));
    }

    @Test
    void excludeFirstStartsFromAll() throws FilterException {
        assertEquals(EnumSet.complementOf(EnumSet.of(LISTEN, CLOSE)), states("exclude listen excl unconnected"));
    }

    @Test
    void excludeLaterTakesAwayFromWhatWasNamed() throws FilterException {
        assertEquals(Set.of(TIME_WAIT), states("state bucket exclude SYN-RCVD"));
        assertEquals(Set.of(SYN_RECV), states("state bucket exclude time_wait"));
    }

    @Test
    void statesInFrontMayBeFollowedByMoreWithAndWithoutAnd() throws FilterException {
        for (String filter : List.of("state listen sport = :22", "state listen and sport = :22")) {
            assertEquals(Set.of(LISTEN), states(filter));
            assertEquals("sport = :22", text(filter));
            assertEquals("sport = :22", parse(filter).filter().orElseThrow().text());
        }
    }

    @Test
    void statesThatTheWholeFilterAsksForAreLeftToTheKernelsMask() throws FilterException {
        assertEquals(Set.of(TIME_WAIT), states("dport = :443 and (state time-wait)"));
        assertEquals("dport = :443", text("dport = :443 and state time-wait"));
        assertEquals(EnumSet.complementOf(EnumSet.of(TIME_WAIT)), states("not state time-wait"));
        assertEquals(Optional.empty(), parse("not state time-wait").filter());
    }

    @Test
    void statesInAnAlternativeAreACondition() throws FilterException {
        assertEquals(TcpState.ALL, states("(state listen or dport = :443)"));
        assertEquals("state listen or dport = :443", text("(state listen or dport = :443)"));
        assertTrue(condition("dport = :1 or state listen").test(TestSocket.ipv4(LISTEN, 5, 0)));
        assertEquals(Set.of(LISTEN, CLOSE), states("(state listen or state close)"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "dport = :443                       | dport = :443",
                "dport 443                          | dport = :443",
                "dport=:https                       | dport = :443",
                "sport eq ssh                       | sport = :22",
                "dport == 443                       | dport = :443",
                "dport != :443                      | not dport = :443",
                "dport ne 443                       | not dport = :443",
                "dport neq 443                      | not dport = :443",
                "dport > :1023                      | dport >= :1024",
                "dport gt 1023                      | dport >= :1024",
                "dport >= :1024                     | dport >= :1024",
                "dport ge 1024                      | dport >= :1024",
                "dport geq 1024                     | dport >= :1024",
                "dport < 1024                       | dport <= :1023",
                "dport lt 1024                      | dport <= :1023",
                "dport <= 1023                      | dport <= :1023",
                "dport le 1023                      | dport <= :1023",
                "dport leq 1023                     | dport <= :1023",
                "dport > 65535                      | not dport >= :0",
                "dport < 0                          | not dport >= :0",
                "dport = *                          | dport >= :0",
                "dport in 80,443,8000-8099          | dport in 80,443,8000-8099",
                "dport in :80, :https, 8000-:8099   | dport in 80,443,8000-8099",
                "dport != 80,http-alt               | not dport in 80,8080",
                "dst 10.0.0.1                       | dst 10.0.0.1",
                "dst = 10.0.0.0/8:443               | dst 10.0.0.0/8 and dport = :443",
                "dst != 10.0.0.0/8                  | not dst 10.0.0.0/8",
                "src 10/8                           | src 10.0.0.0/8",
                "src 192.168/16                     | src 192.168.0.0/16",
                "dst :443                           | dport = :443",
                "dst *:https                        | dport = :443",
                "dst *                              | dport >= :0",
                "dst inet:*                         | dst 0.0.0.0/0 and not dst [::]/0",
                "dst inet6:*:443                    | dst [::]/0 and dport = :443",
                "dst inet:10.0.0.1:80               | dst 10.0.0.1 and not dst [::]/0 and dport = :80",
                "dst 0.0.0.0/0                      | dst 0.0.0.0/0",
                "dst 10.0.0.1:*                     | dst 10.0.0.1",
                "dst ::1                            | dst [::1]",
                "dst [::1]:22                       | dst [::1] and dport = :22",
                "dst [2001:db8::]/32                | dst [2001:db8::]/32",
                "dst [2001:db8::]/32:443            | dst [2001:db8::]/32 and dport = :443",
                "dst [2001:db8::/32]:443            | dst [2001:db8::]/32 and dport = :443",
                "dst 2001:db8::/32:443              | dst [2001:db8::]/32 and dport = :443",
                "dst ::ffff:10.0.0.1                | dst [::ffff:10.0.0.1]",
                "dst 1:2:3:4:5:6:7:8                | dst [1:2:3:4:5:6:7:8]",
                "dst 1:2:3:4:5:6:7::                | dst [1:2:3:4:5:6:7:0]",
                "src /tmp/X*                        | src = unix:/tmp/X*",
                "src '/tmp/a b*'                    | src = \"unix:/tmp/a b*\"",
                "src @abs                           | src = unix:@abs",
                "src /tmp/[!a-c]                    | src = \"unix:/tmp/[!a-c]\"",
                "src unix:/tmp/X0                   | src = unix:/tmp/X0",
                "src *.sock                         | src = unix:*.sock",
                "src netlink:rtnl:kernel            | src = netlink:0:0",
                "src netlink:16:4711                | src = netlink:16:4711",
                "src netlink:*:4294967295           | src = netlink:*:4294967295",
                "src vsock:2:1024                   | src = vsock:2:1024",
                "src == vsock:*:1024                | src = vsock:*:1024",
                "src link:ip                        | src = link:2048",
                "src eq link:IPv4                   | src = link:2048",
                "src = link:[2054]:eth0             | src = link:2054 and dev = eth0",
                "src link:802.1Q:*                  | src = link:33024",
                "src link:0x88cc:if7                | src = link:35020 and dev = if7",
                "src link::2                        | src = link:* and dev = 2",
                "src != link:arp:lo                 | not (src = link:2054 and dev = lo)",
                "src link:*                         | src = link:*",
                "src = netlink:genl:-4096           | src = netlink:16:4294963200",
                "src netlink:nft:*                  | src = netlink:12:*",
                "src = inet:10.0.0.1                | src 10.0.0.1 and not src [::]/0",
                "src == inet6:[::1]:22              | src [::1] and sport = :22",
                "src eq unix:@abs                   | src = unix:@abs",
                "src = \\x00abs\\x20\\xff           | src = \"unix:@abs\\x20\\xff\"",
                "src '/a\"b'\"'c\"                   | src = 'unix:/a\"b'\"'\"'c'",
                "proto tcp                          | proto = tcp",
                "family != ipv6                     | not family = ipv6",
                "type stream                        | type = stream",
                "timer = keepalive                  | timer = keepalive",
                "timer on                           | timer = on",
                "timer != off                       | not timer = off",
                "timer_ms != 5                      | timer_ms != 5",
                "timer = timer-9                    | timer = timer-9",
                "user '(unowned)'                   | user = \"(unowned)\"",
                "mark '(not-permitted)'             | mark = \"(not-permitted)\"",
                "cgroup '(not-reported)'                | cgroup = \"(not-reported)\"",
                "dev 0                              | dev = 0",
                "dev '(none)'                       | dev = \"(none)\"",
                "dev = 7                            | dev = 7",
                "dev lo                             | dev = lo",
                "dev != eth0                        | not dev = eth0",
                "fwmark = 0x10                      | mark = 0x10",
                "mark 16/0xff                       | mark = 0x10/0xff",
                "mark != 4294967295                 | not mark = 0xffffffff",
                "cgroup = /system.slice             | cgroup = /system.slice",
                "cgroup = '/a b(c)'                 | cgroup = \"/a b(c)\"",
                "cgroup in /system.slice            | cgroup in /system.slice",
                "not cgroup in '/a b(c)'            | not cgroup in \"/a b(c)\"",
                "autobound                          | autobound",
                "user = root                        | user = root",
                "user www-data                      | user = www-data",
                "user != 1234                       | user != 1234",
                "netns blue                         | netns = blue",
                "netns != 4026531840                | not netns = 4026531840",
                "netns '(not-reported)'             | not netns_inode >= 0",
                "uid >= 1000                        | uid >= 1000",
                "recvq > 64k                        | recvq > 64000",
                "recv-q > 64Ki                      | recvq > 65536",
                "sendq 1.5k                         | sendq = 1500",
                "timer < 1.5s                       | timer_ms < 1500",
                "timer_ms < 10ms                    | timer_ms < 10",
                "inode = 7                          | inode = 7",
                "cookie != 0xfFffffffffffffff       | cookie != 0xffffffffffffffff",
                "congestion = cubic                 | congestion = cubic",
                "congestion != bbr                  | congestion != bbr",
            })
    void everySpellingIsTaken(String filter, String text) throws FilterException {
        assertEquals(text, text(filter));
        assertEquals(text, text(text));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "sport 1 or sport 2 and sport 3          ; sport = :1 or sport = :2 and sport = :3",
                "sport 1 and sport 2 or sport 3          ; sport = :1 and sport = :2 or sport = :3",
                "sport 1 || sport 2 && sport 3           ; sport = :1 or sport = :2 and sport = :3",
                "sport 1 | sport 2 & sport 3             ; sport = :1 or sport = :2 and sport = :3",
                "sport 1 or sport 2 sport 3              ; sport = :1 or sport = :2 and sport = :3",
                "not sport 1 and sport 2                 ; not sport = :1 and sport = :2",
                "!sport 1 or ! sport 2                   ; not sport = :1 or not sport = :2",
                "not (sport 1 or dport 2)                ; not (sport = :1 or dport = :2)",
                "!(sport=:1||dport=:2)and(dev lo)        ; not (sport = :1 or dport = :2) and dev = lo",
                "( sport = :1 or dport = :2 ) and dev lo ; (sport = :1 or dport = :2) and dev = lo",
                "not not sport 1                         ; sport = :1",
                "sport 1 AND NOT dev lo OR dev eth0      ; sport = :1 and not dev = lo or dev = eth0",
            })
    void orBindsLessThanAndLessThanNotAsTheManualOfSsPromises(String filter, String text) throws FilterException {
        assertEquals(text, text(filter));
    }

    @Test
    void comparisonNeverHoldsWhereTheNumberIsUnknown() throws FilterException {
        TestSocket mini = TestSocket.ipv4(TIME_WAIT, 1, 2).mini();
        for (String filter : List.of("uid = 0", "uid != 0", "user root", "user != root", "uid < 5", "uid >= 0")) {
            assertEquals(false, condition(filter).test(mini), filter);
        }
        assertTrue(condition("not uid = 0").test(mini));
        assertTrue(condition("uid = 0").test(TestSocket.ipv4(ESTABLISHED, 1, 2)));
    }

    @Property
    void textOfAConditionIsAFilterThatMeansTheSame(@ForAll("seeds") long seed) throws FilterException {
        Random random = new Random(seed);
        List<TestSocket> sockets = Stream.generate(() -> RandomConditions.socket(random))
                .limit(SOCKETS)
                .toList();
        Condition condition = new RandomConditions(random, sockets).mixed(4);
        String text = ConditionText.of(List.of(condition));
        // States that every socket must be in may become a mask, so the condition is one of two.
        Condition parsed = condition("autobound or (" + text + ")");
        Condition either = new Condition.Any(List.of(new EndCondition.Autobound(32_768, 60_999), condition));
        for (TestSocket socket : sockets) {
            assertEquals(either.test(socket), parsed.test(socket), () -> text + " of " + socket);
        }
    }

    @Property
    void textOfAConditionIsReadAsThatCondition(@ForAll("seeds") long seed) throws FilterException {
        Random random = new Random(seed);
        List<TestSocket> sockets = Stream.generate(() -> RandomConditions.socket(random))
                .limit(SOCKETS)
                .toList();
        Condition autobound = new EndCondition.Autobound(32_768, 60_999);
        Condition condition =
                Conditions.any(List.of(autobound, joined(new RandomConditions(random, sockets).ofAnyKind(3))));
        assertEquals(condition, condition(ConditionText.of(List.of(condition))));
    }

    /** The condition as parsers join its parts. */
    private static Condition joined(Condition condition) {
        if (condition instanceof Condition.All all) {
            return Conditions.all(
                    all.terms().stream().map(FilterParserTest::joined).toList());
        } else if (condition instanceof Condition.Any any) {
            return Conditions.any(
                    any.terms().stream().map(FilterParserTest::joined).toList());
        }
        return condition instanceof Condition.Not not ? Conditions.not(joined(not.term())) : condition;
    }

    Arbitrary<Long> seeds() {
        return Arbitrary.longs(Long.MIN_VALUE, Long.MAX_VALUE);
    }

    Arbitrary<String> nearlyFilters() {
        return Arbitrary.of(
                        "dport",
                        "dst",
                        "=",
                        "!=",
                        "<",
                        "(",
                        ")",
                        "not",
                        "or",
                        "and",
                        "&",
                        "|",
                        "state",
                        "listen",
                        ":443",
                        "10.0.0.0/8",
                        "[::1]",
                        "::",
                        "recvq",
                        "1.5k",
                        "in",
                        "1,2-3",
                        ",",
                        "'",
                        "\"x y\"",
                        "mark",
                        "0x5/",
                        "exclude",
                        "all",
                        "user",
                        "root",
                        "cgroup",
                        "/",
                        "rtt",
                        "-",
                        "%",
                        "\u0661",
                        "\ud800")
                .list(0, 30)
                .map(words -> String.join(" ", words));
    }

    @Property
    void anyTextIsAFilterOrAnErrorInsideIt(@ForAll String text) {
        assertFilterOrError(text);
    }

    @Property(tries = 5000)
    void anyWordsAreAFilterOrAnErrorInsideThem(@ForAll("nearlyFilters") String text) {
        assertFilterOrError(text);
    }

    private static void assertFilterOrError(String text) {
        try {
            ParsedFilter filter = parse(text);
            assertTrue(filter.states().map(states -> !states.isEmpty()).orElse(true));
        } catch (FilterException e) {
            assertTrue(e.position() >= 0 && e.position() <= text.length(), e.position() + " in " + text);
            assertTrue(!e.getMessage().isEmpty());
        }
    }

    @Test
    void depthAndLengthAreBounded() throws FilterException {
        assertEquals("sport = :1", text("(".repeat(100) + "sport 1" + ")".repeat(100)));
        assertEquals(100, error("(".repeat(101) + "sport 1").position());
        assertEquals("sport = :1", text("! ".repeat(8000) + "sport 1"));
        assertEquals(
                FilterParser.CHARACTERS_MAX,
                error(" ".repeat(FilterParser.CHARACTERS_MAX + 1)).position());
    }

    private static FilterException error(String filter) {
        return assertThrows(FilterException.class, () -> parse(filter), filter);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "dprt = :443              | 0  | 'dprt'",
                "dport = :443 or          | 15 | condition .. end",
                "dport = :443 )           | 13 | ')' .. '('",
                "(dport = :443            | 0  | parenthesis",
                "()                       | 1  | condition .. ')'",
                "and dport 1              | 0  | condition .. 'and'",
                "dport                    | 5  | 'dport' .. value",
                "dport =                  | 7  | 'dport' .. value",
                "dport = :htps            | 8  | ':htps' .. port .. 0 to 65535 .. /etc/services",
                "dport = 70000            | 8  | '70000' .. port .. 0 to 65535",
                "dport in 1,9-5           | 11 | '9-5' .. lower",
                "dport in 1,,2            | 11 | '' .. port .. 0 to 65535",
                "dport in 1,              | 11 | 'dport' .. value",
                "dst > 10.0.0.1           | 4  | 'dst' .. = and !=",
                "dst 10.0.0.1.2           | 4  | '10.0.0.1.2' .. address .. 192.0.2.0/24",
                "dst 10.0.0.256           | 4  | '10.0.0.256' .. address .. 192.0.2.0/24",
                "dst 10                   | 4  | '10' .. address .. 192.0.2.0/24",
                "dst 10.0.0.0/33          | 12 | '/33' .. /0 to /32",
                "dst [::1]/129            | 9  | '/129' .. /0 to /128",
                "dst [::1                 | 4  | bracket .. [ and ]",
                "dst 1::2::3              | 4  | '1::2::3' .. address .. 192.0.2.0/24",
                "dst inet6:10.0.0.1       | 10 | '10.0.0.1' .. ipv6 .. 2001:db8::1",
                "dst unix:/run/x          | 4  | UNIX .. 'src' .. 'peer_inode'",
                "state bound-inactive     | 6  | 'bound-inactive' .. 'list -B'",
                "sport = :-1              | 8  | ':-1' .. port .. 0 to 65535",
                "proto = tcpp             | 8  | 'tcpp' .. tcp, mptcp, udp, udplite, raw, ping, sctp, unix, packet, netlink, vsock",
                "src netlink:x            | 4  | 'x' .. netlink .. rtnl",
                "src link:ip:eth9         | 4  | 'eth9' .. 'ip link'",
                "src link:ipx25           | 4  | 'ipx25' .. Ethernet .. 0x0800",
                "src netlink:0:x          | 4  | 'x' .. port id",
                "dst web1                 | 4  | 'web1' .. 'getent hosts web1' .. /, @ or unix:",
                "src fe80::1%eth0         | 4  | 'fe80::1%eth0' .. zone .. 'dst [fe80::1] and dev eth0'",
                "dev eth9                 | 4  | 'eth9' .. 'ip link'",
                "mark = x                 | 7  | 'x' .. mark .. 0x5/0xff",
                "mark = 010               | 7  | '010' .. mark .. 0x5/0xff",
                "mark = 5/                | 9  | '5/' .. mark .. 0x5/0xff",
                "cgroup /nowhere          | 7  | '/nowhere' .. /system.slice",
                "cgroup in /nowhere       | 10 | '/nowhere' .. /system.slice",
                "user nobody-here         | 5  | 'nobody-here' .. number",
                "netns = green            | 8  | 'green' .. 'conncount --netns all --by netns'",
                "recvq > many             | 8  | 'many' .. recvq .. 64k (64,000) or 64Ki (65,536)",
                "recvq > 1.5              | 8  | '1.5' .. precise .. recvq",
                "recvq > 99999999999999999999 | 8 | '99999999999999999999' .. large .. recvq",
                "cookie > 5               | 7  | 'cookie' .. = and !=",
                "cookie = z               | 9  | 'z' .. 0x",
                "state                    | 5  | 'state' .. 'state time-wait'",
                "state lisen              | 6  | 'lisen'",
                "state listen or dport 1  | 13 | whole filter .. '(state listen or dport = :443)'",
                "exclude all              | 0  | every state",
                "state listen dport 1 state established | 0 | every state",
                "cgroup 'x                | 7  | quote",
                "'dport' = 1              | 0  | condition .. 'dport'",
            })
    void mistakesAreShownWhereTheyAre(String filter, int position, String names) {
        FilterException e = error(filter);
        ErrorText.assertNames(names, e.getMessage());
        assertEquals(position, e.position(), e.getMessage());
    }

    @Test
    void mistypedWordsComeWithTheWordsThereAre() {
        assertTrue(error("dprt = :443").candidates().containsAll(List.of("dport", "recvq", "state", "not")));
        assertEquals("lisen", error("state lisen").word());
        assertTrue(error("state lisen").candidates().contains("listen"));
    }
}
