package io.conncount.bpf;

/**
 * The memory that a walk and this program share: the one value of a mapped array, numbers of 64 bits at these offsets in
 * bytes. What the walk keeps from one step to the next is here and not on its stack, which the verifier would follow value by
 * value.
 */
final class WalkState {
    /** The bucket to read next; set by this program. */
    static final int BUCKET = 0;

    /** The bucket to stop before; set by this program. */
    static final int END = BUCKET + 8;

    /** The chain's next socket; 0 between two chains. An odd number ends a chain, and is its bucket times two and one. */
    static final int NODE = END + 8;

    /** What a step does: 0 if it reads buckets and sockets, else one of the two below. */
    static final int DOING = NODE + 8;

    /** What was counted of a chain is taken back. */
    static final int UNDOING = 1;

    /** The sockets of the next buckets are fetched into the processor's cache. */
    static final int FETCHING = 2;

    /** How many rows are written; where they are counted, those of the present chain. */
    static final int ROWS = DOING + 8;

    /** Where the rows of the present chain begin. */
    static final int CHAIN_ROWS = ROWS + 8;

    /** 1 if not every row of the present chain is here, so that it cannot be read again. */
    static final int PARTIAL = CHAIN_ROWS + 8;

    /** How often the present chain was read again. */
    static final int TRIES = PARTIAL + 8;

    // Sockets of the present chain, by their kind.
    static final int CHAIN_FULL = TRIES + 8;
    static final int CHAIN_TIME_WAIT = CHAIN_FULL + 8;
    static final int CHAIN_HELD = CHAIN_TIME_WAIT + 8;

    /** Full sockets read, of any state, before the filter. */
    static final int FULL = CHAIN_HELD + 8;

    /** Mini-sockets that the kernel counts with TIME_WAIT. */
    static final int TIME_WAIT = FULL + 8;

    /** Sockets that the question asks for and that were counted. */
    static final int SOCKETS = TIME_WAIT + 8;

    /** Sockets that the question would ask for if no file held them. */
    static final int HELD = SOCKETS + 8;

    /** Chains whose end belonged to another bucket, again and again. */
    static final int UNSETTLED = HELD + 8;

    /** How many groups there are. */
    static final int GROUPS = UNSETTLED + 8;

    // The way to the table.
    static final int NET = GROUPS + 8;
    static final int EHASH = NET + 8;
    static final int EHASH_MASK = EHASH + 8;
    static final int POINTER = EHASH_MASK + 8;

    /** The first sockets of eight buckets, which are in one line of the cache. */
    static final int HEADS = POINTER + 8;

    static final int HEADS_COUNT = 8;

    /** The sockets of the same buckets to fetch next, and how many of each were fetched. */
    static final int FETCHED = HEADS + HEADS_COUNT * 8;

    static final int FETCHED_COUNT = FETCHED + HEADS_COUNT * 8;

    /** The first bytes of a socket. */
    static final int HEAD = FETCHED_COUNT + 8;

    static final int HEAD_BYTES_MAX = 160;

    /** What expressions use of a socket. */
    static final int SLOTS = HEAD + HEAD_BYTES_MAX;

    static final int SLOTS_MAX = 64;

    /** What {@link DescriptorState} says. */
    static final int DESCRIPTORS = SLOTS + SLOTS_MAX * 8;

    /** Rows of lanes; where they are counted, one row, and what {@link GroupArea} says. */
    static final int ROW_AREA = DescriptorState.STATE_END;

    private WalkState() {}
}
