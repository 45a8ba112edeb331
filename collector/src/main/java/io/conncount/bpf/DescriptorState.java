package io.conncount.bpf;

/**
 * The memory that a walk over descriptors and this program share: the one value of a mapped array, numbers of 64 bits at these
 * offsets in bytes.
 */
final class DescriptorState {
    /** The process that is looked at ({@code struct task_struct} of its first thread); 0 before the first. */
    static final int PROCESS = 0;

    /** The thread whose descriptors are looked at. */
    static final int THREAD = PROCESS + 8;

    /** The process that asks, with which the walk begins and ends. */
    static final int FIRST = THREAD + 8;

    /** The process's number. */
    static final int PID = FIRST + 8;

    /** The table of descriptors ({@code struct file **}), the next one, and where it ends. */
    static final int FILES = PID + 8;

    static final int NEXT = FILES + 8;
    static final int END = NEXT + 8;

    /** How many processes and threads were looked at; more than there can be mean that the walk lost its way. */
    static final int TASKS = END + 8;

    /** 0 while the walk goes on; else one of the two below. */
    static final int OUTCOME = TASKS + 8;

    static final int DONE = 1;

    /** A process ended while it was looked at, so that nobody knows the next. */
    static final int LOST = 2;

    /** How many rows are written. */
    static final int ROWS = OUTCOME + 8;

    /** The file system of sockets ({@code struct super_block}), once it is known. */
    static final int SOCKFS = ROWS + 8;

    static final int POINTER = SOCKFS + 8;
    static final int NUMBER = POINTER + 8;

    /** The first bytes of an inode. */
    static final int INODE = NUMBER + 8;

    static final int INODE_BYTES_MAX = 128;

    /** Rows: the inode's number, then the process's in the upper and the descriptor in the lower half. */
    static final int ROW_AREA = INODE + INODE_BYTES_MAX;

    static final int ROW_BYTES = 16;

    private DescriptorState() {}
}
