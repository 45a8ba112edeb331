package io.conncount.group;

/** How a socket is shown whose owner the kernel has let go of, or never tells: else root would seem to own them all. */
final class Unowned {
    static final String TEXT = "(unowned)";

    private Unowned() {}
}
