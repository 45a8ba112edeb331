package io.conncount.bpf;

/** A question that cannot be put to this kernel as a program. The message says why, as the continuation of a sentence. */
public final class WalkRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** @param reason why, as the continuation of a sentence */
    public WalkRefusedException(String reason) {
        super(reason);
    }
}
