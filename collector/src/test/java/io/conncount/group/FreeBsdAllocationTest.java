package io.conncount.group;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.expression.Comparison;
import io.conncount.filter.Condition;
import io.conncount.filter.EndCondition;
import io.conncount.socket.AddressFamily;
import io.conncount.socket.Detail;
import io.conncount.socket.Protocol;
import io.conncount.socket.Side;
import io.conncount.socket.SocketNumber;
import io.conncount.socket.TcpState;
import io.conncount.source.DumpRequest;
import io.conncount.source.DumpResult;
import io.conncount.source.HeldSockets;
import io.conncount.source.HostSource;
import io.conncount.source.SocketSource;
import io.conncount.sys.Sysctls;
import io.conncount.testing.Allocation;
import io.conncount.testing.Captures;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From the bytes of a pcblist to a count in a table, nothing is allocated for a row. */
class FreeBsdAllocationTest {
    private static final String TCP = "net.inet.tcp.pcblist";
    private static final int HEAD_BYTES = 64;
    private static final int TIMES = 400;
    private static final DumpRequest FILTERED = DumpRequest.of(Protocol.TCP, AddressFamily.IP, TcpState.ALL)
            .telling(EnumSet.of(Detail.HOLDERS))
            .filtered(new Condition.All(List.of(
                    new EndCondition.PortIn(Side.LOCAL, 1, 65_535),
                    new Condition.NumberIs(SocketNumber.RECVQ, Comparison.GREATER_OR_EQUAL, 0))));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "state",
                "local-port,remote-port",
                "local-net,remote-net/8/32",
                "family,user,interface,timer,state,remote-address,remote-port",
                "process,pid,exe,jail,state",
            })
    void countingARowOfAnExistingGroupAllocatesNothing(String words) throws Exception {
        List<GroupKey> keys = Arrays.stream(words.split(","))
                .map(word -> GroupKeys.byWord(word).orElseThrow())
                .toList();
        GroupTable table = new GroupTable(keys, 1_000_000);
        SocketSource few = sockets(1, keys);
        SocketSource many = sockets(TIMES, keys);
        assertTrue(dump(many, table) > 90_000);
        assertEquals(0, Allocation.moreBytes(() -> dump(few, table), () -> dump(many, table)));
    }

    private static SocketSource sockets(int times, List<GroupKey> keys) throws Exception {
        Set<Detail> details = EnumSet.noneOf(Detail.class);
        keys.forEach(key -> details.addAll(key.details()));
        SocketSource source =
                HeldSockets.of(HostSource.freeBsd(repeated(times)), details).sockets();
        source.readHolders(1);
        return source;
    }

    /** The captured rows so many times over. */
    private static Sysctls repeated(int times) throws Exception {
        byte[] list = Captures.bytes("15.1", "main__" + TCP);
        int rowsBytes = list.length - 2 * HEAD_BYTES;
        byte[] longer = Arrays.copyOf(list, 2 * HEAD_BYTES + times * rowsBytes);
        for (int i = 0; i < times; i++) {
            System.arraycopy(list, HEAD_BYTES, longer, HEAD_BYTES + i * rowsBytes, rowsBytes);
        }
        System.arraycopy(list, list.length - HEAD_BYTES, longer, longer.length - HEAD_BYTES, HEAD_BYTES);
        return Captures.with(Captures.sysctls("15.1", "main"), TCP, longer);
    }

    private static long dump(SocketSource source, GroupTable table) throws Exception {
        DumpResult result = source.dump(FILTERED, table::add);
        assertEquals(Optional.empty(), result.fault());
        return result.sockets();
    }
}
