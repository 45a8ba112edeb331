package io.conncount.collect;

import io.conncount.group.GroupTable;
import java.util.Comparator;

/**
 * The memory of a group of sockets, as {@code sk_get_meminfo} of Linux tells it.
 *
 * @param group the number of the group in its table, of which the last key is not one that was asked for
 * @param orphans true for sockets that no process holds any more
 * @param sockets how many there are
 * @param receiveBytes data that was received and not read
 * @param sendBytes data that waits to be sent or acknowledged
 * @param forwardBytes memory that is reserved and not used yet
 * @param optionBytes memory of options
 * @param backlogBytes packets that wait for the lock of a socket
 */
public record MemoryUse(
        GroupTable table,
        int group,
        boolean orphans,
        long sockets,
        long receiveBytes,
        long sendBytes,
        long forwardBytes,
        long optionBytes,
        long backlogBytes) {
    static final Comparator<MemoryUse> LARGEST_FIRST = Comparator.comparingLong(MemoryUse::totalBytes)
            .thenComparingLong(MemoryUse::sockets)
            .reversed()
            .thenComparing((one, other) -> one.table.compare(one.group, other.group));

    /** All of it. */
    public long totalBytes() {
        return receiveBytes + sendBytes + forwardBytes + optionBytes + backlogBytes;
    }

    /** The value of the key at this position, as machine formats show it. */
    public String value(int key) {
        return table.value(group, key);
    }

    /** The same as a person sees it. */
    public String screenValue(int key) {
        return table.screenValue(group, key);
    }
}
