package io.conncount.count;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.conncount.filter.Condition;
import io.conncount.group.GroupKeys;
import io.conncount.group.ListenerKey;
import io.conncount.group.Listeners;
import io.conncount.socket.AddressFamily;
import io.conncount.socket.Protocol;
import io.conncount.socket.SocketType;
import io.conncount.socket.TcpState;
import io.conncount.source.DumpRequest;
import io.conncount.source.LinuxSockDiag;
import io.conncount.sys.KernelException;
import io.conncount.testing.Datagrams;
import io.conncount.testing.Golden;
import io.conncount.testing.RecordedChannel;
import io.conncount.testing.Reply;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** From the kernel's bytes to a count in a table, nothing is allocated for a socket. */
class AllocationTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final DumpRequest ALL =
            DumpRequest.of(Protocol.TCP, AddressFamily.IP, EnumSet.complementOf(EnumSet.of(TcpState.CLOSE)));
    /** A recording answers one request: sockets over IP are asked for a family at a time. */
    private static final Map<Protocol, Set<AddressFamily>> ONE_FAMILY =
            Map.of(Protocol.MPTCP, EnumSet.of(AddressFamily.IPV4), Protocol.UDPLITE, EnumSet.of(AddressFamily.IPV4));

    private static final int SOCKETS_MIN = 100_000;
    private static final int WARM_UP_DUMPS = 3;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "state",
                "local-port,remote-port",
                "local-address,remote-address",
                "local-net,remote-net/8/32",
                "direction,service",
                "user,cgroup,mark",
                "family,interface,timer,state,remote-address,remote-port",
            })
    void countingASocketOfAnExistingGroupAllocatesNothing(String words) throws Exception {
        GroupTable table = new GroupTable(keys(words), 1_000_000);
        List<Reply> few = recording(Golden.TCP, 1);
        int times = SOCKETS_MIN / (int) dump(ALL, few, table) + 1;
        List<Reply> many = recording(Golden.TCP, times);
        for (int i = 0; i < WARM_UP_DUMPS; i++) {
            dump(ALL, few, table);
            assertTrue(dump(ALL, many, table) >= SOCKETS_MIN);
        }
        assertEquals(allocatedBytes(ALL, few, table), allocatedBytes(ALL, many, table));
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
        List<Reply> few = recording(exchange, 1);
        int times = SOCKETS_MIN / (int) dump(request, few, table) + 1;
        List<Reply> many = recording(exchange, times);
        for (int i = 0; i < WARM_UP_DUMPS; i++) {
            dump(request, few, table);
            assertTrue(dump(request, many, table) >= SOCKETS_MIN);
        }
        assertEquals(allocatedBytes(request, few, table), allocatedBytes(request, many, table));
    }

    private static List<GroupKey> keys(String words) throws KernelException {
        Listeners listeners = new Listeners();
        new LinuxSockDiag(Golden.kernel()).dump(ALL, socket -> {
            if (socket.state() == TcpState.LISTEN) {
                listeners.accept(socket);
            }
        });
        return Arrays.stream(words.split(","))
                .map(word -> GroupKeys.byWord(word).orElseThrow())
                .map(key -> key instanceof ListenerKey needs ? needs.withListeners(listeners) : key)
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

    private static long allocatedBytes(DumpRequest request, List<Reply> replies, GroupTable table)
            throws KernelException {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        dump(request, replies, table);
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }

    private static long dump(DumpRequest request, List<Reply> replies, GroupTable table) throws KernelException {
        var result = new LinuxSockDiag(() -> RecordedChannel.of(replies)).dump(request, table::add);
        assertEquals(Optional.empty(), result.fault());
        return result.sockets();
    }
}
