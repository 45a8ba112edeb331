package io.conncount.group;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.filter.Condition;
import io.conncount.filter.FilterParser;
import io.conncount.names.KnownNames;
import io.conncount.socket.AddressFamily;
import io.conncount.socket.NamespacedView;
import io.conncount.socket.Protocol;
import io.conncount.socket.SocketSink;
import io.conncount.socket.SocketType;
import io.conncount.socket.SocketView;
import io.conncount.socket.TcpState;
import io.conncount.source.DumpRequest;
import io.conncount.source.LinuxSockDiag;
import io.conncount.sys.KernelException;
import io.conncount.testing.Allocation;
import io.conncount.testing.Datagrams;
import io.conncount.testing.Golden;
import io.conncount.testing.RecordedChannel;
import io.conncount.testing.Reply;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** From the kernel's bytes to a count in a table, nothing is allocated for a socket. */
class AllocationTest {
    private static final DumpRequest ALL =
            DumpRequest.of(Protocol.TCP, AddressFamily.IP, EnumSet.complementOf(EnumSet.of(TcpState.CLOSE)));
    /** A recording answers one request: sockets over IP are asked for a family at a time. */
    private static final Map<Protocol, Set<AddressFamily>> ONE_FAMILY =
            Map.of(Protocol.MPTCP, EnumSet.of(AddressFamily.IPV4), Protocol.UDPLITE, EnumSet.of(AddressFamily.IPV4));

    private static final KnownNames NAMES = new KnownNames(Map.of(), Map.of(), Map.of(1L, "/"));
    private static final int SOCKETS_MIN = 100_000;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "state",
                "local-port,remote-port",
                "local-address,remote-address",
                "local-net,remote-net/8/32",
                "direction,service",
                "user,cgroup,mark,unit,container,pod",
                "family,interface,timer,state,remote-address,remote-port",
            })
    void countingASocketOfAnExistingGroupAllocatesNothing(String words) throws Exception {
        SocketSink sink = new GroupTable(keys(words), 1_000_000)::add;
        assertAllocatesNothing(ALL, Golden.TCP, sink);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sport = :443 or dport in 1-500,7000-65535",
                "dst 127.0.0.0/8 and not src [::1] or src [::ffff:127.0.0.0]/100",
                "mark = 0x2a or not cgroup = / or autobound",
                "(state listen or state established) and uid != 0",
                "recvq >= 0 and sendq < 100 and inode != 7 and timer < 1000 or cookie = 5 or retransmits > 0",
                "congestion = cubic or congestion != bbr or not congestion = reno",
            })
    void testingASocketAgainstAConditionAllocatesNothing(String filter) throws Exception {
        Condition condition = FilterParser.parse("sport = :1 or (" + filter + ")", NAMES)
                .filter()
                .orElseThrow()
                .condition();
        Counter counter = new Counter(condition);
        assertAllocatesNothing(ALL, Golden.TCP, counter);
        assertTrue(counter.found > 0, filter);
    }

    @ParameterizedTest
    @CsvSource({"UNIX, unix-names", "PACKET, packet", "NETLINK, netlink", "MPTCP, mptcp-ipv4", "UDPLITE, udplite-ipv4"})
    void countingASocketOfAnyTableAllocatesNothing(Protocol protocol, String exchange) throws Exception {
        GroupTable table = new GroupTable(
                keys("proto,type,state,family,local-address,local-port,remote-net,direction,user,mark,interface"),
                1_000_000);
        DumpRequest request = DumpRequest.of(
                        protocol, ONE_FAMILY.getOrDefault(protocol, protocol.families()), TcpState.ALL)
                .filtered(new Condition.TypeIn(EnumSet.allOf(SocketType.class)));
        assertAllocatesNothing(request, exchange, table::add);
    }

    private static void assertAllocatesNothing(DumpRequest request, String exchange, SocketSink sink) throws Exception {
        List<Reply> few = recording(exchange, 1);
        int times = SOCKETS_MIN / (int) dump(request, few, sink) + 1;
        List<Reply> many = recording(exchange, times);
        assertTrue(dump(request, many, sink) >= SOCKETS_MIN);
        assertEquals(0, Allocation.moreBytes(() -> dump(request, few, sink), () -> dump(request, many, sink)));
    }

    @Test
    void namespacesOfSocketsAndListenersAllocateNothingEither() throws Exception {
        GroupTable table = new GroupTable(keys("netns,direction,service", new NamespacedView(7)), 1_000_000);
        NamespacedView view = new NamespacedView(7);
        assertAllocatesNothing(ALL, Golden.TCP, socket -> table.add(view.of(socket)));
    }

    /** Counts the sockets for which a condition holds. */
    private static final class Counter implements SocketSink {
        private final Condition condition;
        private long found;

        Counter(Condition condition) {
            this.condition = condition;
        }

        @Override
        public void accept(SocketView socket) {
            found += condition.test(socket) ? 1 : 0;
        }
    }

    private static List<GroupKey> keys(String words) throws KernelException {
        return keys(words, new NamespacedView(SocketView.UNKNOWN));
    }

    private static List<GroupKey> keys(String words, NamespacedView view) throws KernelException {
        Listeners listeners = new Listeners();
        new LinuxSockDiag(Golden.kernel()).dump(ALL, socket -> {
            if (socket.state() == TcpState.LISTEN) {
                listeners.accept(view.of(socket));
            }
        });
        return Arrays.stream(words.split(","))
                .map(word -> GroupKeys.byWord(word).orElseThrow())
                .map(key -> key.bind(KnownNames.NONE, listeners))
                .toList();
    }

    /** The recorded sockets so many times over, and then the end. */
    private static List<Reply> recording(String exchange, int times) {
        byte[] answer = Golden.answer(exchange);
        List<Integer> boundaries = Datagrams.boundaries(answer);
        int done = boundaries.get(boundaries.size() - 2);
        List<Reply> replies = new ArrayList<>(Collections.nCopies(times, Reply.datagram(Arrays.copyOf(answer, done))));
        replies.add(Reply.datagram(Arrays.copyOfRange(answer, done, answer.length)));
        return replies;
    }

    private static long dump(DumpRequest request, List<Reply> replies, SocketSink sink) throws KernelException {
        var result = new LinuxSockDiag(() -> RecordedChannel.of(replies)).dump(request, sink);
        assertEquals(Optional.empty(), result.fault());
        return result.sockets();
    }
}
