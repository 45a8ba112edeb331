package io.conncount.sys;

import java.io.IOException;

/** The kernel refused. The message names the operation and the error; {@link #errno} tells which remedy fits. */
public class KernelException extends IOException {
    private static final long serialVersionUID = 1;

    private final String operation;
    private final int errno;
    private final String remedy;

    /**
     * @param operation what was asked for, such as {@code socket(AF_NETLINK)}
     * @param errno the error number, positive as in {@code errno.h}
     */
    public KernelException(String operation, int errno) {
        this(operation, errno, "");
    }

    /**
     * The kernel refused, and it is known what to do.
     *
     * @param remedy what to do, where the number alone does not tell
     */
    public KernelException(String operation, int errno, String remedy) {
        super(operation + ": " + Errno.text(errno));
        this.operation = operation;
        this.errno = errno;
        this.remedy = remedy;
    }

    /** What was asked for, such as {@code socket(AF_NETLINK)}. */
    public String operation() {
        return operation;
    }

    /** The error number, positive as in {@code errno.h}. */
    public int errno() {
        return errno;
    }

    /** What to do, where the number alone does not tell; else empty. */
    public String remedy() {
        return remedy;
    }
}
