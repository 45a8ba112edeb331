package io.conncount.group;

/** How a socket is shown whose owner the kernel has let go of: else root would seem to own every TIME_WAIT. */
final class Unowned {
    static final String TEXT = "(unowned)";

    private Unowned() {}
}
