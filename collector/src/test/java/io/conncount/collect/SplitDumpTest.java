package io.conncount.collect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.conncount.filter.Condition;
import io.conncount.filter.EndCondition;
import io.conncount.filter.FilterSplit;
import io.conncount.group.GroupTable;
import io.conncount.socket.AddressFamily;
import io.conncount.socket.PortBox;
import io.conncount.socket.Protocol;
import io.conncount.socket.Side;
import io.conncount.socket.SocketSink;
import io.conncount.socket.TcpState;
import io.conncount.source.DumpRequest;
import io.conncount.source.DumpResult;
import io.conncount.source.SocketSource;
import io.conncount.sys.Errno;
import io.conncount.sys.KernelException;
import io.conncount.testing.TestSocket;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A dump in parts: what they count together, and what becomes of a part that fails. */
class SplitDumpTest {
    private static final int SOCKETS = 10_000;
    private static final List<TestSocket> POPULATION = IntStream.range(0, SOCKETS)
            .mapToObj(i -> TestSocket.ipv4(TcpState.ESTABLISHED, 443, 20_000 + i))
            .toList();
    private static final DumpRequest ALL =
            DumpRequest.of(Protocol.TCP, AddressFamily.IP, EnumSet.of(TcpState.ESTABLISHED));

    /** Shows the population; the part that holds the highest port ends as it is told to. */
    private static class Population implements SocketSource {
        private final List<TestSocket> sockets;
        private final Optional<String> faultOfLastPart;
        private final boolean lastPartIsRefused;

        Population(List<TestSocket> sockets, Optional<String> faultOfLastPart, boolean lastPartIsRefused) {
            this.sockets = sockets;
            this.faultOfLastPart = faultOfLastPart;
            this.lastPartIsRefused = lastPartIsRefused;
        }

        @Override
        public String name() {
            return "population";
        }

        @Override
        public DumpResult dump(DumpRequest request, SocketSink sink) throws KernelException {
            List<TestSocket> inside = sockets.stream()
                    .filter(s -> request.ports().contains(s.localPort(), s.remotePort()))
                    .limit(request.socketsMax())
                    .toList();
            boolean last = request.ports().largerMin() > 0;
            if (last && lastPartIsRefused) {
                throw new KernelException("dump", Errno.ENOMEM);
            }
            inside.forEach(sink::accept);
            return new DumpResult(inside.size(), 124L * inside.size(), last ? faultOfLastPart : Optional.empty());
        }
    }

    /** What was counted, and how the dump went. */
    private record Counted(GroupTable table, DumpResult result, String division) {}

    private static Counted dump(SocketSource source, Step.FullDump step) throws KernelException {
        SplitDump.Outcome<Step.Counting> outcome = SplitDump.run(source, step, () -> new Step.Counting(empty()));
        GroupTable table = empty();
        outcome.sinks().forEach(part -> table.takeOver(part.table()));
        return new Counted(table, outcome.result(), outcome.division());
    }

    private static GroupTable empty() {
        return new GroupTable(Queries.by("remote-port").keys(), Queries.GROUPS_MAX);
    }

    private static Counted dump(SocketSource source, int threads) throws KernelException {
        return dump(source, new Step.FullDump(ALL, threads, 1_000_000, "asked for"));
    }

    @Test
    void partsTogetherCountEverySocketOnce() throws Exception {
        for (int threads = 1; threads <= 4; threads++) {
            Counted counted = dump(new Population(POPULATION, Optional.empty(), false), threads);
            assertEquals(SOCKETS, counted.table().total());
            assertEquals(SOCKETS, counted.table().size());
            assertEquals(new DumpResult(SOCKETS, 124L * SOCKETS, Optional.empty()), counted.result());
        }
    }

    @Test
    void faultOfOnePartIsThatOfTheWhole() throws Exception {
        Counted counted = dump(new Population(POPULATION, Optional.of("cut short"), false), 2);
        assertEquals(Optional.of("cut short"), counted.result().fault());
        assertEquals(SOCKETS, counted.result().sockets());
    }

