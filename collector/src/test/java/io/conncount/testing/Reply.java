package io.conncount.testing;

import io.conncount.sys.KernelException;
import java.nio.ByteBuffer;
import java.util.List;

/** What one recv() comes back with. */
@FunctionalInterface
public interface Reply {
    /** Puts the reply at the start of the buffer, as {@link io.conncount.sys.MessageChannel#receive} does. */
    int receive(ByteBuffer buffer) throws KernelException;

    /** A datagram; what the buffer has no room for is lost, and shows in the length alone. */
    static Reply datagram(byte[] bytes) {
        return buffer -> {
            buffer.put(0, bytes, 0, Math.min(bytes.length, buffer.capacity()));
            return bytes.length;
        };
    }

    /** The error that recv() sets errno to. */
    static Reply error(int errno) {
        return buffer -> {
            throw new KernelException("recv(recorded)", errno);
        };
    }

    /** Datagrams, one recv() each. */
    static List<Reply> datagrams(List<byte[]> datagrams) {
        return datagrams.stream().map(Reply::datagram).toList();
    }
}
