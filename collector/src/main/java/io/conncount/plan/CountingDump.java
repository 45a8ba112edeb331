package io.conncount.plan;

import io.conncount.count.GroupKey;
import io.conncount.count.GroupTable;
import io.conncount.socket.SocketSink;
import io.conncount.socket.SocketView;
import io.conncount.source.DumpResult;
import io.conncount.source.SocketSource;
import io.conncount.sys.KernelException;
import java.util.List;

/** A full dump that is counted as it comes: each part into a table of its own. */
final class CountingDump {
    private final SplitDump dump;
    private final List<GroupKey> keys;
    private final int groupsMax;

    CountingDump(SocketSource source, List<GroupKey> keys, int groupsMax) {
        dump = new SplitDump(source);
        this.keys = keys;
        this.groupsMax = groupsMax;
    }

    /** What was counted, and how the dump went. */
    record Counted(GroupTable table, DumpResult result) {}

    /** Counts the sockets that the step asks for. */
    Counted run(Step.FullDump step) throws KernelException {
        List<SplitDump.Part<Counting>> parts = dump.run(step, () -> new Counting(new GroupTable(keys, groupsMax)));
        GroupTable table = parts.get(0).sink().table;
        for (SplitDump.Part<Counting> part : parts.subList(1, parts.size())) {
            table.takeOver(part.sink().table);
        }
        return new Counted(table, SplitDump.together(parts));
    }

    /** How the sockets were divided among threads, for people. */
    String division() {
        return dump.division();
    }

    private record Counting(GroupTable table) implements SocketSink {
        @Override
        public void accept(SocketView socket) {
            table.add(socket);
        }
    }
}
