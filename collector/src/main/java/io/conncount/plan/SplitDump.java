package io.conncount.plan;

import io.conncount.socket.PortBox;
import io.conncount.socket.SocketSink;
import io.conncount.source.DumpRequest;
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
    private final SocketSource source;
    private String division = "one thread";

    SplitDump(SocketSource source) {
        this.source = source;
    }

    /** What a part of a dump was shown to, and how it went. */
    record Part<S extends SocketSink>(S sink, DumpResult result) {}

    /**
     * Shows the sockets that the step asks for, each to one of the sinks.
     *
     * @param sinks makes one for each part; a part shows its sockets from a thread of its own
     * @throws KernelException if the source refused a part of the dump
     */
    <S extends SocketSink> List<Part<S>> run(Step.FullDump step, Supplier<S> sinks) throws KernelException {
        List<PortBox> boxes = boxes(step);
        if (boxes.size() == 1) {
            return List.of(show(step.request(), sinks.get()));
        }
        ExecutorService threads = Executors.newFixedThreadPool(boxes.size());
        try {
            List<Callable<Part<S>>> parts = new ArrayList<>();
            for (PortBox box : boxes) {
                S sink = sinks.get();
                parts.add(() -> show(step.request().within(box), sink));
            }
            return results(threads.invokeAll(parts));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            DumpResult interrupted = new DumpResult(0, 0, Optional.of("the dump was interrupted"));
            return List.of(new Part<>(sinks.get(), interrupted));
        } finally {
            threads.shutdownNow();
        }
    }

    /** How the parts went, taken together. */
    static <S extends SocketSink> DumpResult together(List<Part<S>> parts) {
        DumpResult result = DumpResult.NOTHING;
        for (Part<S> part : parts) {
            result = result.plus(part.result);
        }
        return result;
    }

    /** How the sockets were divided among threads, for people. */
    String division() {
        return division;
    }

    private List<PortBox> boxes(Step.FullDump step) throws KernelException {
        if (step.threads() == 1) {
            return List.of(PortBox.ALL);
        }
        PortSample sample = new PortSample(
                source.division(step.request()), (double) Planner.SPLIT_SOCKETS_MIN / step.expectedSockets());
        source.dump(step.request().sample(PortSample.SOCKETS_MAX), sample);
        long expected = Math.round(step.expectedSockets() * sample.copiedShare());
        if (expected < Planner.SPLIT_SOCKETS_MIN) {
            division = "one thread after all, about " + expected + " sockets are copied";
            return List.of(PortBox.ALL);
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
        division = "split by a sample" + text;
        if (largest > PortSample.SHARE_MAX) {
            division = "one thread after all, the ports allow no even split" + text;
            return List.of(PortBox.ALL);
        }
        return boxes;
    }

    private <S extends SocketSink> Part<S> show(DumpRequest request, S sink) throws KernelException {
        return new Part<>(sink, source.dump(request, sink));
    }

    private static <S extends SocketSink> List<Part<S>> results(List<Future<Part<S>>> futures)
            throws KernelException, InterruptedException {
        List<Part<S>> parts = new ArrayList<>();
        for (Future<Part<S>> future : futures) {
            parts.add(get(future));
        }
        return parts;
    }

    private static <S extends SocketSink> Part<S> get(Future<Part<S>> part)
            throws KernelException, InterruptedException {
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
