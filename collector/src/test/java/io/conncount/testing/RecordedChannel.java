package io.conncount.testing;

import io.conncount.sys.MessageChannel;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;

/**
 * A channel that gives back bytes a kernel once gave. The buffer is poisoned before each datagram and at the end: who
 * reads a socket outside its callback, or behind the end of a datagram, reads nonsense.
 */
public final class RecordedChannel implements MessageChannel {
    private static final byte POISON = (byte) 0xa5;

    private final Function<ByteBuffer, List<Reply>> answers;
    private final byte[] poison = new byte[64 * 1024];
    private Iterator<Reply> replies = List.<Reply>of().iterator();

    /** Answers each request with the replies that the function finds for it; behind them comes the end, 0 bytes. */
    public RecordedChannel(Function<ByteBuffer, List<Reply>> answers) {
        this.answers = answers;
        java.util.Arrays.fill(poison, POISON);
    }

    /** Answers the first request with these replies. */
    public static RecordedChannel of(List<Reply> replies) {
        return new RecordedChannel(request -> replies);
    }

    @Override
    public void send(ByteBuffer request) {
        replies = answers.apply(request).iterator();
    }

    @Override
    public int receive(ByteBuffer buffer) throws io.conncount.sys.KernelException {
        for (int at = 0; at < buffer.capacity(); at += poison.length) {
            buffer.put(at, poison, 0, Math.min(poison.length, buffer.capacity() - at));
        }
        return replies.hasNext() ? replies.next().receive(buffer) : 0;
    }

    @Override
    public void close() {
        replies = List.<Reply>of().iterator();
    }
}
