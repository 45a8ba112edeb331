package io.conncount.bpf;

import java.util.ArrayList;
import java.util.List;

/** TCP connections as one thread counted them where processes hold them. */
public final class HeldGroups implements KernelWalk.GroupSink {
    private static final int CHUNK_GROUPS = 1024;

    private final int lanes;
    private final List<long[]> chunks = new ArrayList<>();
    private int inLast = CHUNK_GROUPS;

    HeldGroups(int lanes) {
        this.lanes = lanes;
    }

    /** Takes groups. */
    @FunctionalInterface
    public interface Sink {
        /**
         * Takes one; a group may come several times.
         *
         * @param inode the socket's inode number if it may have more holders, or listens; else 0
         * @param pid the process that holds the sockets
         * @param descriptor by which it does, if there is an inode number
         * @param lanes those of the question, valid only inside the call; of a listener there is the state only
         */
        void accept(long inode, int pid, int descriptor, long[] lanes, long sockets);
    }

    @Override
    public void accept(long[] group, long sockets) {
        if (inLast == CHUNK_GROUPS) {
            chunks.add(new long[CHUNK_GROUPS * (lanes + 1)]);
            inLast = 0;
        }
        long[] last = chunks.get(chunks.size() - 1);
        int at = inLast * (lanes + 1);
        System.arraycopy(group, 0, last, at, lanes);
        last[at + lanes] = sockets;
        inLast++;
    }

    /** Shows every group. */
    public void forEach(Sink sink) {
        long[] ofQuestion = new long[lanes - DescriptorGroups.LANES];
        for (int chunk = 0; chunk < chunks.size(); chunk++) {
            long[] groups = chunks.get(chunk);
            int count = chunk == chunks.size() - 1 ? inLast : CHUNK_GROUPS;
            for (int at = 0; at < count * (lanes + 1); at += lanes + 1) {
                System.arraycopy(groups, at + DescriptorGroups.LANES, ofQuestion, 0, ofQuestion.length);
                long holder = groups[at + DescriptorGroups.HOLDER_LANE];
                sink.accept(
                        groups[at + DescriptorGroups.INODE_LANE],
                        (int) (holder >>> Integer.SIZE),
                        (int) holder,
                        ofQuestion,
                        groups[at + lanes]);
            }
        }
    }
}
