package io.conncount.plan;

import io.conncount.count.GroupKey;
import io.conncount.count.GroupTable;
import io.conncount.socket.PortBox;
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

/** A full dump that is counted as it comes, by one thread or by several with a box of ports each. */
final class CountingDump {
    private final SocketSource source;
    private final List<GroupKey> keys;
    private final int groupsMax;
    private String division = "one thread";

    CountingDump(SocketSource source, List<GroupKey> keys, int groupsMax) {
        this.source = source;
        this.keys = keys;
        this.groupsMax = groupsMax;
    }

    /** What a part of a dump has counted, and how it went. */
    record Counted(GroupTable table, DumpResult result) {}

    /** Counts the sockets that the step asks for. */
    Counted run(Step.FullDump step) throws KernelException {
        List<PortBox> boxes = boxes(step);
        if (boxes.size() == 1) {
            return count(step.request());
        }
        ExecutorService threads = Executors.newFixedThreadPool(boxes.size());
        try {
            List<Callable<Counted>> parts = new ArrayList<>();
            for (PortBox box : boxes) {
                parts.add(() -> count(step.request().within(box)));
            }
            return merged(threads.invokeAll(parts));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            GroupTable nothing = new GroupTable(keys, groupsMax);
            return new Counted(nothing, new DumpResult(0, 0, Optional.of("the count was interrupted")));
        } finally {
            threads.shutdownNow();
        }
    }

    /** How the sockets were divided among threads, for people. */
    String division() {
        return division;
    }

    private List<PortBox> boxes(Step.FullDump step) throws KernelException {
        if (step.threads() == 1) {
            return List.of(PortBox.ALL);
        }
        PortSample sample = new PortSample();
        source.dump(step.request().sample(PortSample.SOCKETS_MAX), sample);
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

    private Counted count(DumpRequest request) throws KernelException {
        GroupTable table = new GroupTable(keys, groupsMax);
        DumpResult result = source.dump(request, table::add);
        return new Counted(table, result);
    }

    private Counted merged(List<Future<Counted>> parts) throws KernelException, InterruptedException {
        GroupTable table = new GroupTable(keys, groupsMax);
        DumpResult result = DumpResult.NOTHING;
        for (Future<Counted> future : parts) {
            Counted part = get(future);
            table.takeOver(part.table);
            result = result.plus(part.result);
        }
        return new Counted(table, result);
    }

    private static Counted get(Future<Counted> part) throws KernelException, InterruptedException {
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
