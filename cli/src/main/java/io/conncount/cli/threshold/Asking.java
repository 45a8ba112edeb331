package io.conncount.cli.threshold;

import io.conncount.cli.options.ParsedArguments;
import io.conncount.collect.CapacityView;
import io.conncount.collect.SnapshotSource;
import io.conncount.counters.Measures;
import io.conncount.group.GroupKey;
import io.conncount.query.Query;
import io.conncount.query.Selection;
import io.conncount.snapshot.Snapshot;
import io.conncount.source.Host;
import io.conncount.sys.KernelException;
import java.io.IOException;
import java.util.List;

/** The host that is asked, whose counters are read once for all subjects. */
public final class Asking {
    private static final int GROUPS_MAX = 1_000_000;

    private final Host host;
    private final SnapshotSource counting;
    private Measures measures;
    private CapacityView capacity;

    /** @param counting who counts sockets: this host, or its daemon */
    public Asking(Host host, SnapshotSource counting) {
        this.host = host;
        this.counting = counting;
    }

    Host host() {
        return host;
    }

    Measures measures() {
        if (measures == null) {
            measures = host.counters().readAll();
        }
        return measures;
    }

    CapacityView capacity() throws KernelException {
        if (capacity == null) {
            capacity = CapacityView.of(host);
        }
        return capacity;
    }

    Snapshot count(Selection selection, List<GroupKey> keys) throws IOException, InterruptedException {
        return counting.collect(new Query(selection, keys, false, ParsedArguments.threadsDefault(), GROUPS_MAX));
    }

    /** Why a measure is not known. */
    String lacks(String name) {
        return host.recorded().isPresent()
                ? "a recording has no " + name
                : "the kernel does not show " + name + " here";
    }
}
