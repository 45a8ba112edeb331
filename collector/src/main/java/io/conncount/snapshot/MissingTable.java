package io.conncount.snapshot;

/**
 * Sockets that were requested but are not shown.
 *
 * @param table the label of their protocol; or the kernel's name of a kind without a protocol
 * @param module the kernel module that would show them; empty if none
 * @param sockets their number, from another count of the kernel; or {@link #SOCKETS_UNKNOWN}
 */
public record MissingTable(String table, String module, long sockets) {
    /** Stands where the kernel gave no number. */
    public static final long SOCKETS_UNKNOWN = -1;

    /** True if sockets may be missing from the answer. */
    public boolean mayHoldSockets() {
        return sockets != 0;
    }

    /** What is left out, why, and what to do about it. */
    public String explanation() {
        String holder = module.isEmpty() ? "the kernel has " : "it has ";
        String known = mayHoldSockets() ? holder + sockets : holder + "none";
        if (sockets == SOCKETS_UNKNOWN) {
            known = "whether it has any is unknown";
        }
        return module.isEmpty()
                ? table + " sockets are left out, no table of them is available here (" + known + ")"
                : table + " sockets are left out, this kernel does not show them (" + known + "): modprobe " + module;
    }
}
