package io.conncount.sys;

import java.nio.ByteBuffer;

/** The seam between the platform and the program: it carries bytes, so that recorded ones run the real decoder. */
public interface MessageChannel extends AutoCloseable {
    /** Sends one request, from position 0 to the limit of a direct buffer. */
    void send(ByteBuffer request) throws KernelException;

    /**
     * Puts the next datagram at the start of a direct buffer, whatever its position. Does not wait: the kernel has the
     * next part of a dump ready, or the answer is {@link Errno#EAGAIN}.
     *
     * @return the datagram's length, which is above the buffer's capacity if its end was cut off; 0 at the end
     */
    int receive(ByteBuffer buffer) throws KernelException;

    @Override
    void close();
}
