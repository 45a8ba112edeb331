package io.conncount.bpf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.expression.Expression;
import io.conncount.expression.Predicate;
import io.conncount.expression.SocketField;
import io.conncount.socket.AddressFamily;
import io.conncount.socket.SocketNumber;
import io.conncount.socket.TcpState;
import io.conncount.testing.KernelLog;
import io.conncount.testing.SocketNamespace;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Walks in this kernel. Needs root. */
@ExtendWith(KernelLog.class)
class KernelWalkIT {
    private static final int CONNECTIONS = 300;
    private static final KernelWalk.GroupSink NO_GROUPS = (lanes, sockets) -> {};
    private static final WalkQuestion PORTS = new WalkQuestion(
            TcpState.ALL,
            AddressFamily.IP,
            Predicate.ALWAYS,
            List.of(Expression.of(SocketField.LOCAL_PORT), Expression.of(SocketField.REMOTE_PORT)));

    private static SocketNamespace namespace;

    @BeforeAll
    static void makeSockets() throws Exception {
        namespace = new SocketNamespace("--connections", "" + CONNECTIONS);
    }

    @AfterAll
    static void letThemGo() throws Exception {
        namespace.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void everyConnectionIsInItsGroup(int threads) throws Exception {
        Map<List<Long>, Long> groups = new HashMap<>();
        KernelWalk.Result result = count(GroupArea.GROUPS_MAX, threads, groups);
        assertEquals(new KernelWalk.Result(2 * CONNECTIONS, 2 * CONNECTIONS, 0, 0, 0, Optional.empty()), result);
        assertEquals(
                2 * CONNECTIONS,
                groups.values().stream().mapToLong(Long::longValue).sum());
        assertTrue(groups.keySet().stream().allMatch(ports -> ports.get(0) > 0 && ports.get(1) > 0));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 100})
    void groupsAreTakenWhereTheKernelHasNoRoomForMore(int groupsMax) throws Exception {
        Map<List<Long>, Long> few = new HashMap<>();
        Map<List<Long>, Long> all = new HashMap<>();
        assertEquals(count(GroupArea.GROUPS_MAX, 2, all), count(groupsMax, 2, few));
        assertEquals(all, few);
    }

    @Test
    void questionWithManyConditionsIsVerifiedOrRefused() throws Exception {
        List<Predicate> ports = IntStream.range(0, 1000)
                .mapToObj(port -> Predicate.equal(SocketField.LOCAL_PORT, 2L * port))
                .toList();
        WalkQuestion question = new WalkQuestion(
                TcpState.ALL, AddressFamily.IP, new Predicate.Any(ports), List.of(Expression.of(SocketField.STATE)));
        KernelWalk.Result result = namespace.call(() -> KernelWalk.open().count(question, List.of(NO_GROUPS)));
        assertEquals(2 * CONNECTIONS, result.full());
        WalkQuestion more = new WalkQuestion(
                TcpState.ALL,
                AddressFamily.IP,
                new Predicate.Any(IntStream.range(0, 40_000)
                        .mapToObj(port -> Predicate.equal(SocketField.LOCAL_PORT, port))
                        .toList()),
                List.of(Expression.of(SocketField.STATE)));
        assertThrows(WalkRefusedException.class, () -> KernelWalk.open().count(more, List.of(NO_GROUPS)));
    }

    @Test
    void refusedQuestionsLeaveNothingOpen() throws Exception {
        Expression computed = new Expression.NumberOf(SocketNumber.LAST_DATA_SENT);
        WalkQuestion question = new WalkQuestion(TcpState.ALL, AddressFamily.IP, Predicate.ALWAYS, List.of(computed));
        KernelWalk walk = KernelWalk.open();
        long before = openMaps();
        for (int i = 0; i < 5; i++) {
            assertThrows(WalkRefusedException.class, () -> walk.count(question, List.of(NO_GROUPS, NO_GROUPS)));
            assertThrows(WalkRefusedException.class, () -> walk.show(question, List.of(new NoRows(), new NoRows())));
        }
        assertEquals(before, openMaps());
    }

    private static final class NoRows implements KernelWalk.RowSink {
        @Override
        public void accept(ByteBuffer memory, int atBytes) {
            throw new AssertionError("a row of a question that was refused");
        }

        @Override
        public boolean satisfied() {
            return false;
        }
    }

    private static long openMaps() throws IOException {
        long maps = 0;
        for (File descriptor : Objects.requireNonNull(new File("/proc/self/fd").listFiles())) {
            Path path = descriptor.toPath();
            if (Files.isSymbolicLink(path)
                    && Files.readSymbolicLink(path).toString().contains("bpf-map")) {
                maps++;
            }
        }
        return maps;
    }

    private static KernelWalk.Result count(int groupsMax, int threads, Map<List<Long>, Long> groups) throws Exception {
        Map<List<Long>, Long> counted = new ConcurrentHashMap<>();
        KernelWalk.GroupSink sink = (lanes, sockets) -> counted.merge(List.of(lanes[0], lanes[1]), sockets, Long::sum);
        KernelWalk.Result result = namespace.call(() -> new KernelWalk(KernelLayout.ofThisKernel(), groupsMax)
                .count(PORTS, Collections.nCopies(threads, sink)));
        groups.putAll(counted);
        return result;
    }
}
