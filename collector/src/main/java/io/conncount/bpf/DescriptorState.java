package io.conncount.bpf;

/**
 * The part of the shared memory that a walk over descriptors uses: numbers of 64 bits at these offsets in bytes.
 */
final class DescriptorState {
    /** The process that is looked at ({@code struct task_struct} of its first thread); 0 before the first. */
    static final int PROCESS = WalkState.DESCRIPTORS;

    /** The thread whose descriptors are looked at. */
    static final int THREAD = PROCESS + 8;

    /** The process that asks, with which the walk begins and ends. */
    static final int FIRST = THREAD + 8;

    /** The process's number. */
    static final int PID = FIRST + 8;

    /** The table of descriptors ({@code struct file **}), the first of the present batch, and where the table ends. */
    static final int FILES = PID + 8;

    static final int NEXT = FILES + 8;
    static final int END = NEXT + 8;

    /** How many more threads use the table than are known to; 0 if no other process does. */
    static final int STRANGERS = END + 8;

    /** How many of the batch were looked at, and 1 if it is fetched. */
    static final int TAKEN = STRANGERS + 8;

    static final int FETCHED = TAKEN + 8;

    /** How many processes and threads were looked at; more than there can be mean that the walk lost its way. */
    static final int TASKS = FETCHED + 8;

    /** 0 while the walk goes on; else one of the two below. */
    static final int OUTCOME = TASKS + 8;

    static final int DONE = 1;

    /** A process ended while it was looked at, so that nobody knows the next. */
    static final int LOST = 2;

    /** The functions of sockets as files ({@code struct file_operations}), once they are known. */
    static final int SOCKET_FUNCTIONS = OUTCOME + 8;

    /** The functions of the TCP socket seen last ({@code struct proto}). */
    static final int TCP = SOCKET_FUNCTIONS + 8;

    static final int NUMBER = TCP + 8;

    /** Neighbouring descriptors that are fetched at once. */
    static final int BATCH = 16;

    // Of each descriptor of the batch: its file, the functions of that, how often it is referred to, its inode and its
    // socket.
    static final int FILE = NUMBER + 8;
    static final int FUNCTIONS = FILE + BATCH * 8;
    static final int REFERENCES = FUNCTIONS + BATCH * 8;
    static final int INODE = REFERENCES + BATCH * 8;
    static final int SOCKET = INODE + BATCH * 8;

    static final int STATE_END = SOCKET + BATCH * 8;

    private DescriptorState() {}
}
