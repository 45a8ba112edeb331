package io.conncount.collect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.group.GroupKey;
import io.conncount.group.GroupKeys;
import io.conncount.socket.AddressFamily;
import io.conncount.socket.Detail;
import io.conncount.socket.Protocol;
import io.conncount.socket.SocketNumber;
import io.conncount.socket.TcpState;
import io.conncount.source.DumpRequest;
import io.conncount.source.LinuxSockDiag;
import io.conncount.sys.KernelException;
import io.conncount.testing.Allocation;
import io.conncount.testing.Datagrams;
import io.conncount.testing.Golden;
import io.conncount.testing.RecordedChannel;
import io.conncount.testing.Reply;
import io.conncount.testing.TestSocket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The memory of sockets that a kernel once told of, added up. */
class MemoryTableTest {
    private static final DumpRequest ALL = DumpRequest.of(
                    Protocol.TCP, AddressFamily.IP, EnumSet.complementOf(EnumSet.of(TcpState.CLOSE)))
            .telling(EnumSet.of(Detail.TCP_INFO, Detail.MEMORY, Detail.CONGESTION, Detail.TRAFFIC_CLASS));

    private static final int GROUPS_MAX = 1_000;
    private static final int SOCKETS_MIN = 100_000;

    private static MemoryTable table(String... keys) {
        return new MemoryTable(GroupKeys.of(List.of(keys)), GROUPS_MAX);
    }

    private static void dump(MemoryTable table, List<Reply> replies) throws KernelException {
        new LinuxSockDiag(() -> RecordedChannel.of(replies)).dump(ALL, table);
    }

    /** The recorded sockets so many times over, and then the end. */
    private static List<Reply> recording(int times) {
        byte[] answer = Golden.answer(Golden.TCP_INFO);
        List<Integer> boundaries = Datagrams.boundaries(answer);
        int done = boundaries.get(boundaries.size() - 2);
        List<Reply> replies = new ArrayList<>(Collections.nCopies(times, Reply.datagram(Arrays.copyOf(answer, done))));
        replies.add(Reply.datagram(Arrays.copyOfRange(answer, done, answer.length)));
        return replies;
    }

    @Test
    void sumsAreThoseOfTheSocketsWhateverTheKeys() throws Exception {
        long[] received = new long[1];
        new LinuxSockDiag(() -> RecordedChannel.of(recording(1)))
                .dump(ALL, socket -> received[0] += Math.max(0, socket.number(SocketNumber.RMEM_ALLOC)));
        assertTrue(received[0] > 0);
        for (String keys : List.of("state", "local-port", "remote-address,remote-port")) {
            MemoryTable table = table(keys.split(","));
            dump(table, recording(1));
            assertEquals(
                    received[0],
                    table.uses().stream()
                            .mapToLong(use -> Math.max(0, use.receiveBytes()))
                            .sum(),
                    keys);
            assertEquals(0, table.untold(), keys);
        }
    }

    @Test
    void tablesOfThreadsAddUp() throws Exception {
        MemoryTable once = table("state");
        dump(once, recording(1));
        MemoryTable twice = table("state");
        twice.add(once);
        twice.add(once);
        assertEquals(2 * once.sockets(), twice.sockets());
        for (int i = 0; i < once.uses().size(); i++) {
            assertEquals(
                    2 * once.uses().get(i).totalBytes(), twice.uses().get(i).totalBytes());
            assertEquals(once.uses().get(i).value(0), twice.uses().get(i).value(0));
        }
    }

    @Test
    void socketsThatTellNothingHaveNoMemoryThatIsKnown() {
        MemoryTable table = table("state");
        table.accept(TestSocket.ipv4(TcpState.ESTABLISHED, 80, 5000));
        table.accept(TestSocket.ipv4(TcpState.TIME_WAIT, 80, 5001).mini());
        assertEquals(1, table.untold());
        MemoryUse timeWait = table.uses().get(0);
        assertEquals("time_wait", timeWait.value(0));
        assertEquals(0, timeWait.totalBytes());
        assertEquals(MemoryUse.UNKNOWN, table.uses().get(1).totalBytes());
    }

    @Test
    void socketsBeyondTheLimitAreCounted() throws Exception {
        List<GroupKey> keys = GroupKeys.of(List.of("local-port", "remote-port"));
        MemoryTable table = new MemoryTable(keys, 2);
        dump(table, recording(1));
        assertEquals(2, table.uses().size());
        assertTrue(table.ungrouped() > 0);
        MemoryTable sum = new MemoryTable(keys, 2);
        sum.add(table);
        assertEquals(table.ungrouped(), sum.ungrouped());
        assertEquals(table.sockets(), sum.sockets());
    }

    @Test
    void addingASocketOfAnExistingGroupAllocatesNothing() throws Exception {
        MemoryTable table = table("state", "local-port");
        List<Reply> few = recording(1);
        long before = table.sockets();
        dump(table, few);
        int times = (int) (SOCKETS_MIN / (table.sockets() - before)) + 1;
        List<Reply> many = recording(times);
        assertEquals(0, Allocation.moreBytes(() -> dump(table, few), () -> dump(table, many)));
    }
}
