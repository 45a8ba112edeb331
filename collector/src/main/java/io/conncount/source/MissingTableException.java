package io.conncount.source;

import io.conncount.socket.Protocol;
import io.conncount.sys.KernelException;

/**
 * The kernel does not show the sockets of a protocol: it has none, or the module that would show them is not loaded. Which
 * of the two is unknown here.
 */
public final class MissingTableException extends KernelException {
    private static final long serialVersionUID = 1;

    private final Protocol protocol;
    private final String module;

    /**
     * Sockets that a module of Linux would show.
     *
     * @param errno the error number by which the kernel said so
     * @param module the kernel's module that would show them
     */
    public MissingTableException(int errno, Protocol protocol, String module) {
        super("dump(NETLINK_SOCK_DIAG)", errno);
        this.protocol = protocol;
        this.module = module;
    }

    /**
     * Sockets that no module would show.
     *
     * @param operation the failed operation
     */
    public MissingTableException(String operation, int errno, Protocol protocol) {
        super(operation, errno);
        this.protocol = protocol;
        module = "";
    }

    /** The protocol whose sockets are not shown. */
    public Protocol protocol() {
        return protocol;
    }

    /** The kernel module that would show them, such as {@code raw_diag}; empty if none. */
    public String module() {
        return module;
    }
}
