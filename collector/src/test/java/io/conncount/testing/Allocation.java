package io.conncount.testing;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** Measures what the thread of a test allocates on the heap. */
public final class Allocation {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int ROUNDS_MAX = 30;

    /** What is measured. */
    public interface Work {
        void run() throws Exception;
    }

    private Allocation() {}

    /**
     * How many bytes more the second allocates than the first. Both run in turn until they allocate the same, or many times:
     * the least counts, for the compiler, whenever it is done, makes either allocate more for a while.
     */
    public static long moreBytes(Work few, Work many) throws Exception {
        long fewBytes = Long.MAX_VALUE;
        long manyBytes = 0;
        for (int round = 0; round < ROUNDS_MAX && manyBytes != fewBytes; round++) {
            fewBytes = Math.min(fewBytes, bytes(few));
            long bytes = bytes(many);
            manyBytes = round == 0 ? bytes : Math.min(manyBytes, bytes);
        }
        return manyBytes - fewBytes;
    }

    private static long bytes(Work work) throws Exception {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        work.run();
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }
}
