package io.conncount.collect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.counters.ProcNet;
import io.conncount.socket.AddressFamily;
import io.conncount.socket.SocketNumber;
import io.conncount.socket.SocketView;
import io.conncount.socket.TcpState;
import io.conncount.source.Host;
import io.conncount.source.KernelVersion;
import io.conncount.source.LinuxSockDiag;
import io.conncount.source.ProcNetDump;
import io.conncount.source.SocketSource;
import io.conncount.testing.Captures;
import io.conncount.testing.Golden;
import io.conncount.testing.TestSocket;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Accept queues out of what kernels gave, beside what their own tools printed of the same listeners. */
class ListenQueuesTest {
    private static final Pattern SS_LISTENER =
            Pattern.compile("LISTEN +(\\d+) +(\\d+) +\\[?([^ \\]%]+)]?(?:%\\w+)?:(\\d+) .*");
    private static final Pattern NETSTAT_LISTENER = Pattern.compile("tcp\\d+ +(\\d+)/\\d+/(\\d+) +(\\S+)\\.(\\d+) *");

    private static Host host(SocketSource source) {
        return new Host("test", source, new ProcNet(Golden.procNet()), KernelVersion.parse("6.18"));
    }

    /** As the tools print them: length, limit, address and port. */
    private static List<String> lines(ListenQueues queues) {
        return queues.queues().stream()
                .map(q -> q.length() + " " + q.limit() + " " + q.address() + " " + q.port())
                .sorted()
                .toList();
    }

    private static List<String> printed(List<String> text, Pattern listener) {
        return text.stream()
                .map(listener::matcher)
                .filter(Matcher::matches)
                .map(m -> m.group(1) + " " + m.group(2) + " " + m.group(3).replaceAll("^(0\\.0\\.0\\.0|::)$", "*") + " "
                        + m.group(4))
                .sorted()
                .toList();
    }

    @Test
    void queuesAreThoseThatSsPrints() throws Exception {
        ListenQueues queues = ListenQueues.of(host(new LinuxSockDiag(Golden.kernel())));
        List<String> expected = printed(Golden.ss("tcp"), SS_LISTENER);
        assertTrue(expected.size() > 2, expected::toString);
        assertEquals(expected, lines(queues));
        assertEquals(Optional.empty(), queues.fault());
        assertEquals(0, queues.leftOut());
    }

    @ParameterizedTest
    @ValueSource(strings = {"13.2", "15.1"})
    void queuesAreThoseThatNetstatOfFreeBsdPrints(String release) throws Exception {
        ListenQueues queues = ListenQueues.of(Captures.host(release, "main"));
        List<String> expected = printed(Captures.text(release, "netstat-aLnW"), NETSTAT_LISTENER);
        assertTrue(expected.contains("3 5 127.0.0.1 9090"), expected::toString);
        assertEquals(expected, lines(queues));
        assertEquals(
                new ListenQueue(AddressFamily.IPV4, 0, 0x7f00_0001L, 9090, 3, 5),
                queues.queues().get(0));
    }

    @TempDir
    private Path directory;

    private ListenQueues proc(String listeners) throws IOException {
        Files.writeString(directory.resolve("tcp"), "  sl  local_address rem_address\n" + listeners);
        Files.writeString(directory.resolve("tcp6"), "  sl  local_address rem_address\n");
        return ListenQueues.of(host(new ProcNetDump(directory)));
    }

    @Test
    void listenersWhoseLimitNobodyTellsAreLeftOutAndSaidToBe() throws IOException {
        String line = "   0: 0100007F:1F40 00000000:0000 0A 00000000:00000003 00:00000000 00000000"
                + "  1000        0 68097712 1 00000000add5955c 100 0 0 10 0\n";
        ListenQueues queues = proc(line + line);
        assertEquals(List.of(), queues.queues());
        assertEquals(2, queues.leftOut());
        assertEquals(
                "the accept queues of 2 listeners are not available here",
                queues.fault().orElseThrow());
        assertEquals(Optional.empty(), proc("").fault());
    }

    /** A listener on loopback. */
    private static SocketView listener(int port, long length, long limit) {
        TestSocket socket = TestSocket.ipv4(TcpState.LISTEN, port, 0);
        return (SocketView) Proxy.newProxyInstance(
                SocketView.class.getClassLoader(), new Class<?>[] {SocketView.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("number")) {
                        return arguments[0] == SocketNumber.RECVQ ? length : limit;
                    }
                    return method.invoke(socket, arguments);
                });
    }

    @Test
    void fullSiblingComesBeforeHalfFullQueuesThoughTheSumHasRoom() {
        ListenQueueTable table = new ListenQueueTable(false);
        table.accept(listener(80, 0, 10));
        table.accept(listener(80, 11, 10));
        table.accept(listener(80, 0, 10));
        table.accept(listener(80, 0, 10));
        table.accept(listener(81, 5, 10));
        ListenQueue first = table.queues(Optional.empty()).queues().get(0);
        assertEquals(new ListenQueue(AddressFamily.IPV4, 0, 0x7f00_0001L, 80, 11, 40, 4, 11, 10), first);
        assertEquals(1.1, first.fullestShare(), 1e-9);
    }

    @Test
    void sharedPortsAreAddedUpAndTheFullestComeFirst() {
        ListenQueueTable table = new ListenQueueTable(false);
        table.accept(listener(80, 1, 10));
        table.accept(listener(80, 2, 10));
        table.accept(listener(81, 1, 0));
        table.accept(listener(82, 5, 20));
        table.accept(listener(83, 0, 0));
        List<ListenQueue> queues = table.queues(Optional.empty()).queues();
        assertEquals(
                List.of(81, 82, 80, 83), queues.stream().map(ListenQueue::port).toList());
        assertEquals(new ListenQueue(AddressFamily.IPV4, 0, 0x7f00_0001L, 80, 3, 20, 2, 2, 10), queues.get(2));
    }

    @Test
    void thereIsAnEndToWhatIsKeptAndToWhatIsLookedAt() {
        ListenQueueTable table = new ListenQueueTable(false);
        for (int port = 1; port <= ListenQueueTable.ENDPOINTS_MAX; port++) {
            table.accept(listener(port, port, 60_000));
        }
        ListenQueues whole = table.queues(Optional.empty());
        assertEquals(ListenQueues.QUEUES_MAX, whole.queues().size());
        assertEquals(ListenQueueTable.ENDPOINTS_MAX - ListenQueues.QUEUES_MAX, whole.leftOut());
        assertEquals(ListenQueueTable.ENDPOINTS_MAX, whole.queues().get(0).port());
        assertEquals(Optional.empty(), whole.fault());
        table.accept(listener(ListenQueueTable.ENDPOINTS_MAX + 1, 0, 1));
        ListenQueues cut = table.queues(Optional.empty());
        assertEquals(whole.leftOut() + 1, cut.leftOut());
        assertEquals(
                "listeners use more than 50000 addresses and ports: 1 are not shown",
                cut.fault().orElseThrow());
        assertEquals("why", table.queues(Optional.of("why")).fault().orElseThrow());
    }
}