    @Test
    void partThatIsRefusedIsARefusalOfTheWhole() {
        Population population = new Population(POPULATION, Optional.empty(), true);
        KernelException error = assertThrows(KernelException.class, () -> dump(population, 3));
        assertEquals(Errno.ENOMEM, error.errno());
    }

    @Test
    void socketsThatCannotBeSplitAreCountedByOneThread() throws Exception {
        List<TestSocket> same =
                IntStream.range(0, 5000).mapToObj(i -> POPULATION.get(0)).toList();
        Counted counted = dump(new Population(same, Optional.empty(), false), 2);
        assertEquals(5000, counted.table().total());
        assertTrue(counted.division().startsWith("one thread"), counted.division());
    }

    @Test
    void dumpThatIsInterruptedGivesAnAnswerThatSaysSo() throws Exception {
        CountDownLatch begun = new CountDownLatch(2);
        SocketSource endless = new Population(POPULATION, Optional.empty(), false) {
            @Override
            public DumpResult dump(DumpRequest request, SocketSink sink) throws KernelException {
                if (request.ports().equals(PortBox.ALL)) {
                    return super.dump(request, sink);
                }
                begun.countDown();
                LockSupport.park();
                return DumpResult.NOTHING;
            }
        };
        ExecutorService thread = Executors.newSingleThreadExecutor();
        Future<Counted> counted = thread.submit(() -> dump(endless, 2));
        begun.await();
        thread.shutdownNow();
        assertEquals(
                Optional.of("the dump was interrupted"), counted.get().result().fault());
    }

    @Test
    void splitPaysByWhatTheSourceCopiesAndNotByWhatTheFilterLeaves() throws Exception {
        Condition few = new EndCondition.PortIn(Side.REMOTE, 20_000, 20_049);
        Step.FullDump step = new Step.FullDump(ALL.filtered(few), 2, 1_000_000, "asked for");
        assertEquals(
                "one thread, because only about 24414 sockets are copied",
                divisionOf(new Filtering(new Population(POPULATION, Optional.empty(), false), true), step));
        String split = divisionOf(new Filtering(new Population(POPULATION, Optional.empty(), false), false), step);
        assertTrue(split.startsWith("split by a sample"), split);
    }

    @Test
    void filterLeavesTheSameSocketsHoweverTheDumpIsSplit() throws Exception {
        Condition odd = new EndCondition.PortIn(Side.REMOTE, 20_500, 26_999);
        for (boolean bySource : new boolean[] {true, false}) {
            for (int threads = 1; threads <= 4; threads++) {
                SocketSource source = new Filtering(new Population(POPULATION, Optional.empty(), false), bySource);
                Step.FullDump step = new Step.FullDump(ALL.filtered(odd), threads, 1_000_000, "asked for");
                Counted counted = dump(source, step);
                assertEquals(6_500, counted.table().total());
                assertEquals(6_500, counted.table().size());
            }
        }
    }

    private static String divisionOf(SocketSource source, Step.FullDump step) throws KernelException {
        Counted counted = dump(source, step);
        assertEquals(50, counted.table().total());
        return counted.division();
    }

    /** Shows what the filter accepts, and says who decided that. */
    private record Filtering(Population population, boolean bySource) implements SocketSource {
        @Override
        public String name() {
            return population.name();
        }

        @Override
        public FilterSplit split(DumpRequest request) {
            return bySource ? new FilterSplit(request.conditions(), List.of()) : SocketSource.super.split(request);
        }

        @Override
        public DumpResult dump(DumpRequest request, SocketSink sink) throws KernelException {
            return population.dump(request, socket -> {
                if (request.filter().isEmpty() || request.filter().get().test(socket)) {
                    sink.accept(socket);
                }
            });
        }
    }
}
