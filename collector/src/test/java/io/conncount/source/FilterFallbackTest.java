package io.conncount.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.expression.Comparison;
import io.conncount.filter.Condition;
import io.conncount.filter.EndCondition;
import io.conncount.filter.OwnerCondition;
import io.conncount.socket.AddressFamily;
import io.conncount.socket.Protocol;
import io.conncount.socket.Side;
import io.conncount.socket.SocketNumber;
import io.conncount.socket.TcpState;
import io.conncount.sys.Errno;
import io.conncount.sys.KernelException;
import io.conncount.testing.Datagrams;
import io.conncount.testing.Golden;
import io.conncount.testing.Messages;
import io.conncount.testing.RecordedChannel;
import io.conncount.testing.Reply;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of a filter that a kernel refuses to run. */
class FilterFallbackTest {
    private static final int ONE_WALK = 18;
    private static final int BY_FAMILY = 20;
    /** Where {@code INET_DIAG_REQ_BYTECODE} begins in a request of {@link #ONE_WALK}, and in one of the other kind. */
    private static final int PROGRAM_OFFSET = Messages.HEADER_BYTES + 60 + 4;

    private static final int PROGRAM_OFFSET_BY_FAMILY = Messages.HEADER_BYTES + 56 + 4;
    private static final int CGROUP_CONDITION = 13;
    private static final int MARK_CONDITION = 10;

    private static final Condition CGROUP = new OwnerCondition.CgroupIs(1, "/");
    private static final Condition LISTENING_PORT = new EndCondition.PortIn(Side.REMOTE, 0, 0);
    private static final Condition MARK = new OwnerCondition.MarkIs(0x2a, -1);
    private static final Condition UID = new Condition.NumberIs(SocketNumber.UID, Comparison.EQUAL, 1234);

    private final List<String> asked = new ArrayList<>();

    @Test
    void cgroupsAreDecidedHereWhereTheKernelDoesNotKnowTheOperation() throws Exception {
        LinuxSockDiag source = new LinuxSockDiag(() -> kernel(CGROUP_CONDITION, Errno.EINVAL, false));
        Condition filter = new Condition.All(List.of(CGROUP, LISTENING_PORT));
        assertEquals("cgroup = / and dport = :0", source.split(request(filter)).textBySource());
        long shown = dump(source, filter);
        assertTrue(shown > 0);
        assertEquals(List.of("18 refused", "18"), asked);
        assertEquals("dport = :0", source.split(request(filter)).textBySource());
        assertEquals("cgroup = /", source.split(request(filter)).textHere());
        assertEquals(shown, dump(source, filter));
        assertEquals(List.of("18 refused", "18", "18"), asked);
    }

    @Test
    void kernelThatRefusesTheOneWalkTooIsAskedFamilyByFamily() throws Exception {
        LinuxSockDiag source = new LinuxSockDiag(() -> kernel(CGROUP_CONDITION, Errno.EINVAL, true));
        assertTrue(dump(source, CGROUP) > 0);
        assertEquals(List.of("18 refused", "18 refused", "20", "20"), asked);
    }

    @Test
    void marksThatAreNotToldAreARefusalAndNoEmptyAnswer() {
        for (Condition filter : List.of(
                MARK,
                new Condition.Not(MARK),
                new Condition.Any(List.of(MARK, UID)),
                new Condition.All(List.of(UID, new Condition.Any(List.of(MARK, UID)))))) {
            LinuxSockDiag source = new LinuxSockDiag(() -> kernel(MARK_CONDITION, Errno.EPERM, false));
            KernelException refusal = assertThrows(KernelException.class, () -> dump(source, filter));
            assertEquals("a filter on the firewall mark: operation not permitted (EPERM)", refusal.getMessage());
            assertTrue(refusal.remedy().contains("CAP_NET_ADMIN"), refusal.remedy());
        }
    }

    @Test
    void otherRefusalsStayWhatTheyAre() {
        LinuxSockDiag source = new LinuxSockDiag(() -> kernel(CGROUP_CONDITION, Errno.EPERM, false));
        assertEquals(
                "dump(NETLINK_SOCK_DIAG): operation not permitted (EPERM)",
                assertThrows(KernelException.class, () -> dump(source, CGROUP)).getMessage());
    }

    /** Answers as the recorded kernel without a filter would, and refuses programs that have this operation. */
    private RecordedChannel kernel(int refusedOperation, int errno, boolean oneWalkRefused) {
        return new RecordedChannel(request -> {
            ByteBuffer bytes = request.duplicate().order(ByteOrder.nativeOrder());
            int type = bytes.getShort(4);
            boolean refused = hasOperation(bytes, type, refusedOperation);
            int error = refused ? errno : oneWalkRefused && type == ONE_WALK ? Errno.EINVAL : 0;
            asked.add(type + (error == 0 ? "" : " refused"));
            int sequence = Datagrams.sequence(request);
            if (error != 0) {
                return List.of(Reply.datagram(Messages.error(sequence, error)));
            }
            String exchange = type == ONE_WALK
                    ? Golden.TCP
                    : request.get(Messages.HEADER_BYTES) == 2 ? Golden.TCP_IPV4 : Golden.TCP_IPV6;
            return Reply.datagrams(List.of(Datagrams.answering(sequence, Golden.answer(exchange))));
        });
    }

    private static boolean hasOperation(ByteBuffer request, int type, int operation) {
        int at = type == BY_FAMILY ? PROGRAM_OFFSET_BY_FAMILY : PROGRAM_OFFSET;
        while (at < request.limit()) {
            if (request.get(at) == operation) {
                return true;
            }
            at += request.get(at + 1);
        }
        return false;
    }

    private static DumpRequest request(Condition filter) {
        return DumpRequest.of(Protocol.TCP, AddressFamily.IP, TcpState.ALL).filtered(filter);
    }

    private static long dump(LinuxSockDiag source, Condition filter) throws KernelException {
        List<Integer> ports = new ArrayList<>();
        source.dump(request(filter), socket -> ports.add(socket.localPort()));
        return ports.size();
    }
}
