package io.conncount.collect;

import io.conncount.socket.PortBox;
import io.conncount.socket.SocketSink;
import io.conncount.source.DumpResult;
import io.conncount.source.SocketSource;
import io.conncount.sys.KernelException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/** A full dump by one thread, or by several with a box of ports each. */
final class SplitDump {
    private SplitDump() {}

    /**
     * How a dump went.
     *
     * @param sinks those that sockets were shown to, one for each part
     * @param result of all parts together
     * @param division how the sockets were divided among threads, for people
     */
    record Outcome<S extends SocketSink>(List<S> sinks, DumpResult result, String division) {}

    /**
     * Shows the sockets that the step asks for, each to one of the sinks.
     *
     * @param sinks makes one sink for each part; each part shows its sockets from a separate thread
     * @throws KernelException if the source refused a part of the dump
     */
    static <S extends SocketSink> Outcome<S> run(SocketSource source, Step.FullDump step, Supplier<S> sinks)
            throws KernelException {
        Division division = divide(source, step);
        List<S> shown = new ArrayList<>();
        List<Callable<DumpResult>> parts = new ArrayList<>();
        for (PortBox box : division.boxes) {
            S sink = sinks.get();
            shown.add(sink);
            parts.add(() -> source.dump(step.request().within(box), sink));
        }
        if (parts.size() == 1) {
            return new Outcome<>(shown, source.dump(step.request(), shown.get(0)), division.text);
        }
        try {
            return new Outcome<>(shown, together(parts), division.text);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            // Threads may still be writing to the sinks: none of what they hold is part of the outcome.
            DumpResult interrupted = new DumpResult(0, 0, Optional.of("the dump was interrupted"));
            return new Outcome<>(List.of(sinks.get()), interrupted, division.text);
        }
    }

    /**
     * How a dump is divided among threads.
     *
     * @param text the same for people
     */
    private record Division(List<PortBox> boxes, String text) {
        static Division oneThread(String text) {
            return new Division(List.of(PortBox.ALL), text);
        }
    }

    private static Division divide(SocketSource source, Step.FullDump step) throws KernelException {
        if (step.threads() == 1) {
            return Division.oneThread("one thread");
        }
        PortSample sample = new PortSample(
                source.split(step.request()), (double) Planner.SPLIT_SOCKETS_MIN / step.expectedSockets());
        source.dump(step.request().sample(PortSample.SOCKETS_MAX), sample);
        long expected = Math.round(step.expectedSockets() * sample.copiedShare());
        if (expected < Planner.SPLIT_SOCKETS_MIN) {
            return Division.oneThread("one thread, because only about " + expected + " sockets are copied");
        }
        List<PortBox> boxes = sample.split(step.threads());
        StringBuilder text = new StringBuilder();
        double largest = 0;
        for (PortBox box : boxes) {
            double share = sample.share(box);
            largest = Math.max(largest, share);
            text.append("; ")
                    .append(box)
                    .append(": ")
                    .append(Math.round(share * 100))
                    .append(" %");
        }
        return largest > PortSample.SHARE_MAX
                ? Division.oneThread("one thread, because the ports do not allow an even split" + text)
                : new Division(boxes, "split by a sample" + text);
    }

    private static DumpResult together(List<Callable<DumpResult>> parts) throws KernelException, InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(parts.size());
        try {
            DumpResult result = DumpResult.NOTHING;
            for (Future<DumpResult> part : threads.invokeAll(parts)) {
                result = result.plus(get(part));
            }
            return result;
        } finally {
            threads.shutdownNow();
        }
    }

    private static DumpResult get(Future<DumpResult> part) throws KernelException, InterruptedException {
        try {
            return part.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof KernelException refused) {
                throw refused;
            }
            throw new IllegalStateException(e.getCause());
        }
    }
}
