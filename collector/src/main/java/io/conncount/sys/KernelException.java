package io.conncount.sys;

import java.io.IOException;

/** The kernel refused. The message names the operation and the error; {@link #errno} determines the remedy. */
public class KernelException extends IOException {
    private static final long serialVersionUID = 1;

    private final String operation;
    private final int errno;
    private final String remedy;

    /**
     * @param operation the failed operation, such as {@code socket(AF_NETLINK)}
     * @param errno the error number, positive as in {@code errno.h}
     */
    public KernelException(String operation, int errno) {
        this(operation, errno, "");
    }

    /**
     * The kernel refused, and it is known what to do.
     *
     * @param remedy what to do, if the number is not enough to tell
     */
    public KernelException(String operation, int errno, String remedy) {
        super(operation + ": " + Errno.text(errno));
        this.operation = operation;
        this.errno = errno;
        this.remedy = remedy;
    }

    /** The refused operation, such as {@code socket(AF_NETLINK)}. */
    public String operation() {
        return operation;
    }

    /** The error number, positive as in {@code errno.h}. */
    public int errno() {
        return errno;
    }

    /** What to do, if the number is not enough to tell; else empty. */
    public String remedy() {
        return remedy;
    }
}
