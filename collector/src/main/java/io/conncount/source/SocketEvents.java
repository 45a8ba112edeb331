package io.conncount.source;

import io.conncount.socket.SocketSink;
import io.conncount.sys.KernelException;
import io.conncount.wire.DecodeException;

/** Sockets as they are destroyed, from the moment this was opened. */
public interface SocketEvents extends AutoCloseable {
    /**
     * Waits for events, and shows those that are there.
     *
     * @param milliseconds how long to wait at most
     * @return how many sockets were shown; 0 if none was destroyed in that time
     * @throws DecodeException if the kernel sent what cannot be read
     */
    int next(int milliseconds, SocketSink sink) throws KernelException, DecodeException;

    /**
     * How many times the kernel had no room for an event and dropped it, or several in a row: it tells that some were lost,
     * not how many.
     */
    long losses();

    @Override
    void close();
}
