package io.conncount.socket;

/** Takes the sockets of a dump, one call a socket. */
@FunctionalInterface
public interface SocketSink {
    /** Reads one socket. The view is valid only until this method returns. */
    void accept(SocketView socket);

    /** Reads several sockets that are alike in all that it looks at. */
    default void accept(SocketView socket, long sockets) {
        for (long i = 0; i < sockets; i++) {
            accept(socket);
        }
    }

    /** True if no more sockets are wanted: the dump may end before its end. */
    default boolean satisfied() {
        return false;
    }
}
