package io.conncount.sampler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import io.conncount.filter.OwnerCondition;
import io.conncount.socket.AddressFamily;
import io.conncount.socket.Protocol;
import io.conncount.socket.TcpState;
import io.conncount.source.DumpRequest;
import io.conncount.source.DumpResult;
import io.conncount.source.HostSource;
import io.conncount.source.SocketSource;
import io.conncount.testing.SocketNamespace;
import io.conncount.testing.Waiting;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A sampler that asks a kernel about real sockets; needs root. */
@Timeout(Waiting.SECONDS_MAX)
class SamplerIT {
    private static final Duration SOON = Duration.ofMillis(2);
    private static final long CPU_NANOS_MIN = 100_000_000;
    private static final double FREELY = 1_000;
    private static final DumpRequest ALL = DumpRequest.of(Protocol.TCP, AddressFamily.IP, TcpState.ALL);

    private static SocketNamespace namespace;
    private static long sockets;

    private final BlockingQueue<Series.State<DumpResult>> states = new LinkedBlockingQueue<>();

    @BeforeAll
    static void makeSockets() throws Exception {
        namespace = new SocketNamespace("--connections", "3000");
        sockets = namespace.made("established") + namespace.made("listen");
    }

    @AfterAll
    static void letThemGo() throws Exception {
        namespace.close();
    }

    private void sample(Sampler sampler, Series.Probe<DumpResult> probe) throws Exception {
        Series<DumpResult> series = sampler.every(SOON, "dumps", probe, DumpResult::fault);
        sampler.onSample(() -> states.add(series.state()));
        namespace.call(() -> {
            sampler.start();
            return null;
        });
    }

    @Test
    void dumpThatTakesTooLongIsGivenUpAndTheNextIsWhole() throws Exception {
        SocketSource source = namespace.call(() -> HostSource.open().sockets());
        // The first dump loads classes, which takes long on a busy machine, and is not to count.
        namespace.call(() -> source.dump(ALL, socket -> {}));
        AtomicInteger taken = new AtomicInteger();
        CpuClock cpu = new CpuClock();
        try (Sampler sampler = new Sampler(FREELY, Duration.ofSeconds(4))) {
            sample(sampler, () -> {
                DumpResult result = source.dump(ALL, socket -> {});
                if (taken.getAndIncrement() == 1) {
                    long enoughNanos = cpu.ofThisThreadNanos() + CPU_NANOS_MIN;
                    while (result.fault().isEmpty() || cpu.ofThisThreadNanos() < enoughNanos) {
                        result = source.dump(ALL, socket -> {});
                    }
                }
                return result;
            });
            assertEquals(sockets, states.take().last().orElseThrow().value().sockets());
            Series.State<DumpResult> late = states.take();
            assertEquals(sockets, late.last().orElseThrow().value().sockets(), "the last good one stays");
            assertEquals(
                    "the sample took longer than the deadline of 4.0 s and was abandoned",
                    late.failure().orElseThrow());
            assertTrue(late.lastCpu().toNanos() >= CPU_NANOS_MIN, late::toString);
            Series.State<DumpResult> next = states.take();
            assertEquals(Optional.empty(), next.failure());
            assertEquals(sockets, next.last().orElseThrow().value().sockets());
            assertEquals(1, next.failed());
            assertEquals(3, next.taken());
        }
    }

    /** The kernel tells marks to CAP_NET_ADMIN only, which is the thread's. */
    @Test
    void kernelThatRefusesForAWhileIsAskedUntilItAnswersAgain() throws Exception {
        SocketSource source = namespace.call(() -> HostSource.open().sockets());
        DumpRequest marked = ALL.filtered(new OwnerCondition.MarkIs(0, 0xffff_ffff));
        AtomicBoolean allowed = new AtomicBoolean(true);
        try (Sampler sampler = new Sampler(FREELY, Duration.ofSeconds(Waiting.SECONDS_MAX))) {
            sample(sampler, () -> {
                allowNetAdmin(allowed.get());
                return source.dump(marked, socket -> {});
            });
            assertEquals(Optional.empty(), states.take().failure());
            allowed.set(false);
            Series.State<DumpResult> refused = states.take();
            while (refused.failed() < 3) {
                refused = states.take();
            }
            assertEquals(
                    "a filter on the firewall mark: operation not permitted (EPERM)",
                    refused.failure().orElseThrow());
            assertEquals(sockets, refused.last().orElseThrow().value().sockets());
            allowed.set(true);
            Series.State<DumpResult> again = states.take();
            while (again.failure().isPresent()) {
                again = states.take();
            }
            assertTrue(again.last().orElseThrow().takenNanos()
                    > refused.last().orElseThrow().takenNanos());
            assertTrue(again.failed() >= 3, again::toString);
        }
    }

    /** Sets the effective capabilities of this thread, by capset(2): all, with or without one of them. */
    private static void allowNetAdmin(boolean allowed) {
        int version3 = 0x2008_0522;
        int netAdmin = 1 << 12;
        NativeLibrary libc = NativeLibrary.getProcess();
        ByteBuffer header = ByteBuffer.allocateDirect(8).order(ByteOrder.nativeOrder());
        ByteBuffer sets = ByteBuffer.allocateDirect(24).order(ByteOrder.nativeOrder());
        header.putInt(0, version3);
        int result = libc.getFunction("capget").invokeInt(new Object[] {header, sets});
        sets.putInt(0, allowed ? sets.getInt(0) | netAdmin : sets.getInt(0) & ~netAdmin);
        result |= libc.getFunction("capset").invokeInt(new Object[] {header, sets});
        if (result != 0) {
            throw new IllegalStateException("capset failed with errno " + Native.getLastError());
        }
    }
}
