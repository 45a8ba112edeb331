package io.conncount.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.conncount.socket.AddressFamily;
import io.conncount.socket.Protocol;
import io.conncount.socket.TcpState;
import io.conncount.sys.Errno;
import io.conncount.sys.KernelException;
import io.conncount.testing.Datagrams;
import io.conncount.testing.Golden;
import io.conncount.testing.Messages;
import io.conncount.testing.RecordedChannel;
import io.conncount.testing.Reply;
import io.conncount.testing.SsText;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A kernel that does not know how to show both families in one walk is asked for one after the other. */
class OneWalkFallbackTest {
    private static final int ONE_WALK = 18;
    private static final Set<TcpState> LISTED = EnumSet.complementOf(EnumSet.of(TcpState.CLOSE));

    private final List<Integer> typesAsked = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(ints = {Errno.ENOENT, Errno.EINVAL, Errno.EOPNOTSUPP})
    void refusedOneWalkIsFollowedByOneWalkAFamily(int errno) throws Exception {
        LinuxSockDiag source = new LinuxSockDiag(() -> channel(errno, 0));
        assertEquals(SsText.sockets(Golden.ss("tcp")), dump(source));
        assertEquals(List.of(18, 20, 20), typesAsked);
    }

    @Test
    void refusedOneWalkIsNotTriedAgain() throws Exception {
        LinuxSockDiag source = new LinuxSockDiag(() -> channel(Errno.EINVAL, 0));
        dump(source);
        dump(source);
        assertEquals(List.of(18, 20, 20, 20, 20), typesAsked);
    }

    @Test
    void oneWalkRefusedForLackOfPermissionIsNotRetriedAnotherWay() {
        LinuxSockDiag source = new LinuxSockDiag(() -> channel(Errno.EPERM, 0));
        assertEquals(
                Errno.EPERM,
                assertThrows(KernelException.class, () -> dump(source)).errno());
        assertEquals(List.of(18), typesAsked);
    }

    @Test
    void bothWaysRefusedIsAnException() {
        LinuxSockDiag source = new LinuxSockDiag(() -> channel(Errno.ENOENT, Errno.ENOENT));
        assertEquals(
                Errno.ENOENT,
                assertThrows(KernelException.class, () -> dump(source)).errno());
        assertEquals(List.of(18, 20), typesAsked);
    }

    private RecordedChannel channel(int oneWalkErrno, int byFamilyErrno) {
        return new RecordedChannel(request -> {
            int type = request.duplicate().order(ByteOrder.nativeOrder()).getShort(4);
            typesAsked.add(type);
            int errno = type == ONE_WALK ? oneWalkErrno : byFamilyErrno;
            int sequence = Datagrams.sequence(request);
            return errno == 0
                    ? Reply.datagrams(List.of(Datagrams.answering(sequence, Golden.answer(exchange(request)))))
                    : List.of(Reply.datagram(Messages.error(sequence, errno)));
        });
    }

    private static String exchange(ByteBuffer request) {
        return request.get(Messages.HEADER_BYTES) == 2 ? Golden.TCP_IPV4 : Golden.TCP_IPV6;
    }

    private static List<String> dump(LinuxSockDiag source) throws KernelException {
        List<String> sockets = new ArrayList<>();
        source.dump(
                DumpRequest.of(Protocol.TCP, AddressFamily.IP, LISTED),
                socket -> sockets.add(SsText.of(socket, Golden.INTERFACES)));
        return sockets.stream().sorted().toList();
    }
}
